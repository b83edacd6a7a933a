import type { z } from 'zod'
import type { Permission } from '#lib/contract/people.ts'
import type {
  applyPlanBody,
  CreatePlanBody,
  listPlansQuery,
  listPlansResponse,
  Plan,
  PlanChanges,
  planEventsResponse,
} from '#lib/contract/plans.ts'
import { AppError } from '#lib/errors.ts'
import type { Acknowledgement } from '#lib/plans/guards.ts'
import { changeCount, stateVersion } from '#lib/plans/state.ts'
import { withAudit } from '#server/audit/record.ts'
import { detailsOf } from '#server/changes/run-steps.ts'
import type { ServiceContext } from '#server/http/context.ts'
import { assertAcknowledged } from './assert-acknowledged.ts'
import { assertPlannable, changeFrom, drawInstances, insertPlan } from './plan-draw.ts'
import { drawRevert } from './plan-revert.ts'
import { type PlanParts, readPlanParts } from './plan-rows.ts'
import { startPlan } from './plan-runner.ts'
import { failureFrom, planFrom, stepFrom, summaryFrom } from './plan-view.ts'
import { requirePermission } from './require-permission.ts'

/** Draws a plan and keeps it for an hour. Nothing is written to the cloud. */
export async function createPlan(
  context: ServiceContext,
  { instanceIds, changes }: CreatePlanBody,
): Promise<Plan> {
  await requirePermissions(context, changes, { instanceIds })
  const ids = [...new Set(instanceIds)]
  const wanted = changeFrom(changes)
  return withAudit(
    context,
    { action: 'plan.create', input: { instanceIds: ids, changes } },
    async (_, record) => {
      if (changeCount(wanted) === 0) {
        throw new AppError('invalid_input', {
          fields: [{ path: 'changes', reason: 'errors.nothing_to_change' }],
        })
      }
      const drawings = await drawInstances(
        context,
        ids.map((instanceId) => ({ instanceId, wanted })),
      )
      for (const drawing of drawings) await assertPlannable(context, drawing)
      const planId = await insertPlan(context, changes, drawings)
      record.after({ planId })
      return planFrom(context, await readPlanParts(context, planId))
    },
  )
}

export async function getPlan(context: ServiceContext, planId: string): Promise<Plan> {
  await requirePermission(context, 'instances:read')
  return planFrom(context, await readPlanParts(context, planId))
}

/** Newest first. */
export async function listPlans(
  context: ServiceContext,
  { instanceId, status, limit }: z.output<typeof listPlansQuery>,
): Promise<z.output<typeof listPlansResponse>> {
  await requirePermission(context, 'instances:read')
  const { db } = context.runtime
  let select = db
    .selectFrom('plan')
    .selectAll('plan')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
  if (status !== undefined) select = select.where('status', '=', status)
  if (instanceId !== undefined) {
    select = select.where('id', 'in', (eb) =>
      eb.selectFrom('plan_instance').select('plan_id').where('instance_id', '=', instanceId),
    )
  }
  const rows = await select.execute()
  if (rows.length === 0) return { plans: [] }
  const ids = rows.map((row) => row.id)
  const [instances, steps] = await Promise.all([
    db
      .selectFrom('plan_instance')
      .select(['plan_id', 'instance_id'])
      .where('plan_id', 'in', ids)
      .orderBy('position')
      .execute(),
    db
      .selectFrom('plan_step')
      .select((eb) => ['plan_id', 'status', eb.fn.countAll<number>().as('count')])
      .where('plan_id', 'in', ids)
      .groupBy(['plan_id', 'status'])
      .execute(),
  ])
  return {
    plans: rows.map((row) => {
      const mine = steps.filter((each) => each.plan_id === row.id)
      const sum = (counted: typeof mine) => counted.reduce((total, { count }) => total + count, 0)
      return summaryFrom(context, row, {
        instanceIds: instances.filter((each) => each.plan_id === row.id).map((each) => each.instance_id),
        stepCount: sum(mine),
        doneCount: sum(mine.filter((each) => each.status === 'done')),
      })
    }),
  }
}

