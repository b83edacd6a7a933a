import type { z } from 'zod'
import type { getInstanceResponse, listInstancesResponse } from '#lib/contract/instances.ts'
import type { ServiceContext } from '#server/http/context.ts'
import { instanceFrom, sweepInstances, withInstance } from './instance-index.ts'
import { partialErrorFrom } from './partial-error.ts'
import { requirePermission } from './require-permission.ts'
import { readInstanceDetail, toleranceFor } from './upstream-reads.ts'

/** All instances of all accounts and regions. Regions that could not be read are told as failures beside the rest. */
export async function listInstances(
  context: ServiceContext,
): Promise<z.output<typeof listInstancesResponse>> {
  await requirePermission(context, 'instances:read')
  const sweep = await sweepInstances(context, toleranceFor(context, 'instances'))
  return {
    instances: sweep.found.map((found) => found.instance),
    failures: sweep.failures.map(({ account, region, error }) => ({
      account: account.name,
      region,
      error: partialErrorFrom(context, error),
    })),
    asked: sweep.asked.map(({ account, region }) => ({ account: account.name, region })),
    readAt: sweep.readAt,
  }
}

/** One instance with its quota of VPC links. */
export async function getInstance(
  context: ServiceContext,
  instanceId: string,
): Promise<z.output<typeof getInstanceResponse>> {
  await requirePermission(context, 'instances:read')
  const toleranceMs = toleranceFor(context, `instance/${instanceId}`)
  return withInstance(context, instanceId, async (found) => {
    const { value, readAt } = await readInstanceDetail(context, found, toleranceMs)
    return {
      instance: instanceFrom(value.instance, found.account.name),
      vpcLinkQuota: value.vpcLinkQuota,
      readAt,
    }
  })
}
