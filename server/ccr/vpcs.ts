// What the pickers of a VPC link need: networks, subnets, and the addresses already taken in a subnet.
// Sources: https://cloud.baidu.com/doc/VPC/s/wjwvyub23 (VPCs), /s/xjwvyu8zu (subnets), /s/2kih0m069 (addresses in
// use, at most 100 asked at once), /s/Vm2u5ctl8 (addresses taken by products, paged).

import { z } from 'zod'
import { AppError } from '#lib/errors.ts'
import { blockRange, formatAddress, parseAddress } from '#lib/net/cidr.ts'
import type { Read, Requester } from './request.ts'
import { count, type Extra, extraFrom, list, text } from './shapes.ts'
import type { QueryPair } from './sign.ts'

export type CcrVpc = {
  readonly vpcId: string
  readonly name: string
  readonly cidr: string
  readonly description: string
} & Extra

export type CcrSubnet = {
  readonly subnetId: string
  readonly vpcId: string
  readonly name: string
  readonly cidr: string
  readonly zone: string
  readonly subnetType: string
  /** null when the cloud does not say. */
  readonly availableIps: number | null
} & Extra

const maxKeys = 1000
const pagesMax = 100

const paging = { isTruncated: z.boolean().nullish(), nextMarker: text }

const vpcsShape = z.looseObject({
  ...paging,
  vpcs: list(z.looseObject({ vpcId: z.string().min(1), name: text, cidr: text, description: text })),
})

const subnetsShape = z.looseObject({
  ...paging,
  subnets: list(
    z.looseObject({
      subnetId: z.string().min(1),
      vpcId: text,
      name: text,
      cidr: text,
      zoneName: text,
      subnetType: text,
      availableIp: count,
    }),
  ),
})

/** Follows the markers of a list to its end. */
async function readPages<T extends { isTruncated?: boolean | null | undefined; nextMarker: string }>(
  region: string,
  readPage: (query: readonly QueryPair[]) => Promise<Read<T>>,
): Promise<{ readonly pages: readonly T[]; readonly upstreamRequestId: string | null }> {
  const pages: T[] = []
  const seen = new Set<string>()
  let marker = ''
  while (pages.length < pagesMax && !seen.has(marker)) {
    seen.add(marker)
    const start: readonly QueryPair[] = marker === '' ? [] : [['marker', marker]]
    const read = await readPage([...start, ['maxKeys', String(maxKeys)]])
    pages.push(read.value)
    if (read.value.isTruncated !== true) return { pages, upstreamRequestId: read.upstreamRequestId }
    marker = read.value.nextMarker
  }
  throw new AppError('upstream_invalid', { upstream: { region }, cause: new Error('The list has no end') })
}

/** All VPCs of a region. */
export async function listVpcs(requester: Requester, region: string) {
  const { pages, upstreamRequestId } = await readPages(region, (query) =>
    requester.read({
      operation: 'listVpcs',
      service: 'vpc',
      region,
      path: ['vpc'],
      query,
      schema: vpcsShape,
    }),
  )
  const vpcs: CcrVpc[] = pages
    .flatMap((page) => page.vpcs)
    .map(({ vpcId, name, cidr, description, ...rest }) => ({
      vpcId,
      name,
      cidr,
      description,
      ...extraFrom(rest),
    }))
  return { vpcs, upstreamRequestId }
}

/** All subnets of a VPC. */
export async function listSubnets(requester: Requester, region: string, vpcId: string) {
  const { pages, upstreamRequestId } = await readPages(region, (query) =>
    requester.read({
      operation: 'listSubnets',
      service: 'vpc',
      region,
      path: ['subnet'],
      query: [...query, ['vpcId', vpcId]],
      schema: subnetsShape,
    }),
  )
  const subnets: CcrSubnet[] = pages
    .flatMap((page) => page.subnets)
    .map(({ zoneName, availableIp, ...shape }) => {
      const { subnetId, vpcId: ofVpc, name, cidr, subnetType, ...rest } = shape
      const places = { vpcId: ofVpc === '' ? vpcId : ofVpc, zone: zoneName }
      return { subnetId, name, cidr, subnetType, availableIps: availableIp, ...places, ...extraFrom(rest) }
    })
  return { subnets, upstreamRequestId }
}

