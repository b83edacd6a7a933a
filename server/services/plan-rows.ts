// A plan as its rows: for those who work on it and have nobody to tell.

import { AppError } from '#lib/errors.ts'
import type { DrawnPlan } from '#lib/plans/draw-plan.ts'
import type { PlanRow, PlanStepRow } from '#server/changes/plan-journal.ts'
import type { PlanInstanceTable } from '#server/db/plan-tables.ts'
import type { ServiceContext } from '#server/http/context.ts'

/** What is kept of a drawn plan; the change and the steps have places of their own. */
export type StoredDrawing = Pick<DrawnPlan, 'effect' | 'notes' | 'gaps' | 'findings' | 'admitsBefore'>

export type PlanParts = {
  readonly plan: PlanRow
  readonly instances: readonly PlanInstanceTable[]
  readonly steps: readonly PlanStepRow[]
}

/** The plan with everything of it. Rejects with `not_found`. */
export async function readPlanParts(
  { runtime }: Pick<ServiceContext, 'runtime'>,
  planId: string,
): Promise<PlanParts> {
  const { db } = runtime
  const plan = await db.selectFrom('plan').selectAll().where('id', '=', planId).executeTakeFirst()
  if (!plan) throw new AppError('not_found')
  const [instances, steps] = await Promise.all([
    db.selectFrom('plan_instance').selectAll().where('plan_id', '=', planId).orderBy('position').execute(),
    db.selectFrom('plan_step').selectAll().where('plan_id', '=', planId).orderBy('position').execute(),
  ])
  return { plan, instances, steps }
}
