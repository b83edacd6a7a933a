// Draws the plan for one instance: what is left to do, what that does, in which steps, and what stands against it.

import { AddressCounter } from '#lib/net/address-counter.ts'
import { type Ipv4Block, parseAddress } from '#lib/net/cidr.ts'
import { type NamedSource, type PlanEffect, planEffect } from './effect.ts'
import { fitChange, type PlanNote } from './fit-change.ts'
import { type GuardFinding, guardFindings } from './guards.ts'
import { orderPlan, type PlanGap, type PlanStep, stateAfter } from './plan-steps.ts'
import type { GuardSettings } from './settings.ts'
import { type InstanceChange, type InstanceState, isOpen } from './state.ts'

/** What an instance admits at one moment. */
export type Admits = {
  /** Public addresses that can reach it: 0 while the endpoint is closed. */
  readonly addresses: number
  /** Public addresses on the list, whether or not the endpoint is open. */
  readonly listed: number
  readonly links: number
}

export type DrawnStep = { readonly step: PlanStep; readonly admits: Admits }

export type DrawnPlan = {
  readonly change: InstanceChange
  readonly notes: readonly PlanNote[]
  readonly effect: PlanEffect
  readonly admitsBefore: Admits
  readonly steps: readonly DrawnStep[]
  readonly gaps: readonly PlanGap[]
  readonly findings: readonly GuardFinding[]
  readonly after: InstanceState
}

export type DrawInput = {
  readonly state: InstanceState
  readonly wanted: InstanceChange
  readonly instanceName: string
  readonly actorAddress: string | null
  readonly sources: readonly NamedSource[]
  readonly settings: GuardSettings
}

/** Marks entries that stand in while a description is replaced, should a crash leave one behind. */
export const coverDescription = 'temporary (Drawbridge)'

/** Pure. 10,000 entries: under 100 ms (scripts/bench/plan.ts). */
export function drawPlan(input: DrawInput): DrawnPlan {
  const { state, wanted, instanceName, actorAddress, sources, settings } = input
  const { change, notes } = fitChange(state, wanted)
  const { steps, gaps } = orderPlan(state, change, coverDescription)
  const after = stateAfter(state, steps)
  const { effect, sets } = planEffect({ before: state, after, sources, actorAddress })
  const { before, drawn } = admitsAfterSteps(state, steps)
  return {
    change,
    notes,
    effect,
    admitsBefore: before,
    steps: drawn,
    gaps,
    findings: guardFindings({ before: state, after, effect, sets, instanceName }, settings),
    after,
  }
}

/** What is admitted before the first step and after each. A state that moves counts as reached. */
export function admitsAfterSteps(
  state: InstanceState,
  steps: readonly PlanStep[],
): { readonly before: Admits; readonly drawn: readonly DrawnStep[] } {
  const counter = new AddressCounter()
  let isAdmitting = isOpen(state.endpointStatus)
  let links = state.links.length
  const change = (text: string, by: (block: Ipv4Block) => void) => {
    const parsed = parseAddress(text)
    if (parsed.ok) by(parsed.value.block)
  }
  const admits = (): Admits => ({
    addresses: isAdmitting ? counter.count : 0,
    listed: counter.count,
    links,
  })
  for (const { ipAddr } of state.entries) change(ipAddr, (block) => counter.add(block))
  const before = admits()
  const drawn = steps.map((step): DrawnStep => {
    if (step.kind === 'entry-add') change(step.ipAddr, (block) => counter.add(block))
    else if (step.kind === 'entry-delete') {
      for (const ipAddr of step.ipAddrs) change(ipAddr, (block) => counter.delete(block))
    } else if (step.kind === 'endpoint') isAdmitting = step.action === 'open'
    else if (step.kind === 'link-add') links += 1
    else if (step.kind === 'link-delete') links -= 1
    return { step, admits: admits() }
  })
  return { before, drawn }
}
