// What can be told of a link before anything is sent: the quota, the subnet, the address. What cannot be read is left to
// the cloud.

import type { CreateVpcLinkBody } from '#lib/contract/vpc-links.ts'
import { AppError, type FieldProblem } from '#lib/errors.ts'
import { isSamePair, type LinkPair } from '#lib/plans/state.ts'
import { checkLinkAddress } from '#lib/vpc-links/link-address.ts'
import type { ServiceContext } from '#server/http/context.ts'
import type { FoundInstance } from './instance-index.ts'
import { freshToleranceMs } from './read-cache.ts'
import { readInstanceDetail, readSubnets, readUsedAddresses } from './upstream-reads.ts'

type CheckContext = Pick<ServiceContext, 'runtime'>

/** All links of a plan; problems are told at `changes.links.add.<n>`. */
export async function assertLinks(
  context: CheckContext,
  found: FoundInstance,
  links: readonly LinkPair[],
  change: { readonly add: readonly CreateVpcLinkBody[]; readonly remove: readonly LinkPair[] },
): Promise<void> {
  if (change.add.length === 0) return
  const added = change.add.filter((link) => !change.remove.some((pair) => isSamePair(pair, link)))
  // New links come first, so the ones that go still count.
  await assertLinkQuota(context, found, links.length, added.length)
  for (const [at, link] of change.add.entries()) {
    const isReplaced = change.remove.some((pair) => isSamePair(pair, link))
    await assertLinkPlace(context, found, link, { prefix: `changes.links.add.${at}.`, isReplaced })
  }
}

/** The cloud enforces the quota anyway; when it cannot be read, it is left to the cloud. */
export async function assertLinkQuota(
  context: CheckContext,
  found: FoundInstance,
  used: number,
  wanted: number,
): Promise<void> {
  const detail = await optional(() => readInstanceDetail(context, found, freshToleranceMs))
  const limit = detail?.value.vpcLinkQuota.limit ?? null
  if (limit === null || wanted === 0 || used + wanted <= limit) return
  throw new AppError('quota_exceeded', { reason: 'errors.link_quota', values: { limit, used } })
}

/** The subnet must be one of the VPC and the address free in it, as far as the key may read that. */
export async function assertLinkPlace(
  context: CheckContext,
  found: FoundInstance,
  link: CreateVpcLinkBody,
  { prefix = '', isReplaced = false }: { readonly prefix?: string; readonly isReplaced?: boolean } = {},
): Promise<void> {
  const { vpcId, subnetId } = link
  const subnets = await optional(() => readSubnets(context, found, vpcId, freshToleranceMs))
  const subnet = subnets?.value.find((each) => each.subnetId === subnetId)
  if (subnets && !subnet) refuse(`${prefix}subnetId`, 'errors.subnet_unknown', { subnetId, vpcId })
  if (link.ipType === 'auto') return
  // The address of a link that goes first is free by then.
  const used =
    subnet && !isReplaced ? await optional(() => readUsedAddresses(context, found, subnet, 'now')) : null
  const check = checkLinkAddress({
    address: link.ipAddress,
    subnetCidr: subnet?.cidr ?? '',
    usedAddresses: used?.value ?? null,
  })
  if (!check.ok) refuse(`${prefix}ipAddress`, check.problem.reason, check.problem.values)
}

function refuse(path: string, reason: string, values: NonNullable<FieldProblem['values']>): never {
  throw new AppError('invalid_input', { fields: [{ path, reason, values }] })
}

async function optional<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read()
  } catch {
    return null
  }
}
