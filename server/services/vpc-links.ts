import type { z } from 'zod'
import type { CreateVpcLinkBody, deleteVpcLinkBody, VpcLinks } from '#lib/contract/vpc-links.ts'
import { AppError, appErrorFrom, type FieldProblem } from '#lib/errors.ts'
import { checkLinkAddress } from '#lib/vpc-links/link-address.ts'
import { linkStateOf } from '#lib/vpc-links/link-status.ts'
import { type AuditRecord, withAudit } from '#server/audit/record.ts'
import type { AuditTicket } from '#server/audit/ticket.ts'
import type { CcrVpcLink, CcrVpcLinks } from '#server/ccr/private-links.ts'
import { withInstanceLease } from '#server/changes/instance-lease.ts'
import { lookAfterLostAnswer, notDone } from '#server/changes/lost-answer.ts'
import type { ServiceContext } from '#server/http/context.ts'
import { type FoundInstance, lookUpInstance, withInstance } from './instance-index.ts'
import { type ReadBack, readBack, readBackOrThrow } from './read-back.ts'
import { type CachedRead, freshToleranceMs } from './read-cache.ts'
import { requirePermission } from './require-permission.ts'
import {
  forgetInstance,
  forgetVpc,
  readInstanceDetail,
  readSubnets,
  readUsedAddresses,
  readVpcLinks,
  readVpcs,
  toleranceFor,
} from './upstream-reads.ts'

type Pair = z.output<typeof deleteVpcLinkBody>

/** Names, subnets and quotas move slowly; they only decorate the list. */
const decorationToleranceMs = 60_000

/** The links with the names of their VPCs and what Drawbridge remembers of them. */
export async function listVpcLinks(context: ServiceContext, instanceId: string): Promise<VpcLinks> {
  await requirePermission(context, 'instances:read')
  const toleranceMs = toleranceFor(context, `vpc-links/${instanceId}`)
  return withInstance(context, instanceId, async (found) =>
    linksFrom(context, found, await readVpcLinks(context, found, toleranceMs)),
  )
}

/**
 * Asks the cloud for a link. What can be told beforehand (a link that exists, the quota, an address that cannot be) is
 * refused without a call. The answer is the list read back; the new link is usually `creating`.
 */
export async function createVpcLink(
  context: ServiceContext,
  instanceId: string,
  link: CreateVpcLinkBody,
): Promise<VpcLinks> {
  await requirePermission(context, 'vpc-links:write', { instanceId, ...link })
  return changeLinks(
    context,
    instanceId,
    'vpc-link.create',
    link,
    async ({ found, ticket, record, links, keep }) => {
      const existing = links.find((other) => isSame(other, link))
      record.before({ link: existing ?? null, linkCount: links.length })
      if (existing) {
        throw new AppError('conflict', { reason: 'errors.link_exists', values: { status: existing.status } })
      }
      await assertQuota(context, found, links)
      await assertPlace(context, found, link)
      await keep()
      try {
        await found.account.client.createVpcLink(ticket, found.region, instanceId, link)
      } catch (thrown) {
        const lost = appErrorFrom(thrown)
        if (lost.code !== 'outcome_unknown') throw thrown
        const isThere = await lookAfterLostAnswer(context.runtime, lost, async () => {
          const { value } = await readVpcLinks(context, found, 'now')
          return value.links.some((other) => isSame(other, link))
        })
        if (!isThere) throw notDone(lost)
      }
      await rememberRequest(context, instanceId, link)
    },
  )
}

/** Asks the cloud to remove a link. The answer is the list read back; the link is usually `deleting` or gone. */
export async function deleteVpcLink(
  context: ServiceContext,
  instanceId: string,
  pair: Pair,
): Promise<VpcLinks> {
  await requirePermission(context, 'vpc-links:write', { instanceId, ...pair })
  return changeLinks(
    context,
    instanceId,
    'vpc-link.delete',
    pair,
    async ({ found, ticket, record, links, keep }) => {
      const existing = links.find((other) => isSame(other, pair))
      record.before({ link: existing ?? null, linkCount: links.length })
      if (!existing) throw new AppError('not_found', { reason: 'errors.link_unknown' })
      if (linkStateOf(existing.status) === 'moving') {
        throw new AppError('conflict', { reason: 'errors.link_moving', values: { status: existing.status } })
      }
      await keep()
      try {
        await found.account.client.deleteVpcLink(ticket, found.region, instanceId, pair)
      } catch (thrown) {
        const lost = appErrorFrom(thrown)
        if (lost.code !== 'outcome_unknown') throw thrown
        const isGoing = await lookAfterLostAnswer(context.runtime, lost, async () => {
          const { value } = await readVpcLinks(context, found, 'now')
          return value.links.find((other) => isSame(other, pair))?.status !== existing.status
        })
        if (!isGoing) throw notDone(lost)
      }
      await forgetRequest(context, instanceId, pair)
    },
  )
}

type LinkWork = {
  readonly found: FoundInstance
  readonly ticket: AuditTicket
  readonly record: AuditRecord
  /** As they are at the cloud now. */
  readonly links: readonly CcrVpcLink[]
  readonly keep: () => Promise<void>
}

