// Rows of a plan as the API tells them.

import type { z } from 'zod'
import type {
  instancePlan,
  Plan,
  PlanChanges,
  PlanStepState,
  planFailure,
  planSummary,
} from '#lib/contract/plans.ts'
import { AppError, isErrorCode } from '#lib/errors.ts'
import type { InstanceState } from '#lib/plans/state.ts'
import type { PlanRow, PlanStepRow } from '#server/changes/plan-journal.ts'
import type { PlanInstanceTable } from '#server/db/plan-tables.ts'
import type { ServiceContext } from '#server/http/context.ts'
import { partialErrorFrom } from './partial-error.ts'
import type { PlanParts } from './plan-rows.ts'

export function planFrom(context: ServiceContext, { plan, instances, steps }: PlanParts): Plan {
  return {
    ...headFrom(context, plan),
    actorAddress: { address: plan.actor_address, source: plan.actor_address_source },
    instances: instances.map(instanceFrom),
    steps: steps.map((row) => stepFrom(context, row)),
  }
}

export function summaryFrom(
  context: ServiceContext,
  plan: PlanRow,
  counts: { readonly instanceIds: readonly string[]; readonly stepCount: number; readonly doneCount: number },
): z.output<typeof planSummary> {
  return { ...headFrom(context, plan), ...counts, instanceIds: [...counts.instanceIds] }
}

function headFrom(context: ServiceContext, plan: PlanRow) {
  return {
    id: plan.id,
    version: plan.version,
    status: plan.status,
    isExpired: plan.status === 'draft' && plan.expires_at <= context.runtime.clock(),
    createdAt: plan.created_at,
    expiresAt: plan.expires_at,
    createdByName: plan.created_by_name,
    appliedAt: plan.applied_at,
    appliedByName: plan.applied_by_name,
    finishedAt: plan.finished_at,
    isCancelRequested: plan.is_cancel_requested === 1,
    changes: JSON.parse(plan.changes) as PlanChanges,
    failure: failureFrom(context, plan),
    confirmBy: plan.confirm_by,
    confirmedAt: plan.confirmed_at,
    revertsPlanId: plan.reverts_plan_id,
    revertedByPlanId: plan.reverted_by_plan_id,
  }
}

function instanceFrom(row: PlanInstanceTable): z.output<typeof instancePlan> {
  const drawn = JSON.parse(row.drawn)
  const base = JSON.parse(row.base) as InstanceState
  return {
    instanceId: row.instance_id,
    instanceName: row.instance_name,
    region: row.region,
    baseVersion: row.base_version,
    endpointStatus: base.endpointStatus,
    ...drawn,
  }
}

export function stepFrom(context: ServiceContext, row: PlanStepRow): PlanStepState {
  return {
    position: row.position,
    instanceId: row.instance_id,
    step: JSON.parse(row.step),
    admits: row.admits === null ? null : JSON.parse(row.admits),
    status: row.status,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    upstreamRequestIds: JSON.parse(row.upstream_request_ids),
    error: row.error === null ? null : partialErrorFrom(context, errorFrom(JSON.parse(row.error))),
  }
}

/** Where and why it stopped, in the language of the reader. */
export function failureFrom(
  context: ServiceContext,
  { failure }: PlanRow,
): z.output<typeof planFailure> | null {
  if (failure === null) return null
  const { instanceId, error, details } = JSON.parse(failure)
  return { instanceId, error: partialErrorFrom(context, errorFrom(error)), details }
}

type StoredError = Pick<AppError, 'reason' | 'values'> & { code: string; upstream?: AppError['upstream'] }

function errorFrom({ code, reason, values, upstream }: StoredError): AppError {
  return new AppError(isErrorCode(code) ? code : 'internal', {
    reason,
    values,
    ...(upstream && { upstream }),
  })
}
