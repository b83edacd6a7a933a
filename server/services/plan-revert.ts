// The way back from a plan: drawn when a person asks for it, and carried out by itself when a plan that had to be confirmed
// was not.

import { randomUUID } from 'node:crypto'
import type { PlanChanges } from '#lib/contract/plans.ts'
import { AppError } from '#lib/errors.ts'
import { doneChange } from '#lib/plans/done-change.ts'
import type { PlanStep } from '#lib/plans/plan-steps.ts'
import { reverseChange } from '#lib/plans/revert.ts'
import type { InstanceChange } from '#lib/plans/state.ts'
import { systemActor } from '#server/auth/actor.ts'
import type { Runtime } from '#server/runtime.ts'
import { type DrawContext, drawInstances, type InstanceDrawing, insertPlan } from './plan-draw.ts'
import { type PlanParts, readPlanParts } from './plan-rows.ts'
import { runPlan } from './plan-runner.ts'

/** Draws what undoes the plan, from what was done of it. Rejects with `conflict` when nothing was. */
export async function drawRevert(
  context: DrawContext,
  { plan, instances, steps }: PlanParts,
): Promise<{ readonly changes: PlanChanges; readonly drawings: readonly InstanceDrawing[] }> {
  const isOver = plan.status === 'applied' || plan.status === 'stopped' || plan.status === 'cancelled'
  const wishes = instances.flatMap((row) => {
    const begun = steps
      .filter((step) => step.instance_id === row.instance_id)
      .filter(({ status }) => status === 'done' || status === 'failed' || status === 'sending')
      .map((step): PlanStep => JSON.parse(step.step))
    if (begun.length === 0) return []
    const wanted = reverseChange(JSON.parse(row.base), doneChange(JSON.parse(row.change), begun))
    return [{ instanceId: row.instance_id, wanted }]
  })
  if (!isOver || wishes.length === 0) throw new AppError('conflict', { reason: 'errors.plan_not_applied' })
  if (plan.reverted_by_plan_id !== null) throw new AppError('conflict', { reason: 'errors.plan_reverted' })
  const drawings = await drawInstances(context, wishes)
  return { changes: changesOf(wishes.map(({ wanted }) => wanted)), drawings }
}

/** What the way back holds in all, for its rights and for the reader; each instance has its own part in the plan. */
function changesOf(wanted: readonly InstanceChange[]): PlanChanges {
  const all = <T>(part: (change: InstanceChange) => readonly T[]): T[] => {
    const seen = new Map(wanted.flatMap(part).map((each) => [JSON.stringify(each), each]))
    return [...seen.values()]
  }
  const endpoint = wanted.find((change) => change.endpoint !== null)?.endpoint
  return {
    ...(endpoint != null && { endpoint }),
    allowList: {
      add: all(({ allowList }) => allowList.add.map((entry) => ({ ...entry }))),
      edit: all(({ allowList }) =>
        allowList.edit.map((edit) => ({ ipAddr: edit.ipAddr, to: { ...edit.to } })),
      ),
      remove: all(({ allowList }) => allowList.remove),
    },
    links: {
      add: all(({ links }) => links.add),
      remove: all(({ links }) => links.remove.map((pair) => ({ ...pair }))),
    },
  }
}

/**
 * Undoes a plan that was not confirmed in time. The guards are not asked: whoever applied it asked for exactly this, and it
 * leads back to where it came from. Safe in several processes: the way back is made once, whoever comes first.
 */
export async function revertUnconfirmed(runtime: Runtime, planId: string): Promise<void> {
  const context: DrawContext = {
    runtime,
    actor: systemActor,
    clientAddress: { address: null, source: 'unknown' },
  }
  const parts = await readPlanParts(context, planId)
  const { changes, drawings } = await drawRevert(context, parts)
  const revertId = await insertPlan(context, changes, drawings, {
    status: 'applying',
    reverts_plan_id: planId,
    applied_at: runtime.clock(),
    applied_by_id: systemActor.id,
    applied_by_name: systemActor.name,
    request_id: randomUUID(),
  })
  await runPlan(runtime, revertId)
}
