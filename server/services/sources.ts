import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { z } from 'zod'
import type {
  createSourceBody,
  listSourcesResponse,
  NamedSourceRow,
  updateSourceBody,
} from '#lib/contract/sources.ts'
import { AppError, type FieldProblem } from '#lib/errors.ts'
import { parseAddress } from '#lib/net/cidr.ts'
import { withAudit } from '#server/audit/record.ts'
import type { NamedSourceTable } from '#server/db/plan-tables.ts'
import type { ServiceContext } from '#server/http/context.ts'
import { requirePermission } from './require-permission.ts'

/** All named sources, by name. */
export async function listSources(context: ServiceContext): Promise<z.output<typeof listSourcesResponse>> {
  await requirePermission(context, 'instances:read')
  return { sources: await readSources(context) }
}

/** For other services, which have checked for their own right. */
export async function readSources({ runtime }: Pick<ServiceContext, 'runtime'>): Promise<NamedSourceRow[]> {
  const rows = await runtime.db.selectFrom('named_source').selectAll().orderBy('name_key').execute()
  return rows.map(sourceFrom)
}

export async function createSource(
  context: ServiceContext,
  body: z.output<typeof createSourceBody>,
): Promise<NamedSourceRow> {
  await requirePermission(context, 'settings:write', body)
  return withAudit(context, { action: 'source.create', input: body }, async (_, record) => {
    assertAddresses(body.addresses)
    const row = {
      id: randomUUID(),
      ...columnsOf(body),
      version: 1,
      ...stampOf(context),
    }
    const made = await context.runtime.db
      .insertInto('named_source')
      .values(row)
      .onConflict((conflict) => conflict.column('name_key').doNothing())
      .returningAll()
      .executeTakeFirst()
    if (!made) throw nameTaken()
    const source = sourceFrom(made)
    record.after(source)
    return source
  })
}

/** Rejects with `stale_write` when the version named is not the present one. */
export async function updateSource(
  context: ServiceContext,
  sourceId: string,
  { baseVersion, ...change }: z.output<typeof updateSourceBody>,
): Promise<NamedSourceRow> {
  await requirePermission(context, 'settings:write', { sourceId, ...change })
  const input = { sourceId, ...change }
  return withAudit(context, { action: 'source.update', input }, async (_, record) => {
    if (change.addresses) assertAddresses(change.addresses)
    const before = await findSource(context, sourceId)
    record.before(before)
    if (baseVersion !== undefined && baseVersion !== before.version) throw stale(before)
    const wanted = {
      name: change.name ?? before.name,
      isProtected: change.isProtected ?? before.isProtected,
      addresses: change.addresses ?? before.addresses,
    }
    await assertNameFree(context, sourceId, wanted.name)
    const row = await context.runtime.db
      .updateTable('named_source')
      .set({ ...columnsOf(wanted), version: before.version + 1, ...stampOf(context) })
      .where('id', '=', sourceId)
      .where('version', '=', before.version)
      .returningAll()
      .executeTakeFirst()
    if (!row) throw stale(await findSource(context, sourceId))
    const source = sourceFrom(row)
    record.after(source)
    return source
  })
}

export async function deleteSource(context: ServiceContext, sourceId: string): Promise<{ done: true }> {
  await requirePermission(context, 'settings:write', { sourceId })
  await withAudit(context, { action: 'source.delete', input: { sourceId } }, async (_, record) => {
    record.before(await findSource(context, sourceId))
    await context.runtime.db.deleteFrom('named_source').where('id', '=', sourceId).execute()
  })
  return { done: true }
}

async function findSource({ runtime }: ServiceContext, sourceId: string): Promise<NamedSourceRow> {
  const row = await runtime.db
    .selectFrom('named_source')
    .selectAll()
    .where('id', '=', sourceId)
    .executeTakeFirst()
  if (!row) throw new AppError('not_found', { reason: 'errors.source_unknown' })
  return sourceFrom(row)
}

async function assertNameFree({ runtime }: ServiceContext, sourceId: string, name: string): Promise<void> {
  const other = await runtime.db
    .selectFrom('named_source')
    .select('id')
    .where('name_key', '=', name.toLowerCase())
    .where('id', '!=', sourceId)
    .executeTakeFirst()
  if (other) throw nameTaken()
}

/** Each address at its field: a source that silently holds nobody would protect nobody. */
function assertAddresses(addresses: readonly string[]): void {
  const seen = new Set<string>()
  const fields = addresses.flatMap((text, at): FieldProblem[] => {
    const path = `addresses.${at}`
    const parsed = parseAddress(text)
    if (!parsed.ok) {
      return [{ path, reason: `address.problem.${parsed.problem.reason}`, values: parsed.problem.values }]
    }
    if (parsed.value.hostBits) {
      const values = {
        input: text,
        suggestion: parsed.value.meaning,
        address: text.slice(0, text.indexOf('/')),
      }
      return [{ path, reason: 'address.problem.hostBits', values }]
    }
    if (seen.has(text)) return [{ path, reason: 'address.problem.duplicate', values: { input: text } }]
    seen.add(text)
    return []
  })
  if (fields.length > 0) throw new AppError('invalid_input', { fields })
}

function columnsOf({
  name,
  isProtected,
  addresses,
}: Pick<NamedSourceRow, 'name' | 'isProtected' | 'addresses'>) {
  return {
    name,
    name_key: name.toLowerCase(),
    is_protected: isProtected ? 1 : 0,
    addresses: JSON.stringify(addresses),
  }
}

function stampOf({ runtime, actor }: ServiceContext) {
  return { updated_at: runtime.clock(), updated_by_name: actor.name }
}

function sourceFrom(row: Selectable<NamedSourceTable>): NamedSourceRow {
  return {
    id: row.id,
    name: row.name,
    isProtected: row.is_protected === 1,
    addresses: JSON.parse(row.addresses),
    version: row.version,
    updatedAt: row.updated_at,
    updatedByName: row.updated_by_name,
  }
}

function nameTaken(): AppError {
  return new AppError('invalid_input', { fields: [{ path: 'name', reason: 'errors.source_name_taken' }] })
}

function stale(current: NamedSourceRow): AppError {
  return new AppError('stale_write', { reason: 'errors.source_stale', details: { current } })
}
