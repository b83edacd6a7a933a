// The VPC service's reads that pickers need. On the real service they live on bcc.<region>.baidubce.com.

import { badRequest, notFound } from '#server/emulator/errors.ts'
import { formatIpv4, parseIpv4 } from '#server/emulator/ipv4.ts'
import type { SubnetRecord, VpcRecord } from '#server/emulator/state/records.ts'
import { countFreeAddresses, usedAddresses } from '#server/emulator/state/subnet-addresses.ts'
import { liveLinks, viewLink } from '#server/emulator/state/vpc-link.ts'
import { privateDomain } from './instances.ts'
import type { Operation, OperationInput } from './operation.ts'
import { queryCount, queryValue } from './operation.ts'

const addressesPerQueryMax = 100

/** cloud.baidu.com/doc/VPC/s/wjwvyub23 */
export const listVpcs: Operation = (input) => {
  const region = input.hostRegion ?? input.switches.defaultRegion
  const isDefault = queryValue(input, 'isDefault')
  const ids = idsFrom(queryValue(input, 'vpcIds'))
  const found = input.state.vpcs.filter(
    (vpc) =>
      vpc.region === region &&
      (isDefault === undefined || String(vpc.isDefault) === isDefault) &&
      (ids === null || ids.has(vpc.vpcId)),
  )
  return page(input, found, 'vpcs', (vpc) => vpc.vpcId, wireVpc)
}

export const getVpc: Operation = (input) => {
  const vpc = requireVpc(input)
  const subnets = input.state.subnets.filter((subnet) => subnet.vpcId === vpc.vpcId)
  return { json: { vpc: { ...wireVpc(vpc), subnets: subnets.map((subnet) => wireSubnet(subnet, input)) } } }
}

/** cloud.baidu.com/doc/VPC/s/xjwvyu8zu */
export const listSubnets: Operation = (input) => {
  const region = input.hostRegion ?? input.switches.defaultRegion
  const vpcId = queryValue(input, 'vpcId')
  const zoneName = queryValue(input, 'zoneName')
  const subnetType = queryValue(input, 'subnetType')
  const ids = idsFrom(queryValue(input, 'subnetIds'))
  const regionOf = new Map(input.state.vpcs.map((vpc) => [vpc.vpcId, vpc.region]))
  const isById = input.hostRegion === null && (vpcId !== undefined || ids !== null)
  const found = input.state.subnets.filter(
    (subnet) =>
      (isById || regionOf.get(subnet.vpcId) === region) &&
      (vpcId === undefined || subnet.vpcId === vpcId) &&
      (zoneName === undefined || subnet.zoneName === zoneName) &&
      (subnetType === undefined || subnet.subnetType === subnetType) &&
      (ids === null || ids.has(subnet.subnetId)),
  )
  return page(
    input,
    found,
    'subnets',
    (subnet) => subnet.subnetId,
    (subnet) => wireSubnet(subnet, input),
  )
}

export const getSubnet: Operation = (input) => {
  const id = input.params['subnetId'] ?? ''
  const subnet = input.state.subnets.find((each) => each.subnetId === id)
  const vpc = subnet && input.state.vpcs.find((each) => each.vpcId === subnet.vpcId)
  if (!subnet || !vpc || !isOnHost(vpc, input)) throw notFound(`subnet ${id}`)
  return { json: { subnet: wireSubnet(subnet, input) } }
}

/** Only addresses in use are answered; 100 a call at most (cloud.baidu.com/doc/VPC/s/2kih0m069). */
export const getPrivateIpAddressInfo: Operation = (input) => {
  const vpc = requireVpc(input)
  const asked = askedAddresses(input)
  const found = input.state.subnets
    .filter((subnet) => subnet.vpcId === vpc.vpcId)
    .flatMap((subnet) =>
      usedAddresses(input.state, subnet, input.nowMs)
        .filter((used) => asked(used.address))
        .map((used) => ({
          privateIpAddress: formatIpv4(used.address),
          cidr: subnet.cidr,
          privateIpAddressType: used.type,
          createdTime: utcTime(subnet.createdAtMs),
        })),
    )
  return { json: { vpcPrivateIpAddresses: found } }
}

/** Addresses that products hold (cloud.baidu.com/doc/VPC/s/Vm2u5ctl8). */
export const listResourceIps: Operation = (input) => {
  const vpcId = queryValue(input, 'vpcId') ?? ''
  if (vpcId === '') throw badRequest('vpcId is required')
  const vpc = requireVpc(input, vpcId)
  const subnetId = queryValue(input, 'subnetId')
  const resourceType = queryValue(input, 'resourceType')?.toLowerCase()
  const pageNo = queryCount(input, 'pageNo', 1)
  const pageSize = queryCount(input, 'pageSize', 100)
  if (pageSize > 1000) throw badRequest('pageSize is 1000 at most')
  const found = input.state.subnets
    .filter(
      (subnet) => subnet.vpcId === vpc.vpcId && (subnetId === undefined || subnet.subnetId === subnetId),
    )
    .flatMap((subnet) => usedAddresses(input.state, subnet, input.nowMs))
    .map((used) => ({ ip: formatIpv4(used.address), resourceType: used.type.toLowerCase() }))
    .filter((used) => resourceType === undefined || used.resourceType === resourceType)
  return {
    json: {
      result: found.slice((pageNo - 1) * pageSize, pageNo * pageSize),
      pageNo,
      pageSize,
      totalCount: found.length,
    },
  }
}

