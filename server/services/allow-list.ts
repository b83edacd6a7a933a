import type { z } from 'zod'
import type { Entry, ListChange } from '#lib/allow-list/entry.ts'
import { allowListVersion } from '#lib/allow-list/version.ts'
import type {
  AllowList,
  allowListChanged,
  allowListStep,
  createAllowListEntriesBody,
  deleteAllowListEntriesBody,
  UpdateAllowListBody,
} from '#lib/contract/allow-list.ts'
import { AppError } from '#lib/errors.ts'
import type { Acknowledgement } from '#lib/plans/guards.ts'
import { type AuditRecord, withAudit } from '#server/audit/record.ts'
import type { AuditTicket } from '#server/audit/ticket.ts'
import type { CcrPublicEndpoint } from '#server/ccr/public-links.ts'
import { assertChange, type FieldNames } from '#server/changes/check-change.ts'
import { type InstanceLease, withInstanceLease } from '#server/changes/instance-lease.ts'
import type { DonePlanStep } from '#server/changes/run-steps.ts'
import type { ServiceContext } from '#server/http/context.ts'
import { type DirectResult, runDirectChange } from './direct-change.ts'
import { type FoundInstance, lookUpInstance, withInstance } from './instance-index.ts'
import { type ReadBack, readBack, readBackOrThrow } from './read-back.ts'
import type { CachedRead } from './read-cache.ts'
import { requirePermission } from './require-permission.ts'
import { forgetInstance, readPublicEndpoint, toleranceFor } from './upstream-reads.ts'

type Changed = z.output<typeof allowListChanged>

/** The allow list exactly as the cloud stores it, with the version a change has to name. */
export async function getAllowList(context: ServiceContext, instanceId: string): Promise<AllowList> {
  await requirePermission(context, 'instances:read')
  const toleranceMs = toleranceFor(context, `allow-list/${instanceId}`)
  return withInstance(context, instanceId, async (found) =>
    allowListFrom(await readPublicEndpoint(context, found, toleranceMs)),
  )
}

/** Adds, edits and removes entries in one go, make before break. */
export function updateAllowList(
  context: ServiceContext,
  instanceId: string,
  { baseVersion, acknowledge, ...change }: UpdateAllowListBody,
): Promise<Changed> {
  const names = { add: 'add', edit: 'edit', remove: 'remove' }
  return changeAllowList(context, { instanceId, baseVersion, acknowledge, change, names })
}

export function createAllowListEntries(
  context: ServiceContext,
  instanceId: string,
  { baseVersion, acknowledge, entries }: z.output<typeof createAllowListEntriesBody>,
): Promise<Changed> {
  const change = { add: entries, edit: [], remove: [] }
  return changeAllowList(context, {
    instanceId,
    baseVersion,
    acknowledge,
    change,
    names: { add: 'entries', edit: '', remove: '' },
  })
}

/** Removes entries by their stored text. */
export function deleteAllowListEntries(
  context: ServiceContext,
  instanceId: string,
  { baseVersion, acknowledge, items }: z.output<typeof deleteAllowListEntriesBody>,
): Promise<Changed> {
  const change = { add: [], edit: [], remove: items }
  return changeAllowList(context, {
    instanceId,
    baseVersion,
    acknowledge,
    change,
    names: { add: '', edit: '', remove: 'items' },
  })
}

type ChangeRequest = {
  readonly instanceId: string
  /** The version the change was drawn from; without it the change is made on whatever is there. */
  readonly baseVersion: string | undefined
  readonly acknowledge: readonly Acknowledgement[] | undefined
  readonly change: ListChange
  readonly names: FieldNames
}

async function changeAllowList(context: ServiceContext, request: ChangeRequest): Promise<Changed> {
  const { instanceId } = request
  const input = inputOf(request)
  await requirePermission(context, 'allow-list:write', { instanceId, ...input })
  const { audited, found: requireFound } = await lookUpInstance(context, instanceId)
  const event = {
    action: 'allow-list.update',
    input,
    instance: audited,
  } as const
  const { done, result } = await withAudit(context, event, async (ticket, record) => {
    const found = requireFound()
    const lease = { instanceId, holder: ticket.eventId, holderName: context.actor.name }
    return withInstanceLease(context.runtime, lease, (held) =>
      changeUnderLease(context, request, { found, ticket, record, lease: held }),
    )
  })
  return { ...allowListFrom(readBackOrThrow(result)), steps: done.flatMap(stepsFrom) }
}

