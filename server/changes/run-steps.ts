// The one way to write. Carries out steps on one instance, one call after the other, writing each down before it is sent
// and after. It never guesses: when an answer is lost or odd it looks at the instance and goes by what is there, and when
// somebody else has been there it stops. It knows nothing of who asked or why.

import { setTimeout as sleep } from 'node:timers/promises'
import type { Entry } from '#lib/allow-list/entry.ts'
import type { PublicEndpointAction } from '#lib/contract/public-endpoint.ts'
import type { CreateVpcLinkBody } from '#lib/contract/vpc-links.ts'
import { AppError, appErrorFrom } from '#lib/errors.ts'
import { type DriftScope, isAsExpected, stepProgress } from '#lib/plans/drift.ts'
import { type PlanStep, stateAfterStep, type WaitStep } from '#lib/plans/plan-steps.ts'
import { type InstanceState, isSamePair, type LinkPair, stateVersion } from '#lib/plans/state.ts'
import { linkStateOf } from '#lib/vpc-links/link-status.ts'
import { applyAllowListSteps } from './apply-allow-list.ts'
import { lookAfterLostAnswer, notDone } from './lost-answer.ts'
import type { ChangePolicy } from './policy.ts'

type Sent = Promise<{ readonly upstreamRequestId: string | null }>

/** The calls on one instance. `readState` must ask the cloud, never a cache. */
export type InstancePort = {
  readState(scope: DriftScope): Promise<InstanceState>
  addEntry(entry: Entry): Sent
  deleteEntries(ipAddrs: readonly string[]): Sent
  updateEndpoint(action: PublicEndpointAction): Sent
  addLink(link: CreateVpcLinkBody): Sent
  deleteLink(pair: LinkPair): Sent
}

/** Where steps are written down. `at` is the index in `steps`. */
export type StepJournal = {
  /** Before anything is sent. `cancel`: nothing more shall be. Rejects when the work now belongs to somebody else. */
  begin(at: number, step: PlanStep): Promise<'go' | 'cancel'>
  end(at: number, step: PlanStep, upstreamRequestIds: readonly string[]): Promise<void>
}

export type StepsRequest = {
  readonly port: InstancePort
  readonly steps: readonly PlanStep[]
  /** What the instance should look like before the first step. */
  readonly expected: InstanceState
  /** The first step was begun by somebody who died: the instance as it is now shows whether it was sent. */
  readonly seen?: InstanceState | undefined
  /** For the sentence that says who was changed by somebody else. */
  readonly instanceName: string
  readonly journal: StepJournal
  readonly policy: ChangePolicy
  /** Called before every call to the cloud; when it rejects, nothing more is sent. */
  readonly beforeCall: () => Promise<void>
  /** While it waits for the cloud: keeps what has to be kept. */
  readonly keep: () => Promise<void>
}

export type DonePlanStep = { readonly step: PlanStep; readonly upstreamRequestIds: readonly string[] }

export type StepsResult = {
  readonly done: readonly DonePlanStep[]
  /** Why the step at `done.length` could not be done; null when all are, or when it was cancelled. */
  readonly failure: AppError | null
  readonly isCancelled: boolean
  /** Steps that were sent or may have been, in order. */
  readonly begun: readonly PlanStep[]
  /** What the instance should look like now. */
  readonly expected: InstanceState
}

/** This many calls, or this long, without a look at the instance are enough. */
const lookAfterCalls = 20
const lookAfterMs = 2_000

export async function runSteps(request: StepsRequest): Promise<StepsResult> {
  const { port, steps, journal, policy } = request
  const scope = scopeOf(steps)
  const done: DonePlanStep[] = []
  const begun: PlanStep[] = []
  let { expected } = request
  let calls = 0
  let lookedAtMs = performance.now()
  let hasLookedBeforeBreak = false
  const result = (failure: AppError | null, isCancelled = false): StepsResult => ({
    done,
    failure,
    isCancelled,
    begun,
    expected,
  })
  for (const [at, step] of steps.entries()) {
    let todo: PlanStep = step
    let isDone = false
    let requestIds: readonly string[] = []
    try {
      policy.atPoint?.(`before ${at}`)
      if ((await journal.begin(at, step)) === 'cancel') return result(null, true)
      policy.atPoint?.(`begun ${at}`)
      const seen = at === 0 ? request.seen : undefined
      const isTimeToLook =
        calls > 0 &&
        (calls >= lookAfterCalls ||
          performance.now() - lookedAtMs > lookAfterMs ||
          (isBreak(step) && !hasLookedBeforeBreak))
      if (seen || isTimeToLook) {
        const actual = seen ?? (await port.readState(scope))
        calls = 0
        lookedAtMs = performance.now()
        const progress = seen
          ? stepProgress(expected, step, actual, scope)
          : { kind: isAsExpected(expected, actual, scope) ? ('not-begun' as const) : ('foreign' as const) }
        if (progress.kind === 'foreign') throw changedElsewhere(expected, actual, request.instanceName)
        if (progress.kind === 'done') isDone = step.kind !== 'wait'
        if (progress.kind === 'partly' && step.kind === 'entry-delete')
          todo = { ...step, ipAddrs: progress.left }
      }
      if (isBreak(step)) hasLookedBeforeBreak = true
      begun.push(step)
      if (!isDone) {
        requestIds = await runStep(request, todo, expected)
        if (step.kind !== 'wait') calls++
      }
      policy.atPoint?.(`sent ${at}`)
      await journal.end(at, step, requestIds)
      policy.atPoint?.(`ended ${at}`)
    } catch (thrown) {
      return result(appErrorFrom(thrown))
    }
    expected = stateAfterStep(expected, step)
    done.push({ step, upstreamRequestIds: requestIds })
  }
  return result(null)
}

