// Tells our own half-done work from somebody else's. A plan knows at each step what the instance should look like; reality
// either fits, or fits after the step that may or may not have gone through, or somebody else was there.

import type { Entry } from '#lib/allow-list/entry.ts'
import { linkStateOf } from '#lib/vpc-links/link-status.ts'
import { type PlanStep, stateAfterStep } from './plan-steps.ts'
import { type InstanceState, pairKey } from './state.ts'

/** What of a state is compared. Links cost a read of their own, so only where the plan touches them. */
export type DriftScope = { readonly links: boolean }

/** Is this what was expected? A state that moves towards the expected one counts; so does the end of a move. */
export function isAsExpected(expected: InstanceState, actual: InstanceState, scope: DriftScope): boolean {
  return (
    isSameStatus(expected.endpointStatus, actual.endpointStatus) &&
    isSameList(expected.entries, actual.entries) &&
    (!scope.links || isSameLinks(expected, actual))
  )
}

/** How far a step has got that may have been sent before its sender died. */
export type StepProgress =
  | { readonly kind: 'not-begun' | 'done' }
  /** Some of the entries of a delete are gone. */
  | { readonly kind: 'partly'; readonly left: readonly string[] }
  /** The instance is neither as before the step nor as after it. */
  | { readonly kind: 'foreign' }

export function stepProgress(
  expected: InstanceState,
  step: PlanStep,
  actual: InstanceState,
  scope: DriftScope,
): StepProgress {
  if (isAsExpected(expected, actual, scope)) return { kind: 'not-begun' }
  if (isAsExpected(stateAfterStep(expected, step), actual, scope)) return { kind: 'done' }
  if (step.kind === 'entry-add' && isThere(actual, step.ipAddr)) {
    // It was not there before, so it is ours, whatever the cloud made of the description.
    const stored = actual.entries.find((entry) => entry.ipAddr === step.ipAddr)
    const asStored = { ...step, description: stored?.description ?? step.description }
    if (isAsExpected(stateAfterStep(expected, asStored), actual, scope)) return { kind: 'done' }
  }
  if (step.kind === 'entry-delete') {
    const left = step.ipAddrs.filter((ipAddr) => isThere(actual, ipAddr))
    const gone = step.ipAddrs.filter((ipAddr) => !isThere(actual, ipAddr))
    const part = stateAfterStep(expected, { ...step, ipAddrs: gone })
    if (isAsExpected(part, actual, scope)) return { kind: 'partly', left }
  }
  return { kind: 'foreign' }
}

function isThere({ entries }: InstanceState, ipAddr: string): boolean {
  return entries.some((entry) => entry.ipAddr === ipAddr)
}

function isSameStatus(expected: string, actual: string): boolean {
  if (expected === actual) return true
  if (expected === 'opened') return actual === 'opening'
  if (expected === 'closed') return actual === 'closing'
  if (expected === 'opening') return actual === 'opened'
  return expected === 'closing' && actual === 'closed'
}

function isSameList(expected: readonly Entry[], actual: readonly Entry[]): boolean {
  if (expected.length !== actual.length) return false
  const wanted = new Map(expected.map((entry) => [entry.ipAddr, entry.description]))
  return actual.every(({ ipAddr, description }) => wanted.get(ipAddr) === description)
}

/** A link that is on its way out may be gone at any moment. */
function isSameLinks(expected: InstanceState, actual: InstanceState): boolean {
  const standing = ({ links }: InstanceState) =>
    new Set(
      links.filter(({ status }) => !(linkStateOf(status) === 'moving' && status === 'deleting')).map(pairKey),
    )
  const [wanted, there] = [standing(expected), standing(actual)]
  return wanted.size === there.size && [...wanted].every((key) => there.has(key))
}