/** What changed since a version of the plan: for a page that follows it, however often the connection or we fail. */
export async function listPlanEvents(
  context: ServiceContext,
  planId: string,
  after: number,
): Promise<z.output<typeof planEventsResponse>> {
  await requirePermission(context, 'instances:read')
  const { db } = context.runtime
  // The plan first: a step that changes in between has a higher version and is told next time as well.
  const plan = await db.selectFrom('plan').selectAll().where('id', '=', planId).executeTakeFirst()
  if (!plan) throw new AppError('not_found')
  const [changed, counts] = await Promise.all([
    db
      .selectFrom('plan_step')
      .selectAll()
      .where('plan_id', '=', planId)
      .where('version', '>', after)
      .orderBy('position')
      .execute(),
    db
      .selectFrom('plan_step')
      .select((eb) => ['status', eb.fn.countAll<number>().as('count')])
      .where('plan_id', '=', planId)
      .groupBy('status')
      .execute(),
  ])
  const isUnderWay = plan.status === 'applying' || plan.status === 'stopping'
  const isAwaiting =
    plan.confirm_by !== null && plan.confirmed_at === null && plan.reverted_by_plan_id === null
  return {
    version: plan.version,
    status: plan.status,
    isCancelRequested: plan.is_cancel_requested === 1,
    isOver: !isUnderWay && !isAwaiting,
    stepCount: counts.reduce((sum, { count }) => sum + count, 0),
    doneCount: counts.find(({ status }) => status === 'done')?.count ?? 0,
    steps: changed.map((row) => stepFrom(context, row)),
    failure: failureFrom(context, plan),
    confirmBy: plan.confirm_by,
    confirmedAt: plan.confirmed_at,
    revertedByPlanId: plan.reverted_by_plan_id,
  }
}

/**
 * Accepts a plan and begins to carry it out; the answer does not wait for the end. Rejects with `gone` when it has expired,
 * `stale_write` with both versions when an instance is not what it was drawn from, `conflict` or `confirmation_required`
 * when guards, judged anew with the settings and sources of now, stand against it.
 */
export async function applyPlan(
  context: ServiceContext,
  planId: string,
  { acknowledge, confirmWithinMinutes }: z.output<typeof applyPlanBody>,
): Promise<Plan> {
  await requirePermission(context, 'instances:read')
  const parts = await readPlanParts(context, planId)
  const { plan } = parts
  const changes = JSON.parse(plan.changes) as PlanChanges
  await requirePermissions(context, changes, { planId })
  const input = { planId, acknowledge, ...(confirmWithinMinutes !== undefined && { confirmWithinMinutes }) }
  await withAudit(context, { action: 'plan.apply', input, instance: onlyInstance(parts) }, async () => {
    const { db, clock } = context.runtime
    if (plan.status !== 'draft') {
      throw new AppError('conflict', { reason: 'errors.plan_over', values: { status: plan.status } })
    }
    if (plan.expires_at <= clock()) throw new AppError('gone', { reason: 'errors.plan_expired' })
    if (parts.steps.length === 0) throw new AppError('conflict', { reason: 'errors.plan_empty' })
    await assertFresh(context, parts, changes, acknowledge)
    await db.transaction().execute(async (tx) => {
      const accepted = await tx
        .updateTable('plan')
        .set((eb) => ({
          status: 'applying',
          version: eb('version', '+', 1),
          applied_at: clock(),
          applied_by_id: context.actor.id,
          applied_by_name: context.actor.name,
          applied_from: context.clientAddress.address,
          request_id: context.requestId,
          confirm_minutes: confirmWithinMinutes ?? null,
        }))
        .where('id', '=', planId)
        .where('status', '=', 'draft')
        .executeTakeFirst()
      if (Number(accepted.numUpdatedRows) === 0) {
        throw new AppError('conflict', { reason: 'errors.plan_over', values: { status: 'applying' } })
      }
      if (plan.reverts_plan_id === null) return
      const claimed = await tx
        .updateTable('plan')
        .set((eb) => ({ reverted_by_plan_id: planId, version: eb('version', '+', 1) }))
        .where('id', '=', plan.reverts_plan_id)
        .where('reverted_by_plan_id', 'is', null)
        .executeTakeFirst()
      if (Number(claimed.numUpdatedRows) === 0)
        throw new AppError('conflict', { reason: 'errors.plan_reverted' })
    })
  })
  const answer = planFrom(context, await readPlanParts(context, planId))
  startPlan(context.runtime, planId)
  return answer
}

/** No step is begun any more; what is done stays, what was temporary is tidied up. */
export async function cancelPlan(context: ServiceContext, planId: string): Promise<Plan> {
  const parts = await permitted(context, planId)
  await withAudit(
    context,
    { action: 'plan.cancel', input: { planId }, instance: onlyInstance(parts) },
    async () => {
      const { db } = context.runtime
      const asked = await db
        .updateTable('plan')
        .set((eb) => ({ is_cancel_requested: 1, version: eb('version', '+', 1) }))
        .where('id', '=', planId)
        .where('status', '=', 'applying')
        .executeTakeFirst()
      if (Number(asked.numUpdatedRows) > 0) return
      const dropped = await db
        .updateTable('plan')
        .set((eb) => ({
          status: 'cancelled',
          finished_at: context.runtime.clock(),
          version: eb('version', '+', 1),
        }))
        .where('id', '=', planId)
        .where('status', '=', 'draft')
        .executeTakeFirst()
      if (Number(dropped.numUpdatedRows) === 0)
        throw new AppError('conflict', { reason: 'errors.plan_not_running' })
    },
  )
  return planFrom(context, await readPlanParts(context, planId))
}

