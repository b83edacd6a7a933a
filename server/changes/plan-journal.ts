// The journal of plans in the database. Every write to it names the holder, so that a process that was taken for dead and
// comes back can neither write nor send: it is told that the work belongs to somebody else.

import type { Kysely, Selectable, Transaction } from 'kysely'
import { type AppError, AppError as Failure } from '#lib/errors.ts'
import type { PlanStep } from '#lib/plans/plan-steps.ts'
import type { PlanStepTable, PlanTable } from '#server/db/plan-tables.ts'
import type { Database } from '#server/db/schema.ts'
import type { Runtime } from '#server/runtime.ts'
import { changePolicyOf } from './policy.ts'
import type { StepJournal } from './run-steps.ts'

export type PlanRow = Selectable<PlanTable>
export type PlanStepRow = Selectable<PlanStepTable>
export type PlanUpdate = Partial<Omit<PlanRow, 'id' | 'version'>>

type JournalRuntime = Pick<Runtime, 'db' | 'clock' | 'changePolicy'>

/** The work on one plan, held by this process. */
export type PlanHold = {
  readonly planId: string
  readonly holder: string
  /** Prolongs the hold when it is due. Rejects with `instance_busy` when it was lost. */
  keep(): Promise<void>
  /** Changes the plan; rejects with `instance_busy` when it is held by somebody else by now. */
  update(change: PlanUpdate): Promise<void>
  /** Changes a step and the plan's version with it. */
  updateStep(position: number, change: Partial<Omit<PlanStepRow, 'plan_id' | 'position'>>): Promise<void>
  insertSteps(steps: readonly { instanceId: string; step: PlanStep }[]): Promise<readonly PlanStepRow[]>
  isCancelRequested(): Promise<boolean>
  release(nextAttemptAt?: number): Promise<void>
}

/** Takes the work on a plan under way, or null when somebody else has it or there is none. */
export async function holdPlan(
  runtime: JournalRuntime,
  planId: string,
  holder: string,
): Promise<PlanHold | null> {
  const { db, clock } = runtime
  const { leaseMs } = changePolicyOf(runtime)
  let heldUntil = clock() + leaseMs
  const taken = await db
    .updateTable('plan')
    .set({ holder, lease_until: heldUntil })
    .where('id', '=', planId)
    .where('lease_until', '<=', clock())
    .executeTakeFirst()
  if (Number(taken.numUpdatedRows) === 0) return null

  const raise = async (tx: Kysely<Database>, change: PlanUpdate): Promise<number> => {
    const row = await tx
      .updateTable('plan')
      .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
      .where('id', '=', planId)
      .where('holder', '=', holder)
      .returning('version')
      .executeTakeFirst()
    if (!row) throw new Failure('instance_busy')
    return row.version
  }
  const inTransaction = <T>(work: (tx: Transaction<Database>) => Promise<T>) => db.transaction().execute(work)

  return {
    planId,
    holder,
    async keep() {
      const now = clock()
      if (heldUntil - now > leaseMs * 0.75) return
      const kept = await db
        .updateTable('plan')
        .set({ lease_until: now + leaseMs })
        .where('id', '=', planId)
        .where('holder', '=', holder)
        .executeTakeFirst()
      if (Number(kept.numUpdatedRows) === 0) throw new Failure('instance_busy')
      heldUntil = now + leaseMs
    },
    async update(change) {
      await raise(db, change)
    },
    async updateStep(position, change) {
      await inTransaction(async (tx) => {
        const version = await raise(tx, {})
        await tx
          .updateTable('plan_step')
          .set({ ...change, version })
          .where('plan_id', '=', planId)
          .where('position', '=', position)
          .execute()
      })
    },
    insertSteps: (steps) =>
      inTransaction(async (tx) => {
        const version = await raise(tx, {})
        const last = await tx
          .selectFrom('plan_step')
          .select((eb) => eb.fn.max('position').as('position'))
          .where('plan_id', '=', planId)
          .executeTakeFirst()
        const from = (last?.position ?? -1) + 1
        const rows = steps.map(({ instanceId, step }, at) =>
          newStepRow({ planId, position: from + at, instanceId, step, admits: null, version }),
        )
        for (const row of rows) await tx.insertInto('plan_step').values(row).execute()
        return rows
      }),
    async isCancelRequested() {
      const row = await db
        .selectFrom('plan')
        .select('is_cancel_requested')
        .where('id', '=', planId)
        .executeTakeFirst()
      return row?.is_cancel_requested === 1
    },
    async release(nextAttemptAt) {
      await db
        .updateTable('plan')
        .set({
          holder: null,
          lease_until: 0,
          ...(nextAttemptAt !== undefined && { next_attempt_at: nextAttemptAt }),
        })
        .where('id', '=', planId)
        .where('holder', '=', holder)
        .execute()
    },
  }
}

export function newStepRow(given: {
  readonly planId: string
  readonly position: number
  readonly instanceId: string
  readonly step: PlanStep
  readonly admits: unknown
  readonly version: number
}): PlanStepRow {
  return {
    plan_id: given.planId,
    position: given.position,
    instance_id: given.instanceId,
    version: given.version,
    step: JSON.stringify(given.step),
    admits: given.admits === null ? null : JSON.stringify(given.admits),
    status: 'pending',
    started_at: null,
    finished_at: null,
    upstream_request_ids: '[]',
    error: null,
  }
}

/** The steps of one instance as a journal. `isStoppable`: a request to cancel is heard between steps. */
export function journalOf(
  runtime: JournalRuntime,
  hold: PlanHold,
  rows: readonly PlanStepRow[],
  isStoppable: boolean,
): StepJournal {
  const positionAt = (at: number): number => {
    const row = rows[at]
    if (!row) throw new Error(`The journal has no step ${at}`)
    return row.position
  }
  return {
    async begin(at) {
      await hold.keep()
      if (isStoppable && (await hold.isCancelRequested())) return 'cancel'
      const started = { status: 'sending', started_at: runtime.clock() } as const
      await hold.updateStep(positionAt(at), started)
      return 'go'
    },
    async end(at, _, upstreamRequestIds) {
      await hold.updateStep(positionAt(at), {
        status: 'done',
        finished_at: runtime.clock(),
        upstream_request_ids: JSON.stringify(upstreamRequestIds),
      })
    },
  }
}

/** An error as a row keeps it; the sentence is made when it is read. */
export function storedError({ code, reason, values, upstream }: AppError): string {
  return JSON.stringify({ code, reason, values, upstream })
}
