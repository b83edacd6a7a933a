// Carries out an accepted plan: instance after instance, step after step, from wherever the journal says it stands. The
// same function begins an apply, goes on after a crash, and tidies up when it cannot go on.

import { randomUUID } from 'node:crypto'
import { AppError, appErrorFrom, errorCodes } from '#lib/errors.ts'
import { isAsExpected } from '#lib/plans/drift.ts'
import { type PlanStep, stateAfter } from '#lib/plans/plan-steps.ts'
import type { InstanceChange, InstanceState } from '#lib/plans/state.ts'
import { tidySteps } from '#lib/plans/tidy-steps.ts'
import { type AuditContext, type AuditEventInput, withAudit } from '#server/audit/record.ts'
import { type InstanceLease, withInstanceLease } from '#server/changes/instance-lease.ts'
import { createPacer } from '#server/changes/pacer.ts'
import {
  holdPlan,
  journalOf,
  type PlanHold,
  type PlanRow,
  type PlanStepRow,
  storedError,
} from '#server/changes/plan-journal.ts'
import { changePolicyOf } from '#server/changes/policy.ts'
import { changedElsewhere, runSteps, type StepsResult, scopeOf } from '#server/changes/run-steps.ts'
import type { Runtime } from '#server/runtime.ts'
import { type FoundInstance, findInstance } from './instance-index.ts'
import { createInstancePort, readInstanceState } from './instance-port.ts'
import { segmentsOf, vpcIdsOf } from './plan-segments.ts'
import { forgetVpc } from './upstream-reads.ts'

/** Background work that could not be done is tried again after this long. */
export const retryAfterMs = 15_000

/**
 * Works on a plan until it is over or cannot go on now. Resolves without doing anything when somebody else works on it or
 * it is not under way. Never rejects: what went wrong is in the plan and in the log.
 */
export async function runPlan(runtime: Runtime, planId: string): Promise<void> {
  const { log, clock } = runtime
  let hold: PlanHold | null = null
  try {
    hold = await holdPlan(runtime, planId, randomUUID())
    if (!hold) return
    await carryOut(runtime, hold)
    await hold.release()
  } catch (thrown) {
    const error = appErrorFrom(thrown)
    // The work belongs to somebody else by now.
    if (error.code === 'instance_busy' && error.details?.byName === undefined) {
      log.info({ planId }, 'Another process goes on with this plan')
    } else {
      log.error(
        { err: error.cause ?? error, planId, code: error.code },
        'A plan could not go on; it is tried again',
      )
    }
    await hold?.release(clock() + retryAfterMs).catch((cause: unknown) => {
      log.error({ err: cause, planId }, 'The hold on a plan could not be given back; it ends by itself')
    })
  }
}

const running = new WeakMap<Runtime['db'], Set<Promise<void>>>()

/** Works on a plan in the background of this process. */
export function startPlan(runtime: Runtime, planId: string): void {
  const all = running.get(runtime.db) ?? new Set()
  running.set(runtime.db, all)
  const work = runPlan(runtime, planId).finally(() => all.delete(work))
  all.add(work)
}

/** Resolves when this process works on no plan any more. */
export async function plansAtRest(runtime: Pick<Runtime, 'db'>): Promise<void> {
  for (;;) {
    const all = running.get(runtime.db)
    if (!all || all.size === 0) return
    await Promise.all(all)
  }
}

type InstanceWork = {
  readonly runtime: Runtime
  readonly hold: PlanHold
  readonly plan: PlanRow
  readonly instanceId: string
  readonly base: InstanceState
  readonly change: InstanceChange
  readonly rows: readonly PlanStepRow[]
}

/** `end`: the work on this instance is over, one way or the other. */
type InstanceEnd = { readonly failure: AppError | null; readonly isCancelled: boolean }

const stepOf = (row: PlanStepRow): PlanStep => JSON.parse(row.step)
const isBegun = ({ status }: PlanStepRow) => status === 'done' || status === 'sending' || status === 'failed'

async function carryOut(runtime: Runtime, hold: PlanHold): Promise<void> {
  const { db, clock } = runtime
  const read = () => db.selectFrom('plan').selectAll().where('id', '=', hold.planId).executeTakeFirstOrThrow()
  const plan = await read()
  if (plan.status === 'applying') {
    for (const work of await worksOf(runtime, hold, plan, 0)) {
      const { failure, isCancelled } = await applyToInstance(work)
      if (failure === null && !isCancelled) {
        await db
          .updateTable('plan_instance')
          .set({ is_finished: 1 })
          .where('plan_id', '=', plan.id)
          .where('instance_id', '=', work.instanceId)
          .execute()
        continue
      }
      await hold.update({
        status: 'stopping',
        failure: failure && failureOf(work.instanceId, failure),
      })
      break
    }
  }
  const now = await read()
  if (now.status === 'applying') await hold.update({ status: 'applied', ...endOf(plan, clock()) })
  else if (now.status === 'stopping') {
    for (const work of await worksOf(runtime, hold, now, 0)) await tidyInstance(work)
    await skipPending(runtime, hold)
    const status = now.failure === null ? 'cancelled' : 'stopped'
    await hold.update({ status, ...endOf(plan, clock()) })
  }
}

