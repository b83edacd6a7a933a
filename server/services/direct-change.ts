// A change asked for by itself, without a plan on paper: the same steps in the same order by the same engine, only nobody
// waits to read them first and nobody resumes them.

import { coverDescription, drawPlan } from '#lib/plans/draw-plan.ts'
import type { Acknowledgement } from '#lib/plans/guards.ts'
import { orderPlan } from '#lib/plans/plan-steps.ts'
import { type InstanceChange, type InstanceState, noChange } from '#lib/plans/state.ts'
import { tidySteps } from '#lib/plans/tidy-steps.ts'
import type { AuditTicket } from '#server/audit/ticket.ts'
import type { InstanceLease } from '#server/changes/instance-lease.ts'
import { createPacer } from '#server/changes/pacer.ts'
import { changePolicyOf } from '#server/changes/policy.ts'
import { runSteps, type StepJournal, type StepsResult } from '#server/changes/run-steps.ts'
import type { ServiceContext } from '#server/http/context.ts'
import { assertAcknowledged } from './assert-acknowledged.ts'
import { readGuardSettings } from './guard-settings.ts'
import type { FoundInstance } from './instance-index.ts'
import { createInstancePort } from './instance-port.ts'
import { freshToleranceMs } from './read-cache.ts'
import { readSources } from './sources.ts'
import { readVpcLinks } from './upstream-reads.ts'

/** Whoever asked waits for the answer, and the audit row says what was attempted: there is nothing to resume. */
const noJournal: StepJournal = { begin: async () => 'go', end: async () => {} }

export type DirectChange = {
  readonly found: FoundInstance
  readonly ticket: AuditTicket
  readonly lease: InstanceLease
  /** As read under the lease. */
  readonly state: InstanceState
  readonly change: Partial<InstanceChange>
  /** Given by callers that know of guards; see `assertGuards`. */
  readonly acknowledge: readonly Acknowledgement[] | undefined
}

export type DirectResult = StepsResult & { readonly remaining: readonly StepsResult['begun'][number][] }

/**
 * Rejects when a guard stands against the change, before anything is sent; never for what the cloud does: the result says
 * how far it came. What was temporary is tidied up.
 */
export async function runDirectChange(
  context: ServiceContext,
  { found, ticket, lease, state, change, acknowledge }: DirectChange,
): Promise<DirectResult> {
  await assertGuards(context, found, state, { ...noChange, ...change }, acknowledge)
  const policy = changePolicyOf(context.runtime)
  const port = createInstancePort(context, found, ticket, context.actor)
  const pace = createPacer(policy.paceMs)
  const shared = {
    port,
    policy,
    journal: noJournal,
    instanceName: found.instance.name || found.id,
    keep: () => lease.keep(),
    beforeCall: async () => {
      await pace()
      await lease.keep()
    },
  }
  const { steps } = orderPlan(state, { ...noChange, ...change }, coverDescription)
  const result = await runSteps({ ...shared, steps, expected: state })
  if (result.failure !== null) {
    try {
      const current = await port.readState({ links: false })
      const tidying = tidySteps(state.entries, result.begun, current.entries)
      await runSteps({ ...shared, steps: tidying, expected: current })
    } catch {
      // What cannot be read cannot be tidied; the failure is told anyway.
    }
  }
  return { ...result, remaining: steps.slice(result.done.length) }
}

/**
 * The guards that block stand against everybody. Those that want a confirmation ask callers that send `acknowledge`, be it
 * empty; one that sends none has asked the person itself.
 */
async function assertGuards(
  context: ServiceContext,
  found: FoundInstance,
  state: InstanceState,
  wanted: InstanceChange,
  acknowledge: readonly Acknowledgement[] | undefined,
): Promise<void> {
  const settings = await readGuardSettings(context)
  const isAsked = acknowledge !== undefined
  // A text with host bits is refused by the check of the input already.
  const doesBlock = Object.entries(settings.modes).some(
    ([id, mode]) => id !== 'host-bits' && mode === 'block',
  )
  if (!isAsked && !doesBlock) return
  const [sources, links] = await Promise.all([readSources(context), linksOf(context, found)])
  const drawn = drawPlan({
    state: { ...state, links },
    wanted,
    instanceName: found.instance.name || found.id,
    actorAddress: context.clientAddress.address,
    sources,
    settings,
  })
  const findings = drawn.findings.filter(({ mode }) => isAsked || mode === 'block')
  assertAcknowledged([{ found, drawn: { findings } }], acknowledge ?? [])
}

/** Links that cannot be read are not counted on. */
async function linksOf(context: ServiceContext, found: FoundInstance): Promise<InstanceState['links']> {
  try {
    const { value } = await readVpcLinks(context, found, freshToleranceMs)
    return value.links.map((link) => ({ ...link, asked: null }))
  } catch {
    return []
  }
}
