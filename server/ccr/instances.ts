// Instances of one region. Sources: https://cloud.baidu.com/doc/CCR/s/Wmq6f5mtd (list) and /s/dmq6f5ocn (detail).

import { z } from 'zod'
import type { Instance } from '#lib/contract/instances.ts'
import { AppError } from '#lib/errors.ts'
import type { Requester } from './request.ts'
import { count, type Extra, extraFrom, list, optionalList, text, time } from './shapes.ts'

/** An instance in our words; the account is known only to the caller. `region` is where it answers. */
export type CcrInstance = Omit<Instance, 'account'> & Extra

export type CcrInstanceDetail = {
  readonly instance: CcrInstance
  readonly vpcLinkQuota: { readonly limit: number | null; readonly used: number | null }
  readonly upstreamRequestId: string | null
} & Extra

/** The largest page that the documents name for a list of this API; a server that gives less is followed. */
const pageSize = 100
const pagesMax = 1000

const instanceShape = z.looseObject({
  id: z.string().min(1),
  name: text,
  instanceType: text,
  status: text,
  createTime: time,
  expireTime: time,
  publicURL: text,
  privateURL: text,
  customDomains: optionalList(z.string()),
  region: text,
  tags: optionalList(z.looseObject({ tagKey: text, tagValue: text })),
})

const pageShape = z.looseObject({ total: count, pageSize: count, instances: list(instanceShape) })

const detailShape = z.looseObject({
  info: instanceShape,
  statistic: z.looseObject({ vpc: count }).nullish(),
  quota: z.looseObject({ vpc: count }).nullish(),
  region: text,
})

function instanceFrom(shape: z.output<typeof instanceShape>, asked: string): CcrInstance {
  const { id, name, instanceType, status, createTime, expireTime, publicURL, privateURL, ...others } = shape
  const { customDomains, region, tags, ...rest } = others
  const isElsewhere = region !== '' && region !== asked
  return {
    id,
    name,
    region: asked,
    edition: instanceType,
    status,
    createdAt: createTime,
    expiresAt: expireTime,
    publicDomain: publicURL,
    privateDomain: privateURL,
    customDomains,
    tags: tags.map(({ tagKey, tagValue }) => ({ key: tagKey, value: tagValue })),
    ...extraFrom(isElsewhere ? { ...rest, region } : rest),
  }
}

/** All instances of a region, all pages. Fails as a whole: a part is never passed off as the list. */
export async function listInstances(requester: Requester, region: string) {
  const found = new Map<string, CcrInstance>()
  let upstreamRequestId: string | null = null
  for (let page = 1; page <= pagesMax; page += 1) {
    const read = await requester.read({
      operation: 'listInstances',
      service: 'ccr',
      region,
      path: ['instances'],
      query: [
        ['pageNo', String(page)],
        ['pageSize', String(pageSize)],
      ],
      schema: pageShape,
    })
    upstreamRequestId = read.upstreamRequestId
    const before = found.size
    for (const shape of read.value.instances) found.set(shape.id, instanceFrom(shape, region))
    const { total, pageSize: givenSize, instances } = read.value
    const isComplete = total === null ? instances.length < (givenSize ?? pageSize) : found.size >= total
    // A page that brings nothing new ends the list whatever `total` says: instances may vanish between pages.
    if (isComplete || found.size === before) return { instances: [...found.values()], upstreamRequestId }
  }
  throw new AppError('upstream_invalid', { upstream: { region }, cause: new Error('The list has no end') })
}

/** One instance with its quota of VPC links; null where the cloud does not say. */
export async function getInstance(
  requester: Requester,
  region: string,
  instanceId: string,
): Promise<CcrInstanceDetail> {
  const { value, upstreamRequestId } = await requester.read({
    operation: 'getInstance',
    service: 'ccr',
    region,
    path: ['instances', instanceId],
    schema: detailShape,
  })
  const { info, statistic, quota, region: _, ...rest } = value
  return {
    instance: instanceFrom(info, region),
    vpcLinkQuota: { limit: quota?.vpc ?? null, used: statistic?.vpc ?? null },
    upstreamRequestId,
    ...extraFrom(rest),
  }
}
