// Cuts the steps of an instance into stretches of one kind, each of which leaves one row in the activity log, in the same
// words as a single change of that kind.

import type { AuditAction } from '#lib/contract/activity.ts'
import type { PlanStep } from '#lib/plans/plan-steps.ts'
import type { InstanceChange } from '#lib/plans/state.ts'

export type PlanSegment = {
  readonly action: AuditAction
  readonly input: Readonly<Record<string, unknown>>
  /** Index of its first step. */
  readonly from: number
  readonly steps: readonly PlanStep[]
}

/** A step that waits belongs to what went before it; at the very beginning, to what comes after. */
export function segmentsOf(steps: readonly PlanStep[], change: InstanceChange): PlanSegment[] {
  const segments: (Omit<PlanSegment, 'steps'> & { steps: PlanStep[] })[] = []
  let waiting: PlanStep[] = []
  steps.forEach((step, at) => {
    const last = segments.at(-1)
    if (step.kind === 'wait') {
      if (last) last.steps.push(step)
      else waiting.push(step)
      return
    }
    const { action, input } = rowOf(step, change)
    if (last?.action === action && action === 'allow-list.update') last.steps.push(step)
    else {
      segments.push({ action, input, from: at - waiting.length, steps: [...waiting, step] })
      waiting = []
    }
  })
  if (waiting.length > 0) segments.push({ action: 'plan.apply', input: {}, from: 0, steps: waiting })
  return segments
}

function rowOf(step: Exclude<PlanStep, { kind: 'wait' }>, { allowList }: InstanceChange) {
  switch (step.kind) {
    case 'entry-add':
    case 'entry-delete': {
      const { add, edit, remove } = allowList
      return {
        action: 'allow-list.update' as const,
        input: {
          ...(add.length > 0 && { add }),
          ...(edit.length > 0 && { edit }),
          ...(remove.length > 0 && { remove }),
        },
      }
    }
    case 'endpoint':
      return {
        action: step.action === 'open' ? ('endpoint.open' as const) : ('endpoint.close' as const),
        input: { action: step.action },
      }
    case 'link-add':
      return { action: 'vpc-link.create' as const, input: { ...step.link } }
    case 'link-delete':
      return { action: 'vpc-link.delete' as const, input: { vpcId: step.vpcId, subnetId: step.subnetId } }
  }
}

/** VPCs in which addresses are taken or given back by these steps. */
export function vpcIdsOf(steps: readonly PlanStep[]): Set<string> {
  return new Set(
    steps.flatMap((step) =>
      step.kind === 'link-add' ? [step.link.vpcId] : step.kind === 'link-delete' ? [step.vpcId] : [],
    ),
  )
}