/** Keeps what an applied plan did: it does not go back by itself any more. */
export async function confirmPlan(context: ServiceContext, planId: string): Promise<Plan> {
  const parts = await permitted(context, planId)
  await withAudit(
    context,
    { action: 'plan.confirm', input: { planId }, instance: onlyInstance(parts) },
    async () => {
      const confirmed = await context.runtime.db
        .updateTable('plan')
        .set((eb) => ({ confirmed_at: context.runtime.clock(), version: eb('version', '+', 1) }))
        .where('id', '=', planId)
        .where('confirm_by', 'is not', null)
        .where('confirmed_at', 'is', null)
        .where('reverted_by_plan_id', 'is', null)
        .executeTakeFirst()
      if (Number(confirmed.numUpdatedRows) === 0)
        throw new AppError('conflict', { reason: 'errors.plan_not_awaiting' })
    },
  )
  return planFrom(context, await readPlanParts(context, planId))
}

/** Draws the way back from the present as a new plan, to be reviewed and applied like any other. */
export async function revertPlan(context: ServiceContext, planId: string): Promise<Plan> {
  const parts = await permitted(context, planId)
  return withAudit(
    context,
    { action: 'plan.revert', input: { planId }, instance: onlyInstance(parts) },
    async (_, record) => {
      const { changes, drawings } = await drawRevert(context, parts)
      for (const drawing of drawings) await assertPlannable(context, drawing)
      const revertId = await insertPlan(context, changes, drawings)
      await context.runtime.db
        .updateTable('plan')
        .set({ reverts_plan_id: planId })
        .where('id', '=', revertId)
        .execute()
      record.after({ planId: revertId })
      return planFrom(context, await readPlanParts(context, revertId))
    },
  )
}

/** Judges every instance as it is now: the state it was drawn from, and the guards. */
async function assertFresh(
  context: ServiceContext,
  { instances }: PlanParts,
  changes: PlanChanges,
  acknowledge: readonly Acknowledgement[],
): Promise<void> {
  const drawings = await drawInstances(
    context,
    instances.map((row) => ({ instanceId: row.instance_id, wanted: JSON.parse(row.change) })),
  )
  for (const [at, { found, state }] of drawings.entries()) {
    const row = instances[at]
    const currentVersion = stateVersion(state)
    if (!row || row.base_version === currentVersion) continue
    throw new AppError('stale_write', {
      reason: 'errors.plan_stale',
      values: { instance: found.instance.name || found.id },
      details: {
        instanceId: found.id,
        baseVersion: row.base_version,
        currentVersion,
        base: detailsOf(JSON.parse(row.base)),
        current: detailsOf(state),
        // The body of the call that draws it anew: what is done already drops out.
        replan: { instanceIds: instances.map((each) => each.instance_id), changes },
      },
    })
  }
  assertAcknowledged(drawings, acknowledge)
}

/** The plan, when the caller may do everything it holds. */
async function permitted(context: ServiceContext, planId: string): Promise<PlanParts> {
  await requirePermission(context, 'instances:read')
  const parts = await readPlanParts(context, planId)
  await requirePermissions(context, JSON.parse(parts.plan.changes) as PlanChanges, { planId })
  return parts
}

/** The right to each kind of change the plan holds; a plan without any needs one of them all the same. */
async function requirePermissions(
  context: ServiceContext,
  changes: PlanChanges,
  attempt: { readonly [name: string]: unknown },
): Promise<void> {
  const { endpoint, allowList, links } = changeFrom(changes)
  const wanted: Permission[] = []
  if (endpoint !== null) wanted.push('endpoint:write')
  if (allowList.add.length + allowList.edit.length + allowList.remove.length > 0)
    wanted.push('allow-list:write')
  if (links.add.length + links.remove.length > 0) wanted.push('vpc-links:write')
  for (const permission of wanted.length > 0 ? wanted : (['allow-list:write'] as const)) {
    await requirePermission(context, permission, attempt)
  }
}

function onlyInstance({ instances }: PlanParts) {
  const [first] = instances
  if (!first || instances.length > 1) return undefined
  return { id: first.instance_id, name: first.instance_name, region: first.region }
}