/** Service NICs of a VPC; the emulator knows those of CCR links (cloud.baidu.com/doc/VPC/s/ckkut0zqe). */
export const listServiceNics: Operation = (input) => {
  const vpcId = queryValue(input, 'vpcId')
  if (vpcId === undefined || vpcId === '') throw badRequest('vpcId is required')
  const nics = input.state.instances.flatMap((instance) =>
    liveLinks(instance, input.nowMs)
      .filter((link) => link.vpcId === vpcId)
      .map((link) => ({ link, view: viewLink(link, input.nowMs, input.switches), instance }))
      .filter(({ view }) => view.serviceNetId !== ''),
  )
  return page(
    input,
    nics,
    'endpoints',
    ({ view }) => view.serviceNetId,
    ({ link, view, instance }) => ({
      endpointId: view.serviceNetId,
      name: instance.id,
      ipAddress: view.ipAddress,
      status: view.status === input.switches.linkCreatedWord ? 'available' : 'unavailable',
      service: privateDomain(instance),
      subnetId: view.subnetId,
      description: '',
      createTime: utcTime(link.requestedAtMs),
      productType: 'postpay',
      vpcId: view.vpcId,
    }),
  )
}

function requireVpc(input: OperationInput, id = input.params['vpcId'] ?? ''): VpcRecord {
  const vpc = input.state.vpcs.find((each) => each.vpcId === id)
  if (!vpc || !isOnHost(vpc, input)) throw notFound(`vpc ${id}`)
  return vpc
}

function isOnHost(vpc: VpcRecord, input: OperationInput): boolean {
  return input.hostRegion === null || input.hostRegion === vpc.region
}

function idsFrom(list: string | undefined): ReadonlySet<string> | null {
  return list === undefined || list === '' ? null : new Set(list.split(','))
}

function askedAddresses(input: OperationInput): (address: number) => boolean {
  const range = queryValue(input, 'privateIpRange')
  if (range !== undefined && range !== '') {
    const [first, last, rest] = range.split('-').map((part) => parseIpv4(part.trim()))
    if (first == null || last == null || rest !== undefined || last < first) {
      throw badRequest('privateIpRange must look like 192.168.0.1-192.168.0.5')
    }
    if (last - first >= addressesPerQueryMax) throw badRequest('privateIpRange spans more than 100 addresses')
    return (address) => address >= first && address <= last
  }
  const texts = input.query
    .filter(([name]) => name === 'privateIpAddresses')
    .flatMap(([, value]) => value.split(','))
    .filter((text) => text !== '')
  const addresses = texts.map((text) => parseIpv4(text.trim()))
  if (addresses.length === 0) throw badRequest('privateIpAddresses or privateIpRange is required')
  if (addresses.length > addressesPerQueryMax) throw badRequest('more than 100 privateIpAddresses')
  if (addresses.includes(null)) throw badRequest('privateIpAddresses must be IPv4 addresses')
  return (address) => addresses.includes(address)
}

/** Marker paging of the VPC service. */
function page<Item>(
  input: OperationInput,
  items: readonly Item[],
  field: string,
  idOf: (item: Item) => string,
  wire: (item: Item) => unknown,
) {
  const maxKeys = Math.min(queryCount(input, 'maxKeys', 1000), 1000)
  const marker = queryValue(input, 'marker') ?? ''
  const sorted = [...items].sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
  const start = marker === '' ? 0 : sorted.findIndex((item) => idOf(item) >= marker)
  const rest = start < 0 ? [] : sorted.slice(start)
  const next = rest[maxKeys]
  return {
    json: {
      marker,
      isTruncated: next !== undefined,
      ...(next === undefined ? {} : { nextMarker: idOf(next) }),
      maxKeys,
      [field]: rest.slice(0, maxKeys).map(wire),
    },
  }
}

function wireVpc(vpc: VpcRecord) {
  return {
    vpcId: vpc.vpcId,
    name: vpc.name,
    cidr: vpc.cidr,
    ipv6Cidr: '',
    createdTime: utcTime(vpc.createdAtMs),
    description: vpc.description,
    isDefault: vpc.isDefault,
    relay: false,
    secondaryCidr: [],
    tags: vpc.tags,
  }
}

function wireSubnet(subnet: SubnetRecord, input: OperationInput) {
  const free = countFreeAddresses(input.state, subnet, input.nowMs)
  return {
    subnetId: subnet.subnetId,
    name: subnet.name,
    zoneName: subnet.zoneName,
    cidr: subnet.cidr,
    ipv6Cidr: '',
    vpcId: subnet.vpcId,
    subnetType: subnet.subnetType,
    description: subnet.description,
    createdTime: utcTime(subnet.createdAtMs),
    availableIp: free,
    availableUnreservedIp: free,
    tags: [],
  }
}

function utcTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}
