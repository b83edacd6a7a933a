import { sql } from 'kysely'
import { z } from 'zod'
import {
  type AuditEvent,
  auditAction,
  type listActivityQuery,
  type listActivityResponse,
} from '#lib/contract/activity.ts'
import { upstreamDetail } from '#lib/contract/instances.ts'
import { AppError, isErrorCode } from '#lib/errors.ts'
import type { AuditEventTable } from '#server/db/change-tables.ts'
import type { ServiceContext } from '#server/http/context.ts'
import { partialErrorFrom } from './partial-error.ts'
import { requirePermission } from './require-permission.ts'

/** Events, newest first, a page at a time. The cursor names the last one seen, so new events shift nothing. */
export async function listActivity(
  context: ServiceContext,
  query: z.output<typeof listActivityQuery>,
): Promise<z.output<typeof listActivityResponse>> {
  await requirePermission(context, 'activity:read')
  let select = context.runtime.db
    .selectFrom('audit_event')
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
  if (query.cursor !== undefined) {
    const last = positionFromCursor(query.cursor)
    select = select.where(({ eb, or, and }) =>
      or([eb('at', '<', last.at), and([eb('at', '=', last.at), eb('id', '<', last.id)])]),
    )
  }
  if (query.instanceId !== undefined) select = select.where('instance_id', '=', query.instanceId)
  if (query.actorId !== undefined) select = select.where('actor_id', '=', query.actorId)
  if (query.outcome !== undefined) select = select.where('outcome', '=', query.outcome)
  if (query.action !== undefined) select = select.where('action', '=', query.action)
  if (query.since !== undefined) select = select.where('at', '>=', query.since)
  for (const word of wordsIn(query.text ?? '')) {
    select = select.where(sql<boolean>`search_text like ${`%${escapeLike(word)}%`} escape '\\'`)
  }
  const rows = await select.execute()
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  return {
    events: page.map((row) => eventFrom(context, row)),
    nextCursor: rows.length > page.length && last !== undefined ? cursorFrom(last) : null,
  }
}

function wordsIn(text: string): string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
}

function escapeLike(word: string): string {
  return word.replace(/[\\%_]/g, '\\$&')
}

function cursorFrom({ at, id }: Pick<AuditEventTable, 'at' | 'id'>): string {
  return `${at.toString(36)}.${id}`
}

function positionFromCursor(cursor: string): Pick<AuditEventTable, 'at' | 'id'> {
  const match = /^([0-9a-z]{1,11})\.([0-9a-f-]{36})$/.exec(cursor)
  const at = Number.parseInt(match?.[1] ?? '', 36)
  const id = match?.[2]
  if (id === undefined || !Number.isSafeInteger(at)) {
    throw new AppError('invalid_input', { fields: [{ path: 'cursor', reason: 'errors.cursor_invalid' }] })
  }
  return { at, id }
}

const jsonObject = z.record(z.string(), z.unknown())
const upstreamCalls = z.array(z.object({ requestId: z.string().nullable(), operation: z.string() }))
const storedError = z.object({
  code: z.string(),
  reason: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  upstream: upstreamDetail.optional(),
})

function eventFrom(context: ServiceContext, row: AuditEventTable): AuditEvent {
  return {
    id: row.id,
    at: row.at,
    finishedAt: row.finished_at,
    actorId: row.actor_id,
    actorName: row.actor_name,
    clientAddress: row.client_address,
    requestId: row.request_id,
    action: auditAction.parse(row.action),
    outcome: row.outcome,
    instanceId: row.instance_id,
    instanceName: row.instance_name,
    region: row.region,
    input: jsonObject.parse(JSON.parse(row.input)),
    before: row.before === null ? null : jsonObject.parse(JSON.parse(row.before)),
    after: row.after === null ? null : jsonObject.parse(JSON.parse(row.after)),
    upstreamRequestIds: upstreamCalls
      .parse(JSON.parse(row.upstream_calls))
      .flatMap(({ requestId }) => requestId ?? []),
    error: row.error === null ? null : errorFrom({ ...context, requestId: row.request_id }, row.error),
  }
}

function errorFrom(context: Pick<ServiceContext, 'locale' | 'requestId'>, json: string): AuditEvent['error'] {
  const { code, reason, values, upstream } = storedError.parse(JSON.parse(json))
  const known = isErrorCode(code) ? code : 'internal'
  const error = new AppError(known, { reason, values, ...(upstream && { upstream: definedOnly(upstream) }) })
  return { ...partialErrorFrom(context, error), code }
}

/** Without keys that are `undefined`, which an optional property of ours never holds. */
function definedOnly(detail: z.output<typeof upstreamDetail>): NonNullable<AppError['upstream']> {
  return Object.fromEntries(Object.entries(detail).filter(([, value]) => value !== undefined))
}
