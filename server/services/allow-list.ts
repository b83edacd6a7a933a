import type { z } from 'zod'
import type { Entry, ListChange } from '#lib/allow-list/entry.ts'
import { orderSteps, type Step } from '#lib/allow-list/order-steps.ts'
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
import { type AuditRecord, withAudit } from '#server/audit/record.ts'
import type { AuditTicket } from '#server/audit/ticket.ts'
import type { CcrPublicEndpoint } from '#server/ccr/public-links.ts'
import {
  type AllowListPort,
  type ApplyResult,
  applyAllowListSteps,
  type DoneStep,
} from '#server/changes/apply-allow-list.ts'
import { assertChange, type FieldNames } from '#server/changes/check-change.ts'
import { type InstanceLease, withInstanceLease } from '#server/changes/instance-lease.ts'
import { createPacer } from '#server/changes/pacer.ts'
import { changePolicyOf } from '#server/changes/policy.ts'
import type { ServiceContext } from '#server/http/context.ts'
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
  { baseVersion, ...change }: UpdateAllowListBody,
): Promise<Changed> {
  const names = { add: 'add', edit: 'edit', remove: 'remove' }
  return changeAllowList(context, { instanceId, baseVersion, change, names })
}

export function createAllowListEntries(
  context: ServiceContext,
  instanceId: string,
  { baseVersion, entries }: z.output<typeof createAllowListEntriesBody>,
): Promise<Changed> {
  const change = { add: entries, edit: [], remove: [] }
  return changeAllowList(context, {
    instanceId,
    baseVersion,
    change,
    names: { add: 'entries', edit: '', remove: '' },
  })
}

/** Removes entries by their stored text. */
export function deleteAllowListEntries(
  context: ServiceContext,
  instanceId: string,
  { baseVersion, items }: z.output<typeof deleteAllowListEntriesBody>,
): Promise<Changed> {
  const change = { add: [], edit: [], remove: items }
  return changeAllowList(context, {
    instanceId,
    baseVersion,
    change,
    names: { add: '', edit: '', remove: 'items' },
  })
}

type ChangeRequest = {
  readonly instanceId: string
  /** The version the change was drawn from; without it the change is made on whatever is there. */
  readonly baseVersion: string | undefined
  readonly change: ListChange
  readonly names: FieldNames
}

/** Marks entries that stand in while a description is replaced, should a crash leave one behind. */
export const coverDescription = 'temporary (Drawbridge)'

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
  return { ...allowListFrom(readBackOrThrow(result)), steps: done.map(stepFrom) }
}

type Work = {
  readonly found: FoundInstance
  readonly ticket: AuditTicket
  readonly record: AuditRecord
  readonly lease: InstanceLease
}

async function changeUnderLease(
  context: ServiceContext,
  { instanceId, baseVersion, change, names }: ChangeRequest,
  { found, ticket, record, lease }: Work,
): Promise<{ readonly done: readonly DoneStep[]; readonly result: ReadBack<CcrPublicEndpoint> }> {
  const policy = changePolicyOf(context.runtime)
  const readNow = () => readPublicEndpoint(context, found, 'now')
  const base = (await readNow()).value.entries
  const touched = new Set([
    ...change.add.map((entry) => entry.ipAddr),
    ...change.edit.flatMap((edit) => [edit.ipAddr, edit.to.ipAddr]),
    ...change.remove,
  ])
  record.before(auditState(base, touched))
  const currentVersion = allowListVersion(base)
  if (baseVersion !== undefined && baseVersion !== currentVersion) {
    throw new AppError('stale_write', {
      details: { baseVersion, currentVersion, entries: base.map(entryFrom) },
    })
  }
  assertChange(base, change, names)

  const { client } = found.account
  const pace = createPacer(policy.paceMs)
  const port: AllowListPort = {
    add: ({ ipAddr, description }) =>
      client.createAllowListEntry(ticket, found.region, instanceId, { ipAddr, description }),
    delete: (ipAddrs) => client.deleteAllowListEntries(ticket, found.region, instanceId, ipAddrs),
    readEntries: async () => (await readNow()).value.entries,
  }
  const apply = (steps: readonly Step[]) =>
    applyAllowListSteps({
      port,
      steps,
      secondLookMs: policy.secondLookMs,
      beforeCall: async () => {
        await pace()
        await lease.keep()
      },
    })

  let applied: ApplyResult
  let result: ReadBack<CcrPublicEndpoint>
  try {
    applied = await apply(orderSteps(base, change, coverDescription).steps)
    result = await readBack(readNow)
    if (applied.failure !== null && result.read !== null) {
      const tidied = await apply(tidySteps(base, applied.done, result.read.value.entries))
      if (tidied.done.length > 0) result = await readBack(readNow)
    }
  } finally {
    forgetInstance(context, instanceId)
  }
  const after = result.read?.value.entries ?? null
  if (after !== null) record.after(auditState(after, touched))
  if (applied.failure !== null) throw stoppedError(applied.failure, applied, after)
  return { done: applied.done, result }
}

/**
 * After a failure in the middle: entries that were taken away only to be put back with another description come back
 * as they were, and then the entries that stood in for them go. What was added or removed for good stays.
 */
function tidySteps(base: readonly Entry[], done: readonly DoneStep[], current: readonly Entry[]): Step[] {
  const present = new Set(current.map((entry) => entry.ipAddr))
  const original = new Map(base.map((entry) => [entry.ipAddr, entry]))
  const steps: Step[] = []
  const covers: string[] = []
  for (const { step } of done) {
    if (step.kind === 'delete' && step.purpose === 'replacement') {
      for (const ipAddr of step.ipAddrs) {
        const entry = original.get(ipAddr)
        if (entry && !present.has(ipAddr))
          steps.push({ kind: 'add', ...entryFrom(entry), purpose: 'replacement' })
      }
    }
    if (step.kind === 'add' && step.purpose === 'cover' && present.has(step.ipAddr)) covers.push(step.ipAddr)
  }
  if (covers.length > 0) steps.push({ kind: 'delete', ipAddrs: covers, purpose: 'cover' })
  return steps
}

/** The failure with how far the change came and what the list is now. */
function stoppedError(
  failure: AppError,
  { done, remaining }: ApplyResult,
  entries: readonly Entry[] | null,
): AppError {
  return new AppError(failure.code, {
    reason: failure.reason,
    values: failure.values,
    ...(failure.upstream && { upstream: failure.upstream }),
    ...(failure.retryAfterMs !== undefined && { retryAfterMs: failure.retryAfterMs }),
    details: {
      ...failure.details,
      done: done.map(stepFrom),
      remaining: remaining.map((step) => stepFrom({ step, upstreamRequestId: null })),
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

function stepFrom({ step, upstreamRequestId }: DoneStep): z.output<typeof allowListStep> {
  return {
    kind: step.kind,
    ipAddrs: step.kind === 'add' ? [step.ipAddr] : [...step.ipAddrs],
    upstreamRequestId,
  }
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

function inputOf({ baseVersion, change }: ChangeRequest): Readonly<Record<string, unknown>> {
  const { add, edit, remove } = change
  return {
    ...(add.length > 0 && { add }),
    ...(edit.length > 0 && { edit }),
    ...(remove.length > 0 && { remove }),
    ...(baseVersion !== undefined && { baseVersion }),
  }
}