async function changeLinks(
  context: ServiceContext,
  instanceId: string,
  action: 'vpc-link.create' | 'vpc-link.delete',
  input: Pair & Readonly<Record<string, unknown>>,
  work: (given: LinkWork) => Promise<void>,
): Promise<VpcLinks> {
  const lookUp = await lookUpInstance(context, instanceId)
  const event = { action, input, instance: lookUp.audited }
  const { found, result } = await withAudit(context, event, async (ticket, record) => {
    const found = lookUp.found()
    const lease = { instanceId, holder: ticket.eventId, holderName: context.actor.name }
    return withInstanceLease(context.runtime, lease, async ({ keep }) => {
      const { value } = await readVpcLinks(context, found, 'now')
      try {
        await work({ found, ticket, record, links: value.links, keep })
      } finally {
        forgetInstance(context, instanceId)
        forgetVpc(context, found, input.vpcId)
      }
      const result: ReadBack<CcrVpcLinks> = await readBack(() => readVpcLinks(context, found, 'now'))
      if (result.read) {
        const { links } = result.read.value
        record.after({ link: links.find((other) => isSame(other, input)) ?? null, linkCount: links.length })
      }
      return { found, result }
    })
  })
  return linksFrom(context, found, readBackOrThrow(result))
}

function isSame(a: Pair, b: Pair): boolean {
  return a.vpcId === b.vpcId && a.subnetId === b.subnetId
}

/** The cloud enforces the quota anyway; when it cannot be read, it is left to the cloud. */
async function assertQuota(
  context: ServiceContext,
  found: FoundInstance,
  links: readonly CcrVpcLink[],
): Promise<void> {
  const detail = await optional(() => readInstanceDetail(context, found, freshToleranceMs))
  const limit = detail?.value.vpcLinkQuota.limit ?? null
  if (limit === null || links.length < limit) return
  throw new AppError('quota_exceeded', { reason: 'errors.link_quota', values: { limit, used: links.length } })
}

/** The subnet must be one of the VPC and the address free in it, as far as the key may read that. */
async function assertPlace(
  context: ServiceContext,
  found: FoundInstance,
  link: CreateVpcLinkBody,
): Promise<void> {
  const { vpcId, subnetId } = link
  const subnets = await optional(() => readSubnets(context, found, vpcId, freshToleranceMs))
  const subnet = subnets?.value.find((each) => each.subnetId === subnetId)
  if (subnets && !subnet) refuse('subnetId', 'errors.subnet_unknown', { subnetId, vpcId })
  if (link.ipType === 'auto') return
  const used = subnet ? await optional(() => readUsedAddresses(context, found, subnet, 'now')) : null
  const check = checkLinkAddress({
    address: link.ipAddress,
    subnetCidr: subnet?.cidr ?? '',
    usedAddresses: used?.value ?? null,
  })
  if (!check.ok) refuse('ipAddress', check.problem.reason, check.problem.values)
}

function refuse(path: string, reason: string, values: NonNullable<FieldProblem['values']>): never {
  throw new AppError('invalid_input', { fields: [{ path, reason, values }] })
}

/** The result, or null when it cannot be had: for what is nice to know. */
async function optional<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read()
  } catch {
    return null
  }
}

async function rememberRequest(
  context: ServiceContext,
  instanceId: string,
  link: CreateVpcLinkBody,
): Promise<void> {
  const { runtime, actor } = context
  const asked = {
    ip_type: link.ipType,
    ip_address: link.ipType === 'manual' ? link.ipAddress : null,
    auto_dns_resolve: link.autoDnsResolve ? 1 : 0,
    at: runtime.clock(),
    by_id: actor.id,
    by_name: actor.name,
  }
  await runtime.db
    .insertInto('link_request')
    .values({ instance_id: instanceId, vpc_id: link.vpcId, subnet_id: link.subnetId, ...asked })
    .onConflict((conflict) => conflict.columns(['instance_id', 'vpc_id', 'subnet_id']).doUpdateSet(asked))
    .execute()
}

async function forgetRequest({ runtime }: ServiceContext, instanceId: string, pair: Pair): Promise<void> {
  await runtime.db
    .deleteFrom('link_request')
    .where('instance_id', '=', instanceId)
    .where('vpc_id', '=', pair.vpcId)
    .where('subnet_id', '=', pair.subnetId)
    .execute()
}

async function linksFrom(
  context: ServiceContext,
  found: FoundInstance,
  { value, readAt }: CachedRead<CcrVpcLinks>,
): Promise<VpcLinks> {
  const vpcIds = [...new Set(value.links.map((link) => link.vpcId))]
  const [vpcs, subnets, detail, requests] = await Promise.all([
    vpcIds.length === 0 ? null : optional(() => readVpcs(context, found, decorationToleranceMs)),
    Promise.all(
      vpcIds.map((vpcId) => optional(() => readSubnets(context, found, vpcId, decorationToleranceMs))),
    ),
    optional(() => readInstanceDetail(context, found, decorationToleranceMs)),
    context.runtime.db.selectFrom('link_request').selectAll().where('instance_id', '=', found.id).execute(),
  ])
  const vpcNames = new Map(vpcs?.value.map((vpc) => [vpc.vpcId, vpc.name]))
  const cidrs = new Map(
    subnets.flatMap((read) => read?.value ?? []).map((subnet) => [subnet.subnetId, subnet.cidr]),
  )
  return {
    domain: value.domain,
    links: value.links.map(({ extra: _, ...link }) => {
      const asked = requests.find((row) => isSame({ vpcId: row.vpc_id, subnetId: row.subnet_id }, link))
      return {
        ...link,
        vpcName: vpcNames.get(link.vpcId) ?? null,
        subnetCidr: cidrs.get(link.subnetId) ?? null,
        asked: asked
          ? { autoDnsResolve: asked.auto_dns_resolve === 1, at: asked.at, byName: asked.by_name }
          : null,
      }
    }),
    // Counted here rather than taken from the detail, which may be older than the list.
    quota: { limit: detail?.value.vpcLinkQuota.limit ?? null, used: value.links.length },
    readAt,
  }
}
