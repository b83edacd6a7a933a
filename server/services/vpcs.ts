import type { z } from 'zod'
import type {
  listSubnetsResponse,
  listUsedAddressesResponse,
  listVpcsResponse,
} from '#lib/contract/vpc-links.ts'
import { AppError } from '#lib/errors.ts'
import type { ServiceContext } from '#server/http/context.ts'
import { findInstance } from './instance-index.ts'
import { freshToleranceMs } from './read-cache.ts'
import { requirePermission } from './require-permission.ts'
import { readSubnets, readUsedAddresses, readVpcs, toleranceFor } from './upstream-reads.ts'

/** The VPCs that an instance could be linked to: those of its account and region. */
export async function listVpcs(
  context: ServiceContext,
  instanceId: string,
): Promise<z.output<typeof listVpcsResponse>> {
  await requirePermission(context, 'instances:read')
  const found = await findInstance(context, instanceId)
  const { value, readAt } = await readVpcs(context, found, toleranceFor(context, `vpcs/${instanceId}`))
  return { vpcs: value.map(({ extra: _, ...vpc }) => vpc), readAt }
}

export async function listSubnets(
  context: ServiceContext,
  instanceId: string,
  vpcId: string,
): Promise<z.output<typeof listSubnetsResponse>> {
  await requirePermission(context, 'instances:read')
  const found = await findInstance(context, instanceId)
  const toleranceMs = toleranceFor(context, `subnets/${instanceId}/${vpcId}`)
  const { value, readAt } = await readSubnets(context, found, vpcId, toleranceMs)
  return { subnets: value.map(({ extra: _, ...subnet }) => subnet), readAt }
}

/** Addresses of a subnet that are taken, as far as the cloud tells. */
export async function listUsedAddresses(
  context: ServiceContext,
  instanceId: string,
  vpcId: string,
  subnetId: string,
): Promise<z.output<typeof listUsedAddressesResponse>> {
  await requirePermission(context, 'instances:read')
  const found = await findInstance(context, instanceId)
  const subnets = await readSubnets(context, found, vpcId, freshToleranceMs)
  const subnet = subnets.value.find((each) => each.subnetId === subnetId)
  if (!subnet)
    throw new AppError('not_found', { reason: 'errors.subnet_unknown', values: { subnetId, vpcId } })
  const toleranceMs = toleranceFor(context, `used/${instanceId}/${subnetId}`)
  const { value, readAt } = await readUsedAddresses(context, found, subnet, toleranceMs)
  return { addresses: [...value], readAt }
}