/** Also a plan that stopped half way goes back by itself, if that was asked for. */
function endOf({ confirm_minutes }: PlanRow, now: number) {
  return {
    finished_at: now,
    confirm_by: confirm_minutes === null ? null : now + confirm_minutes * 60_000,
  }
}

function failureOf(instanceId: string, error: AppError): string {
  return JSON.stringify({
    instanceId,
    error: JSON.parse(storedError(error)),
    details: error.details ?? null,
  })
}

/** The instances whose steps are not finished, in order. */
async function worksOf(
  runtime: Runtime,
  hold: PlanHold,
  plan: PlanRow,
  isFinished: 0 | 1,
): Promise<InstanceWork[]> {
  const [instances, steps] = await Promise.all([
    runtime.db
      .selectFrom('plan_instance')
      .selectAll()
      .where('plan_id', '=', plan.id)
      .where('is_finished', '=', isFinished)
      .orderBy('position')
      .execute(),
    runtime.db
      .selectFrom('plan_step')
      .selectAll()
      .where('plan_id', '=', plan.id)
      .orderBy('position')
      .execute(),
  ])
  return instances.map((row) => ({
    runtime,
    hold,
    plan,
    instanceId: row.instance_id,
    base: JSON.parse(row.base),
    change: JSON.parse(row.change),
    rows: steps.filter((step) => step.instance_id === row.instance_id),
  }))
}

async function applyToInstance(work: InstanceWork): Promise<InstanceEnd> {
  const { runtime, hold, rows, base } = work
  const stopped = (error: AppError): InstanceEnd => ({ failure: error, isCancelled: false })
  const steps = rows.map(stepOf)
  const from = rows.findIndex(({ status }) => status !== 'done')
  const isResumed = rows.some(isBegun)
  if (rows.length === 0) return { failure: null, isCancelled: false }
  let found: FoundInstance
  try {
    found = await findInstance({ runtime }, work.instanceId)
  } catch (thrown) {
    return failedBefore(appErrorFrom(thrown), isResumed)
  }
  return withLease(work, async (lease) => {
    const scope = scopeOf(steps)
    let expected = stateAfter(base, steps.slice(0, from < 0 ? steps.length : from))
    const isFirstBegun = rows[from]?.status === 'sending'
    let actual: InstanceState
    try {
      actual = await readInstanceState({ runtime }, found, scope)
    } catch (thrown) {
      return failedBefore(appErrorFrom(thrown), isResumed)
    }
    if (!isFirstBegun && !isAsExpected(expected, actual, scope)) {
      return stopped(changedElsewhere(expected, actual, nameOf(found)))
    }
    const remaining = from < 0 ? [] : rows.slice(from)
    for (const segment of segmentsOf(remaining.map(stepOf), work.change)) {
      if (await hold.isCancelRequested()) return { failure: null, isCancelled: true }
      const segmentRows = remaining.slice(segment.from, segment.from + segment.steps.length)
      const result = await runSegment(work, found, lease, {
        event: segment,
        steps: segment.steps,
        rows: segmentRows,
        expected,
        seen: isFirstBegun && segment.from === 0 ? actual : undefined,
        isStoppable: true,
      })
      expected = result.expected
      if (result.failure !== null) {
        await markFailed(work, segmentRows[result.done.length], result.failure)
        return stopped(result.failure)
      }
      if (result.isCancelled) return { failure: null, isCancelled: true }
    }
    return readBackEnd(work, found, expected, scope)
  })
}

/** Nothing was sent yet: the plan stops. After a crash it must go on or tidy up, so it is tried again. */
function failedBefore(error: AppError, isResumed: boolean): InstanceEnd {
  if (isResumed && isTransient(error)) throw error
  return { failure: error, isCancelled: false }
}

function isTransient(error: AppError): boolean {
  return (
    errorCodes[error.code].isRetryable || error.code === 'outcome_unknown' || error.code === 'upstream_auth'
  )
}

/** Rejects while the cloud cannot be asked: everything is done, only the last look is missing and is tried again. */
async function readBackEnd(
  { runtime }: InstanceWork,
  found: FoundInstance,
  expected: InstanceState,
  scope: { readonly links: boolean },
): Promise<InstanceEnd> {
  const actual = await readInstanceState({ runtime }, found, scope)
  const isFine = isAsExpected(expected, actual, scope)
  return { failure: isFine ? null : changedElsewhere(expected, actual, nameOf(found)), isCancelled: false }
}

async function withLease(
  { runtime, hold, plan, instanceId }: InstanceWork,
  work: (lease: InstanceLease) => Promise<InstanceEnd>,
): Promise<InstanceEnd> {
  const request = { instanceId, holder: hold.holder, holderName: plan.applied_by_name ?? '' }
  return withInstanceLease(runtime, request, work)
}

