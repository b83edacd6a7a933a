import { badRequest } from '#server/emulator/errors.ts'
import type { InstanceRecord } from '#server/emulator/state/records.ts'
import { liveLinks } from '#server/emulator/state/vpc-link.ts'
import type { Operation, OperationInput } from './operation.ts'
import { queryCount, queryValue, requireInstance } from './operation.ts'

/** cloud.baidu.com/doc/CCR/s/Wmq6f5mtd */
export const listInstances: Operation = (input) => {
  const pageNo = queryCount(input, 'pageNo', 1)
  const pageSize = Math.min(queryCount(input, 'pageSize', 10), input.switches.pageSizeMax)
  const across = queryValue(input, 'acrossregion') ?? 'false'
  if (across !== 'true' && across !== 'false') throw badRequest('acrossregion must be true or false')
  const region = input.hostRegion ?? input.switches.defaultRegion
  const matches = keywordFilter(input)
  const found = input.state.instances
    .filter((instance) => (across === 'true' || instance.region === region) && matches(instance))
    .sort((a, b) => b.createdAtMs - a.createdAtMs || (a.id < b.id ? -1 : 1))
  return {
    json: {
      total: found.length,
      pageNo,
      pageSize,
      instances: found.slice((pageNo - 1) * pageSize, pageNo * pageSize).map((instance) => ({
        id: instance.id,
        instanceType: instance.instanceType,
        name: instance.name,
        status: instance.status,
        createTime: vendorTime(instance.createdAtMs),
        region: instance.region,
        publicURL: publicDomain(instance),
        tags: instance.tags,
      })),
    },
  }
}

function keywordFilter(input: OperationInput): (instance: InstanceRecord) => boolean {
  const keyword = queryValue(input, 'keyword') ?? ''
  const keywordType = queryValue(input, 'keywordType') ?? ''
  if (keywordType !== '' && keywordType !== 'id' && keywordType !== 'name') {
    throw badRequest('keywordType must be id or name')
  }
  if (keyword === '') return () => true
  const isExact = input.switches.keywordMatch === 'exact'
  return (instance) => {
    const text = keywordType === 'id' ? instance.id : instance.name
    return isExact ? text === keyword : text.includes(keyword)
  }
}

/** cloud.baidu.com/doc/CCR/s/dmq6f5ocn */
export const getInstanceDetail: Operation = (input) => {
  const instance = requireInstance(input)
  return {
    json: {
      info: {
        id: instance.id,
        instanceType: instance.instanceType,
        name: instance.name,
        status: instance.status,
        createTime: vendorTime(instance.createdAtMs),
        expireTime: vendorTime(instance.expiresAtMs),
        region: instance.region,
        privateURL: privateDomain(instance),
        publicURL: publicDomain(instance),
        customDomains: instance.customDomains,
        tags: instance.tags,
      },
      statistic: {
        repo: instance.statistic.repo,
        chart: instance.statistic.chart,
        namespace: instance.statistic.namespace,
        vpc: liveLinks(instance, input.nowMs).length,
        storage: instance.statistic.storage,
      },
      quota: instance.quota,
      bucket: instance.bucket,
      region: instance.region,
    },
  }
}

export function publicDomain(instance: Pick<InstanceRecord, 'id' | 'region'>): string {
  return `${instance.id}-pub.cnc.${instance.region}.baidubce.com`
}

export function privateDomain(instance: Pick<InstanceRecord, 'id' | 'region'>): string {
  return `${instance.id}-vpc.cnc.${instance.region}.baidubce.com`
}

/** RFC 3339 with the vendor's +08:00, to the second. */
export function vendorTime(ms: number): string {
  return `${new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`
}