const askedAtOnce = 100
/** Up to this size (a /20) a subnet is asked for range by range; a larger one would take too many calls. */
const askedByRangeMax = 4096

/**
 * Addresses in use within a subnet, as dotted text in ascending order. A subnet wider than /20 is answered from the
 * addresses that products occupy instead, which the documents do not promise to be every address in use.
 */
export async function listUsedAddresses(
  requester: Requester,
  region: string,
  subnet: { readonly vpcId: string; readonly subnetId: string; readonly cidr: string },
) {
  const parsed = parseAddress(subnet.cidr)
  if (!parsed.ok) throw new AppError('upstream_invalid', { upstream: { region } })
  const { first, last } = blockRange(parsed.value.block)
  const reads =
    parsed.value.size > askedByRangeMax
      ? [await readOccupied(requester, region, subnet)]
      : await Promise.all(
          rangesOf(first, last).map((range) => readRange(requester, region, subnet.vpcId, range)),
        )
  const used = new Set<number>()
  for (const address of reads.flatMap((read) => read.value)) {
    const one = parseAddress(address)
    if (one.ok && one.value.block.base >= first && one.value.block.base <= last)
      used.add(one.value.block.base)
  }
  const addresses = [...used].sort((a, b) => a - b).map(formatAddress)
  return { addresses, upstreamRequestId: reads.at(-1)?.upstreamRequestId ?? null }
}

function rangesOf(first: number, last: number): string[] {
  const ranges: string[] = []
  for (let start = first; start <= last; start += askedAtOnce) {
    ranges.push(`${formatAddress(start)}-${formatAddress(Math.min(last, start + askedAtOnce - 1))}`)
  }
  return ranges
}

const inUseShape = z.looseObject({
  vpcPrivateIpAddresses: list(z.looseObject({ privateIpAddress: z.string() })),
})

async function readRange(
  requester: Requester,
  region: string,
  vpcId: string,
  range: string,
): Promise<Read<readonly string[]>> {
  const { value, upstreamRequestId } = await requester.read({
    operation: 'listUsedAddresses',
    service: 'vpc',
    region,
    path: ['vpc', vpcId, 'privateIpAddressInfo'],
    query: [['privateIpRange', range]],
    schema: inUseShape,
  })
  return { value: value.vpcPrivateIpAddresses.map((one) => one.privateIpAddress), upstreamRequestId }
}

const occupiedShape = z.looseObject({ totalCount: count, result: list(z.looseObject({ ip: z.string() })) })

async function readOccupied(
  requester: Requester,
  region: string,
  subnet: { readonly vpcId: string; readonly subnetId: string },
): Promise<Read<readonly string[]>> {
  const addresses: string[] = []
  for (let page = 1; page <= pagesMax; page += 1) {
    const { value, upstreamRequestId } = await requester.read({
      operation: 'listOccupiedAddresses',
      service: 'vpc',
      region,
      path: ['vpc', 'resourceIp'],
      query: [
        ['vpcId', subnet.vpcId],
        ['subnetId', subnet.subnetId],
        ['pageNo', String(page)],
        ['pageSize', String(maxKeys)],
      ],
      schema: occupiedShape,
    })
    addresses.push(...value.result.map((one) => one.ip))
    const isLast =
      value.result.length === 0 || addresses.length >= (value.totalCount ?? Number.POSITIVE_INFINITY)
    if (isLast) return { value: addresses, upstreamRequestId }
  }
  throw new AppError('upstream_invalid', { upstream: { region }, cause: new Error('The list has no end') })
}
