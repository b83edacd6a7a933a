// Due work around plans, as rows: plans whose process has died go on, and plans that had to be confirmed and were not go
// back. Every process looks for it; holds in the database see to it that each is done by one.

import { randomUUID } from 'node:crypto'
import { appErrorFrom } from '#lib/errors.ts'
import { holdPlan } from '#server/changes/plan-journal.ts'
import type { Runtime } from '#server/runtime.ts'
import { revertUnconfirmed } from '#server/services/plan-revert.ts'
import { retryAfterMs, runPlan } from '#server/services/plan-runner.ts'

/** How often it looks. */
const pollMs = 3_000
/** Plans that one look takes on; the rest waits for the next. */
const takenAtOnce = 10

/** Does what is due now. Never rejects. */
export async function doDuePlanWork(runtime: Runtime): Promise<void> {
  try {
    await resumePlans(runtime)
    await revertDuePlans(runtime)
  } catch (cause) {
    runtime.log.error({ err: cause }, 'Due work on plans could not be looked up')
  }
}

async function resumePlans(runtime: Runtime): Promise<void> {
  const now = runtime.clock()
  const rows = await runtime.db
    .selectFrom('plan')
    .select('id')
    .where('status', 'in', ['applying', 'stopping'])
    .where('lease_until', '<=', now)
    .where('next_attempt_at', '<=', now)
    .orderBy('applied_at')
    .limit(takenAtOnce)
    .execute()
  await Promise.all(rows.map(({ id }) => runPlan(runtime, id)))
}

async function revertDuePlans(runtime: Runtime): Promise<void> {
  const now = runtime.clock()
  const rows = await runtime.db
    .selectFrom('plan')
    .select('id')
    .where('confirm_by', '<=', now)
    .where('confirmed_at', 'is', null)
    .where('reverted_by_plan_id', 'is', null)
    .where('lease_until', '<=', now)
    .where('next_attempt_at', '<=', now)
    .orderBy('confirm_by')
    .limit(takenAtOnce)
    .execute()
  for (const { id } of rows) await revertDuePlan(runtime, id)
}

async function revertDuePlan(runtime: Runtime, planId: string): Promise<void> {
  const { log, db, clock } = runtime
  const hold = await holdPlan(runtime, planId, randomUUID())
  if (!hold) return
  try {
    await revertUnconfirmed(runtime, planId)
    await hold.release()
  } catch (thrown) {
    const error = appErrorFrom(thrown)
    if (error.reason === 'errors.plan_not_applied') {
      // It stopped before anything was done: there is no way back to go.
      await db.updateTable('plan').set({ confirm_by: null }).where('id', '=', planId).execute()
      await hold.release()
    } else if (error.reason === 'errors.plan_reverted') {
      await hold.release()
    } else {
      log.error(
        { err: error.cause ?? error, planId, code: error.code },
        'A plan could not be reverted; it is tried again',
      )
      await hold.release(clock() + retryAfterMs)
    }
  }
}

/** Looks for due work now and every few seconds. Returns the function that ends it, when what it does is over. */
export function startPlanWorker(runtime: Runtime): () => Promise<void> {
  let isStopped = false
  let timer: NodeJS.Timeout | null = null
  let work: Promise<void> = Promise.resolve()
  const look = () => {
    work = doDuePlanWork(runtime).then(() => {
      if (isStopped) return
      timer = setTimeout(look, pollMs)
      // Alone it keeps no process alive.
      timer.unref()
    })
  }
  look()
  return async () => {
    isStopped = true
    if (timer) clearTimeout(timer)
    await work
  }
}