type Work = {
  readonly found: FoundInstance
  readonly ticket: AuditTicket
  readonly record: AuditRecord
  readonly lease: InstanceLease
}

async function changeUnderLease(
  context: ServiceContext,
  { instanceId, baseVersion, acknowledge, change, names }: ChangeRequest,
  { found, ticket, record, lease }: Work,
): Promise<{ readonly done: readonly DonePlanStep[]; readonly result: ReadBack<CcrPublicEndpoint> }> {
  const readNow = () => readPublicEndpoint(context, found, 'now')
  const { value } = await readNow()
  const base = value.entries.map(entryFrom)
  const touched = new Set([
    ...change.add.map((entry) => entry.ipAddr),
    ...change.edit.flatMap((edit) => [edit.ipAddr, edit.to.ipAddr]),
    ...change.remove,
  ])
  record.before(auditState(base, touched))
  const currentVersion = allowListVersion(base)
  if (baseVersion !== undefined && baseVersion !== currentVersion) {
    throw new AppError('stale_write', { details: { baseVersion, currentVersion, entries: base } })
  }
  assertChange(base, change, names)

  const state = { endpointStatus: value.status, entries: base, links: [] }
  const applied = await runDirectChange(context, {
    found,
    ticket,
    lease,
    state,
    change: { allowList: change },
    acknowledge,
  })
  forgetInstance(context, instanceId)
  const result = await readBack(readNow)
  const after = result.read?.value.entries ?? null
  if (after !== null) record.after(auditState(after, touched))
  if (applied.failure !== null) throw stoppedError(applied.failure, applied, after)
  return { done: applied.done, result }
}

/** The failure with how far the change came and what the list is now. */
function stoppedError(
  failure: AppError,
  { done, remaining }: DirectResult,
  entries: readonly Entry[] | null,
): AppError {
  return new AppError(failure.code, {
    reason: failure.reason,
    values: failure.values,
    ...(failure.upstream && { upstream: failure.upstream }),
    ...(failure.retryAfterMs !== undefined && { retryAfterMs: failure.retryAfterMs }),
    details: {
      ...failure.details,
      done: done.flatMap(stepsFrom),
      remaining: remaining.flatMap((step) => stepsFrom({ step, upstreamRequestIds: [] })),
      ...(entries !== null && { entries: entries.map(entryFrom), version: allowListVersion(entries) }),
    },
    cause: failure,
  })
}

type ListPart = Pick<AllowList, 'version' | 'entries'>

/** Hashing a long list takes longer than all the rest of an answer, and a cached read is answered many times. */
const listParts = new WeakMap<CcrPublicEndpoint, ListPart>()

function listPartOf(endpoint: CcrPublicEndpoint): ListPart {
  const made = listParts.get(endpoint)
  if (made) return made
  const part = { version: allowListVersion(endpoint.entries), entries: endpoint.entries.map(entryFrom) }
  listParts.set(endpoint, part)
  return part
}

function allowListFrom({ value, readAt }: CachedRead<CcrPublicEndpoint>): AllowList {
  return { ...listPartOf(value), endpointStatus: value.status, readAt }
}

function entryFrom({ ipAddr, description }: Entry): Entry {
  return { ipAddr, description }
}

/** A step in the words of this endpoint; a delete that took several calls names the first. */
function stepsFrom({ step, upstreamRequestIds }: DonePlanStep): z.output<typeof allowListStep>[] {
  const upstreamRequestId = upstreamRequestIds[0] ?? null
  if (step.kind === 'entry-add') return [{ kind: 'add', ipAddrs: [step.ipAddr], upstreamRequestId }]
  if (step.kind !== 'entry-delete') return []
  return [{ kind: 'delete', ipAddrs: [...step.ipAddrs], upstreamRequestId }]
}

/** The list as far as the change touches it: whole lists in every row would drown the log. */
function auditState(
  entries: readonly Entry[],
  touched: ReadonlySet<string>,
): Readonly<Record<string, unknown>> {
  return {
    version: allowListVersion(entries),
    entryCount: entries.length,
    entries: entries.filter((entry) => touched.has(entry.ipAddr)).map(entryFrom),
  }
}

function inputOf({ baseVersion, acknowledge, change }: ChangeRequest): Readonly<Record<string, unknown>> {
  const { add, edit, remove } = change
  return {
    ...(add.length > 0 && { add }),
    ...(edit.length > 0 && { edit }),
    ...(remove.length > 0 && { remove }),
    ...(baseVersion !== undefined && { baseVersion }),
    ...(acknowledge !== undefined && { acknowledge }),
  }
}
