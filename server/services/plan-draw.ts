// Draws plans from the present state of instances and writes them down.

import { randomUUID } from 'node:crypto'
import type { PlanChanges } from '#lib/contract/plans.ts'
import { AppError } from '#lib/errors.ts'
import { type DrawnPlan, drawPlan } from '#lib/plans/draw-plan.ts'
import { type InstanceChange, type InstanceState, noListChange, stateVersion } from '#lib/plans/state.ts'
import { endpointRefusal } from '#lib/public-endpoint/capability.ts'
import { changeProblems } from '#server/changes/check-change.ts'
import { newStepRow } from '#server/changes/plan-journal.ts'
import type { PlanTable } from '#server/db/plan-tables.ts'
import type { ServiceContext } from '#server/http/context.ts'
import { readGuardSettings } from './guard-settings.ts'
import { type FoundInstance, findInstance } from './instance-index.ts'
import { readInstanceState } from './instance-port.ts'
import { assertLinks } from './link-checks.ts'
import { mapBounded } from './map-bounded.ts'
import type { StoredDrawing } from './plan-rows.ts'
import { readSources } from './sources.ts'

/** A draft that nobody applied says too little about the present after this long. */
export const planLifeMs = 3_600_000

/** Instances that are read at once. */
const readsAtOnce = 8

export type DrawContext = Pick<ServiceContext, 'runtime' | 'actor' | 'clientAddress'>

export type InstanceDrawing = {
  readonly found: FoundInstance
  readonly state: InstanceState
  readonly drawn: DrawnPlan
}

/** The wishes of a request in the words of plans. */
export function changeFrom({ endpoint, allowList, links }: PlanChanges): InstanceChange {
  return {
    endpoint: endpoint ?? null,
    allowList: allowList ?? noListChange,
    links: links ?? { add: [], remove: [] },
  }
}

/** Reads every instance now and draws. Rejects with the first problem of the input, at its field. */
export async function drawInstances(
  context: DrawContext,
  wishes: readonly { readonly instanceId: string; readonly wanted: InstanceChange }[],
): Promise<InstanceDrawing[]> {
  const [sources, settings] = await Promise.all([readSources(context), readGuardSettings(context)])
  return mapBounded(wishes, readsAtOnce, async ({ instanceId, wanted }) => {
    const found = await findInstance(context, instanceId)
    const state = await readInstanceState(context, found)
    const drawn = drawPlan({
      state,
      wanted,
      instanceName: found.instance.name || instanceId,
      actorAddress: context.clientAddress.address,
      sources,
      settings,
    })
    return { found, state, drawn }
  })
}

/** What no plan may hold, whatever the guards say. */
export async function assertPlannable(
  context: DrawContext,
  { found, state, drawn }: InstanceDrawing,
): Promise<void> {
  const { change } = drawn
  if (change.endpoint !== null) {
    const refusal = endpointRefusal(state.endpointStatus, change.endpoint)
    if (refusal !== null) {
      const status = state.endpointStatus
      throw new AppError('conflict', {
        reason: `errors.${refusal}`,
        values: { status },
        details: { instanceId: found.id, status },
      })
    }
  }
  const names = {
    add: 'changes.allowList.add',
    edit: 'changes.allowList.edit',
    remove: 'changes.allowList.remove',
  }
  // A text with host bits is for its guard to judge.
  const fields = changeProblems(state.entries, change.allowList, names).filter(
    ({ reason }) => reason !== 'address.problem.hostBits',
  )
  if (fields.length > 0) throw new AppError('invalid_input', { fields })
  await assertLinks(context, found, state.links, change.links)
}

/** Writes a plan with its instances and steps, all or nothing. Returns its id. */
export async function insertPlan(
  context: DrawContext,
  changes: PlanChanges,
  drawings: readonly InstanceDrawing[],
  given: Partial<
    Pick<
      PlanTable,
      'status' | 'reverts_plan_id' | 'applied_at' | 'applied_by_id' | 'applied_by_name' | 'request_id'
    >
  > = {},
): Promise<string> {
  const { runtime, actor, clientAddress } = context
  const now = runtime.clock()
  const id = randomUUID()
  await runtime.db.transaction().execute(async (tx) => {
    if (given.reverts_plan_id) {
      // One way back for a plan, and none once somebody has confirmed it.
      const claimed = await tx
        .updateTable('plan')
        .set((eb) => ({ reverted_by_plan_id: id, version: eb('version', '+', 1) }))
        .where('id', '=', given.reverts_plan_id)
        .where('reverted_by_plan_id', 'is', null)
        .where('confirmed_at', 'is', null)
        .executeTakeFirst()
      if (Number(claimed.numUpdatedRows) === 0)
        throw new AppError('conflict', { reason: 'errors.plan_reverted' })
    }
    await tx
      .insertInto('plan')
      .values({
        id,
        version: 1,
        status: 'draft',
        created_at: now,
        expires_at: now + planLifeMs,
        created_by_id: actor.id,
        created_by_name: actor.name,
        actor_address: clientAddress.address,
        actor_address_source: clientAddress.source,
        changes: JSON.stringify(changes),
        applied_at: null,
        applied_by_id: null,
        applied_by_name: null,
        applied_from: null,
        request_id: null,
        finished_at: null,
        is_cancel_requested: 0,
        failure: null,
        confirm_minutes: null,
        confirm_by: null,
        confirmed_at: null,
        reverts_plan_id: null,
        reverted_by_plan_id: null,
        holder: null,
        lease_until: 0,
        next_attempt_at: 0,
        ...given,
      })
      .execute()
    let position = 0
    for (const [at, { found, state, drawn }] of drawings.entries()) {
      const { effect, notes, gaps, findings, admitsBefore } = drawn
      const stored: StoredDrawing = { effect, notes, gaps, findings, admitsBefore }
      await tx
        .insertInto('plan_instance')
        .values({
          plan_id: id,
          instance_id: found.id,
          position: at,
          instance_name: found.instance.name,
          region: found.region,
          base_version: stateVersion(state),
          base: JSON.stringify(state),
          change: JSON.stringify(drawn.change),
          drawn: JSON.stringify(stored),
          is_finished: 0,
        })
        .execute()
      for (const { step, admits } of drawn.steps) {
        const row = newStepRow({ planId: id, position, instanceId: found.id, step, admits, version: 1 })
        await tx.insertInto('plan_step').values(row).execute()
        position += 1
      }
    }
  })
  return id
}