/** Which parts of an instance these steps depend on. */
export function scopeOf(steps: readonly PlanStep[]): DriftScope {
  return { links: steps.some(({ kind }) => kind === 'link-add' || kind === 'link-delete') }
}

/** Somebody may lose access by it, so it is never made on a state nobody has looked at. */
function isBreak(step: PlanStep): boolean {
  return (
    step.kind === 'link-delete' ||
    step.kind === 'endpoint' ||
    (step.kind === 'entry-delete' && step.purpose !== 'cover')
  )
}

/** The state moved away under the plan: both versions, so that a person can compare. */
export function changedElsewhere(expected: InstanceState, actual: InstanceState, instance: string): AppError {
  return new AppError('stale_write', {
    reason: 'errors.plan_changed_elsewhere',
    values: { instance },
    details: {
      baseVersion: stateVersion(expected),
      currentVersion: stateVersion(actual),
      expected: detailsOf(expected),
      current: detailsOf(actual),
    },
  })
}

export function detailsOf({ endpointStatus, entries, links }: InstanceState) {
  return {
    endpointStatus,
    entries: entries.map(({ ipAddr, description }) => ({ ipAddr, description })),
    links: links.map(({ vpcId, subnetId, status }) => ({ vpcId, subnetId, status })),
  }
}

async function runStep(
  request: StepsRequest,
  step: PlanStep,
  expected: InstanceState,
): Promise<readonly string[]> {
  const { port } = request
  switch (step.kind) {
    case 'entry-add':
    case 'entry-delete':
      return runListStep(request, step)
    case 'endpoint':
      return runOnce(
        request,
        () => port.updateEndpoint(step.action),
        async () => (await port.readState({ links: false })).endpointStatus !== expected.endpointStatus,
      )
    case 'link-add':
      return runOnce(
        request,
        () => port.addLink(step.link),
        async () => (await port.readState({ links: true })).links.some((link) => isSamePair(link, step.link)),
      )
    case 'link-delete': {
      const before = expected.links.find((link) => isSamePair(link, step))?.status
      return runOnce(
        request,
        () => port.deleteLink(step),
        async () => {
          const now = (await port.readState({ links: true })).links.find((link) => isSamePair(link, step))
          return now === undefined || now.status === 'deleting' || now.status !== before
        },
      )
    }
    case 'wait':
      await wait(request, step)
      return []
  }
}

async function runListStep(
  { port, beforeCall, policy }: StepsRequest,
  step: Extract<PlanStep, { kind: 'entry-add' | 'entry-delete' }>,
): Promise<readonly string[]> {
  const listStep =
    step.kind === 'entry-add' ? { ...step, kind: 'add' as const } : { ...step, kind: 'delete' as const }
  const { done, failure } = await applyAllowListSteps({
    port: {
      add: (entry) => port.addEntry(entry),
      delete: (ipAddrs) => port.deleteEntries(ipAddrs),
      readEntries: async () => (await port.readState({ links: false })).entries,
    },
    steps: [listStep],
    beforeCall,
    secondLookMs: policy.secondLookMs,
  })
  if (failure !== null) throw failure
  return done.flatMap(({ upstreamRequestId }) => upstreamRequestId ?? [])
}

async function runOnce(
  { beforeCall, policy }: StepsRequest,
  send: () => Sent,
  hasHappened: () => Promise<boolean>,
): Promise<readonly string[]> {
  await beforeCall()
  try {
    const { upstreamRequestId } = await send()
    return upstreamRequestId === null ? [] : [upstreamRequestId]
  } catch (thrown) {
    const lost = appErrorFrom(thrown)
    if (lost.code !== 'outcome_unknown') throw thrown
    if (!(await lookAfterLostAnswer({ changePolicy: policy }, lost, hasHappened))) throw notDone(lost)
    return []
  }
}

/** A read that fails while waiting is tried again: nothing is at stake but time. */
async function wait({ port, policy, keep }: StepsRequest, step: WaitStep): Promise<void> {
  const endMs = performance.now() + policy.settleWaitMs
  const isLinkWait = step.until === 'link-created' || step.until === 'link-gone'
  for (;;) {
    await keep()
    let failure: AppError | null = null
    try {
      if (isSettled(step, await port.readState({ links: isLinkWait }))) return
    } catch (thrown) {
      failure = appErrorFrom(thrown)
      if (failure.reason === 'errors.plan_link_failed' || failure.code === 'not_found') throw failure
    }
    if (performance.now() > endMs) {
      throw failure ?? new AppError('upstream_timeout', { reason: 'errors.plan_wait_timeout' })
    }
    await sleep(policy.settlePollMs)
  }
}

function isSettled(step: WaitStep, { endpointStatus, links }: InstanceState): boolean {
  switch (step.until) {
    case 'endpoint-opened':
      return endpointStatus === 'opened'
    case 'endpoint-closed':
      return endpointStatus === 'closed'
    case 'link-gone':
      return !links.some((link) => isSamePair(link, step))
    case 'link-created': {
      const link = links.find((each) => isSamePair(each, step))
      if (link && linkStateOf(link.status) === 'failed') {
        const values = { link: `${step.vpcId}/${step.subnetId}` }
        throw new AppError('conflict', { reason: 'errors.plan_link_failed', values })
      }
      return link !== undefined && linkStateOf(link.status) === 'created'
    }
  }
}
