// When a plan goes no further: entries that were taken away only to be put back come back as they were, and then the ones
// that stood in for them go. What was added or removed for good stays.

import type { Entry } from '#lib/allow-list/entry.ts'
import type { PlanStep } from './plan-steps.ts'

/** `begun`: steps that were sent, with or without an answer. `current` is the list as it is now. */
export function tidySteps(
  base: readonly Entry[],
  begun: readonly PlanStep[],
  current: readonly Entry[],
): PlanStep[] {
  const present = new Set(current.map((entry) => entry.ipAddr))
  const original = new Map(base.map((entry) => [entry.ipAddr, entry]))
  const steps: PlanStep[] = []
  const covers: string[] = []
  for (const step of begun) {
    if (step.kind === 'entry-delete' && step.purpose === 'replacement') {
      for (const ipAddr of step.ipAddrs) {
        const entry = original.get(ipAddr)
        if (!entry || present.has(ipAddr)) continue
        steps.push({ kind: 'entry-add', ipAddr, description: entry.description, purpose: 'replacement' })
      }
    }
    if (step.kind === 'entry-add' && step.purpose === 'cover' && present.has(step.ipAddr))
      covers.push(step.ipAddr)
  }
  if (covers.length > 0) steps.push({ kind: 'entry-delete', ipAddrs: covers, purpose: 'cover' })
  return steps
}