type Segment = {
  readonly event: Pick<AuditEventInput, 'action' | 'input'>
  readonly steps: readonly PlanStep[]
  readonly rows: readonly PlanStepRow[]
  readonly expected: InstanceState
  readonly seen?: InstanceState | undefined
  readonly isStoppable: boolean
}

/** Steps of one kind, under one audit row. Rejects only when the database fails or the work is somebody else's. */
async function runSegment(
  { runtime, hold, plan, instanceId }: InstanceWork,
  found: FoundInstance,
  lease: InstanceLease,
  segment: Segment,
): Promise<StepsResult> {
  const policy = changePolicyOf(runtime)
  const by = { id: plan.applied_by_id, name: plan.applied_by_name ?? '' }
  const context: AuditContext = {
    runtime,
    actor: by,
    requestId: plan.request_id ?? plan.id,
    clientAddress: { address: plan.applied_from },
  }
  const event: AuditEventInput = {
    action: segment.event.action,
    input: { planId: plan.id, ...segment.event.input },
    instance: { id: instanceId, name: found.instance.name, region: found.region },
  }
  const pace = createPacer(policy.paceMs)
  const keep = async () => {
    await hold.keep()
    await lease.keep()
  }
  let result: StepsResult | null = null
  try {
    await withAudit(context, event, async (ticket, record) => {
      await lease.handOver(ticket.eventId)
      record.before({
        endpointStatus: segment.expected.endpointStatus,
        entryCount: segment.expected.entries.length,
      })
      result = await runSteps({
        port: createInstancePort({ runtime }, found, ticket, by),
        steps: segment.steps,
        expected: segment.expected,
        instanceName: nameOf(found),
        seen: segment.seen,
        journal: journalOf(runtime, hold, segment.rows, segment.isStoppable),
        policy,
        beforeCall: async () => {
          await pace()
          await keep()
        },
        keep,
      })
      const { expected, done, failure, isCancelled } = result
      record.after({
        endpointStatus: expected.endpointStatus,
        entryCount: expected.entries.length,
        stepsDone: done.length,
        ...(isCancelled && { isCancelled }),
      })
      if (failure !== null) throw failure
    })
  } catch (thrown) {
    if (result === null) throw thrown
  } finally {
    for (const vpcId of vpcIdsOf(segment.steps)) forgetVpc({ runtime }, found, vpcId)
  }
  const finished = result as StepsResult | null
  if (finished === null) throw new Error('A segment ended without a result')
  // Lost the hold or the lease: whoever has it now decides what happened.
  if (finished.failure?.code === 'instance_busy') throw finished.failure
  return finished
}

async function markFailed(
  { runtime, hold }: InstanceWork,
  row: PlanStepRow | undefined,
  error: AppError,
): Promise<void> {
  if (!row) return
  const change = { status: 'failed', finished_at: runtime.clock(), error: storedError(error) } as const
  await hold.updateStep(row.position, change)
}

/** Rejects while the cloud cannot be asked, so that it is tried again: nothing temporary may stay. */
async function tidyInstance(work: InstanceWork): Promise<void> {
  const { runtime, hold, rows, base } = work
  const begun = rows.filter(isBegun).map(stepOf)
  const mayHaveLeft = begun.some(
    (step) =>
      (step.kind === 'entry-add' && step.purpose === 'cover') ||
      (step.kind === 'entry-delete' && step.purpose === 'replacement'),
  )
  if (!mayHaveLeft) return
  let found: FoundInstance
  try {
    found = await findInstance({ runtime }, work.instanceId)
  } catch (thrown) {
    if (appErrorFrom(thrown).code === 'not_found') return
    throw thrown
  }
  await withLease(work, async (lease) => {
    const current = await readInstanceState({ runtime }, found, { links: false })
    const steps = tidySteps(base.entries, begun, current.entries)
    if (steps.length === 0) return { failure: null, isCancelled: false }
    const made = await hold.insertSteps(steps.map((step) => ({ instanceId: work.instanceId, step })))
    const result = await runSegment(work, found, lease, {
      event: { action: 'allow-list.update', input: { isTidying: true } },
      steps,
      rows: made,
      expected: current,
      isStoppable: false,
    })
    if (result.failure !== null) {
      await markFailed(work, made[result.done.length], result.failure)
      throw result.failure
    }
    return { failure: null, isCancelled: false }
  })
}

async function skipPending({ db }: Runtime, hold: PlanHold): Promise<void> {
  const rows = await db
    .selectFrom('plan_step')
    .select('position')
    .where('plan_id', '=', hold.planId)
    .where('status', '=', 'pending')
    .execute()
  for (const { position } of rows) await hold.updateStep(position, { status: 'skipped' })
}

function nameOf({ instance, id }: FoundInstance): string {
  return instance.name || id
}
