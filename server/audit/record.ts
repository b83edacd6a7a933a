// The audit log: a row before something is attempted, completed afterwards. A row that stays `started` belongs to a
// process that died; what it did is unknown, and a later sweep says so.

import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { AuditAction, AuditOutcome } from '#lib/contract/activity.ts'
import { type AppError, appErrorFrom, type ErrorCode } from '#lib/errors.ts'
import type { Database } from '#server/db/schema.ts'
import type { ServiceContext } from '#server/http/context.ts'
import { type AuditTicket, issueTicket, type UpstreamNote } from './ticket.ts'

/** The part of a service context that an audit row needs. */
export type AuditContext = {
  readonly runtime: Pick<ServiceContext['runtime'], 'db' | 'clock' | 'log'>
  readonly actor: Pick<ServiceContext['actor'], 'id' | 'name'>
  readonly requestId: string
  readonly clientAddress: Pick<ServiceContext['clientAddress'], 'address'>
}

export type AuditInstance = {
  readonly id: string
  readonly name: string | null
  readonly region: string | null
}

type Json = Readonly<Record<string, unknown>>

export type AuditEventInput = {
  readonly action: AuditAction
  /** What was asked for. Never a password, token or key. */
  readonly input: Json
  readonly instance?: AuditInstance | undefined
}

/** Filled in while the work goes on; written when it ends. */
export type AuditRecord = {
  before(state: Json): void
  after(state: Json): void
}

type StoredError = Pick<AppError, 'code' | 'reason' | 'values' | 'upstream'>

/**
 * Writes the row, does the work with the ticket, completes the row. Rethrows what the work throws. When the first
 * write fails the work is not begun; when the last one fails the row stays `started` and the result still counts.
 */
export async function withAudit<T>(
  context: AuditContext,
  event: AuditEventInput,
  work: (ticket: AuditTicket, record: AuditRecord) => Promise<T>,
): Promise<T> {
  const { db, clock, log } = context.runtime
  const id = randomUUID()
  const notes: UpstreamNote[] = []
  let before: Json | null = null
  let after: Json | null = null
  await insertEvent(context, event, { id, at: clock(), outcome: 'started', finishedAt: null, error: null })

  const finish = async (outcome: AuditOutcome, error: AppError | null): Promise<void> => {
    try {
      await db
        .updateTable('audit_event')
        .set({
          finished_at: clock(),
          outcome,
          before: before && JSON.stringify(before),
          after: after && JSON.stringify(after),
          upstream_calls: JSON.stringify(notes),
          error: error && JSON.stringify(storedError(error)),
          search_text: searchText(context, event, notes, error),
        })
        .where('id', '=', id)
        .execute()
    } catch (cause) {
      log.error({ err: cause, eventId: id, outcome }, 'An audit row could not be completed')
    }
  }

  const record: AuditRecord = {
    before: (state) => {
      before = state
    },
    after: (state) => {
      after = state
    },
  }
  try {
    const result = await work(issueTicket(id, notes), record)
    await finish('succeeded', null)
    return result
  } catch (thrown) {
    const error = appErrorFrom(thrown)
    await finish(outcomeOf(error, notes.length > 0), error)
    throw thrown
  }
}

/** Records something that is over when it is known: a sign-in, a refusal. */
export async function recordEvent(
  context: AuditContext,
  event: AuditEventInput & {
    readonly outcome: Exclude<AuditOutcome, 'started'>
    readonly error?: AppError | undefined
  },
): Promise<void> {
  const at = context.runtime.clock()
  await insertEvent(context, event, {
    id: randomUUID(),
    at,
    outcome: event.outcome,
    finishedAt: at,
    error: event.error ?? null,
  })
}

/** Codes with which the console itself says no. */
const ownRefusals: ReadonlySet<ErrorCode> = new Set([
  'invalid_input',
  'unauthenticated',
  'forbidden',
  'cross_origin',
  'not_found',
  'conflict',
  'stale_write',
  'confirmation_required',
  'instance_busy',
  'quota_exceeded',
  'gone',
])

/** Refused: the console said no and nothing was sent. Failed: the cloud said no, or something broke. */
function outcomeOf(error: AppError, wasSent: boolean): AuditOutcome {
  if (error.code === 'outcome_unknown') return 'unknown'
  return !wasSent && error.upstream === undefined && ownRefusals.has(error.code) ? 'refused' : 'failed'
}

async function insertEvent(
  context: AuditContext,
  event: AuditEventInput,
  state: {
    readonly id: string
    readonly at: number
    readonly outcome: AuditOutcome
    readonly finishedAt: number | null
    readonly error: AppError | null
  },
): Promise<void> {
  const { actor, clientAddress, requestId } = context
  await context.runtime.db
    .insertInto('audit_event')
    .values({
      id: state.id,
      at: state.at,
      finished_at: state.finishedAt,
      actor_id: actor.id,
      actor_name: actor.name,
      client_address: clientAddress.address,
      request_id: requestId,
      action: event.action,
      outcome: state.outcome,
      instance_id: event.instance?.id ?? null,
      instance_name: event.instance?.name ?? null,
      region: event.instance?.region ?? null,
      input: JSON.stringify(event.input),
      before: null,
      after: null,
      upstream_calls: '[]',
      error: state.error && JSON.stringify(storedError(state.error)),
      search_text: searchText(context, event, [], state.error),
    })
    .execute()
}

function storedError({ code, reason, values, upstream }: AppError): StoredError {
  return { code, reason, values, upstream }
}

function searchText(
  context: AuditContext,
  event: AuditEventInput,
  notes: readonly UpstreamNote[],
  error: AppError | null,
): string {
  const parts = [
    context.actor.name,
    event.instance?.id,
    event.instance?.name,
    context.requestId,
    context.clientAddress.address,
    ...textsIn(event.input),
    ...notes.map((note) => note.requestId),
    error?.upstream?.requestId,
  ]
  return parts
    .filter((part) => part != null)
    .join('\n')
    .toLowerCase()
}

/** The texts and numbers inside data, without its keys: those would match every row. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'number') return [String(value)]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsIn)
}

/** Work that renews no lease is over long before this; work that holds one is looked up by it. */
const abandonedAfterMs = 60_000

/**
 * Marks rows `unknown` whose work nobody does any more: started over a minute ago, and no live lease is held in their
 * name. Safe beside other processes on the same database. Returns how many.
 */
export async function closeAbandonedEvents(db: Kysely<Database>, nowMs: number): Promise<number> {
  const result = await db
    .updateTable('audit_event')
    .set({ outcome: 'unknown', finished_at: nowMs })
    .where('outcome', '=', 'started')
    .where('at', '<', nowMs - abandonedAfterMs)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('instance_lease')
            .select('instance_lease.instance_id')
            .whereRef('instance_lease.holder', '=', 'audit_event.id')
            .where('instance_lease.expires_at', '>', nowMs),
        ),
      ),
    )
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}

/** Closes abandoned events now and once a minute. Returns the function that ends it; it keeps no process alive. */
export async function watchAbandonedEvents({ db, clock, log }: AuditContext['runtime']): Promise<() => void> {
  await closeAbandonedEvents(db, clock())
  const timer = setInterval(() => {
    closeAbandonedEvents(db, clock()).catch((cause: unknown) => {
      log.error({ err: cause }, 'Abandoned audit rows could not be closed')
    })
  }, abandonedAfterMs)
  timer.unref()
  return () => clearInterval(timer)
}
