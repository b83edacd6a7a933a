import type { z } from 'zod'
import type { CreateVpcLinkBody, deleteVpcLinkBody, VpcLinks } from '#lib/contract/vpc-links.ts'
import { AppError } from '#lib/errors.ts'
import type { Acknowledgement } from '#lib/plans/guards.ts'
import type { InstanceChange, LinkPair, StateLink } from '#lib/plans/state.ts'
import { linkStateOf } from '#lib/vpc-links/link-status.ts'
import { type AuditRecord, withAudit } from '#server/audit/record.ts'
import type { CcrVpcLinks } from '#server/ccr/private-links.ts'
import { withInstanceLease } from '#server/changes/instance-lease.ts'
import type { ServiceContext } from '#server/http/context.ts'
import { runDirectChange } from './direct-change.ts'
import { type FoundInstance, lookUpInstance, withInstance } from './instance-index.ts'
import { readInstanceState } from './instance-port.ts'
import { assertLinkPlace, assertLinkQuota } from './link-checks.ts'
import { type ReadBack, readBack, readBackOrThrow } from './read-back.ts'
import type { CachedRead } from './read-cache.ts'
import { requirePermission } from './require-permission.ts'
import {
  forgetInstance,
  forgetVpc,
  readInstanceDetail,
  readSubnets,
  readVpcLinks,
  readVpcs,
  toleranceFor,
} from './upstream-reads.ts'

type Pair = LinkPair

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
  return changeLinks(context, instanceId, 'vpc-link.create', link, async ({ found, record, links }) => {
    const existing = links.find((other) => isSame(other, link))
    record.before({ link: existing ?? null, linkCount: links.length })
    if (existing) {
      throw new AppError('conflict', { reason: 'errors.link_exists', values: { status: existing.status } })
    }
    await assertLinkQuota(context, found, links.length, 1)
    await assertLinkPlace(context, found, link)
    return { links: { add: [link], remove: [] } }
  })
}

/** Asks the cloud to remove a link. The answer is the list read back; the link is usually `deleting` or gone. */
export async function deleteVpcLink(
  context: ServiceContext,
  instanceId: string,
  { acknowledge, ...pair }: z.output<typeof deleteVpcLinkBody>,
): Promise<VpcLinks> {
  await requirePermission(context, 'vpc-links:write', { instanceId, ...pair })
  const judge = async ({ record, links }: LinkWork) => {
    const existing = links.find((other) => isSame(other, pair))
    record.before({ link: existing ?? null, linkCount: links.length })
    if (!existing) throw new AppError('not_found', { reason: 'errors.link_unknown' })
    if (linkStateOf(existing.status) === 'moving') {
      throw new AppError('conflict', { reason: 'errors.link_moving', values: { status: existing.status } })
    }
    return { links: { add: [], remove: [pair] } }
  }
  return changeLinks(context, instanceId, 'vpc-link.delete', pair, judge, acknowledge)
}

type LinkWork = {
  readonly found: FoundInstance
  readonly record: AuditRecord
  /** As they are at the cloud now. */
  readonly links: readonly StateLink[]
}

async function changeLinks(
  context: ServiceContext,
  instanceId: string,
  action: 'vpc-link.create' | 'vpc-link.delete',
  input: Pair & Readonly<Record<string, unknown>>,
  /** Refuses what cannot be, and says what shall be made. */
  judge: (given: LinkWork) => Promise<Pick<InstanceChange, 'links'>>,
  acknowledge?: readonly Acknowledgement[],
): Promise<VpcLinks> {
  const lookUp = await lookUpInstance(context, instanceId)
  const event = { action, input, instance: lookUp.audited }
  const { found, result } = await withAudit(context, event, async (ticket, record) => {
    const found = lookUp.found()
    const lease = { instanceId, holder: ticket.eventId, holderName: context.actor.name }
    return withInstanceLease(context.runtime, lease, async (held) => {
      const state = await readInstanceState(context, found)
      const change = await judge({ found, record, links: state.links })
      try {
        const { failure } = await runDirectChange(context, {
          found,
          ticket,
          lease: held,
          state,
          change,
          acknowledge,
        })
        if (failure !== null) throw failure
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

/** The result, or null when it cannot be had: for what is nice to know. */
async function optional<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read()
  } catch {
    return null
  }
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
