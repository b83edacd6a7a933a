// The calls of a plan, in the order that breaks nobody. Two rules hold at every moment, where A is what the instance admits
// before the plan and B what it admits after: everybody in A and B is admitted, nobody outside A and B is. So
//   - new ways in come first and are waited for before an old way goes;
//   - a closed endpoint opens only when its list is complete, deletes included, or it would admit for a moment those who
//     are about to be removed;
//   - an endpoint that closes has closed before its list grows, for the same reason;
//   - links go last.

import type { Entry } from '#lib/allow-list/entry.ts'
import { deleteBatchSize, orderSteps, type Step } from '#lib/allow-list/order-steps.ts'
import type { PublicEndpointAction } from '#lib/contract/public-endpoint.ts'
import type { CreateVpcLinkBody } from '#lib/contract/vpc-links.ts'
import { type InstanceChange, type InstanceState, isOpen, type LinkPair, pairKey } from './state.ts'

export type EntryAddStep = {
  readonly kind: 'entry-add'
  readonly ipAddr: string
  readonly description: string
  /** `cover` is temporary; `replacement` puts a text back with its new description. */
  readonly purpose: 'new' | 'cover' | 'replacement'
}
export type EntryDeleteStep = {
  readonly kind: 'entry-delete'
  readonly ipAddrs: readonly string[]
  readonly purpose: 'removed' | 'cover' | 'replacement'
}
/** Sends nothing: goes on when the cloud reports the state. */
export type WaitStep =
  | { readonly kind: 'wait'; readonly until: 'endpoint-opened' | 'endpoint-closed' }
  | ({ readonly kind: 'wait'; readonly until: 'link-created' | 'link-gone' } & LinkPair)

export type PlanStep =
  | EntryAddStep
  | EntryDeleteStep
  | { readonly kind: 'endpoint'; readonly action: PublicEndpointAction }
  | { readonly kind: 'link-add'; readonly link: CreateVpcLinkBody }
  | ({ readonly kind: 'link-delete' } & LinkPair)
  | WaitStep

/** Where somebody who has access before and after loses it for a while, and nothing can be done about it. */
export type PlanGap =
  | { readonly kind: 'unreadableEntry'; readonly subject: string }
  /** The same subnet is unlinked and linked again: a pair of VPC and subnet holds one link. */
  | { readonly kind: 'linkReplaced'; readonly subject: string }

export type OrderedPlan = { readonly steps: readonly PlanStep[]; readonly gaps: readonly PlanGap[] }

/** The calls of a fitted change, in order. `coverDescription` marks entries that stand in while a text is replaced. */
export function orderPlan(
  state: InstanceState,
  { endpoint, allowList, links }: InstanceChange,
  coverDescription: string,
): OrderedPlan {
  const list = orderSteps(state.entries, allowList, coverDescription)
  const gaps: PlanGap[] = list.gaps.map(({ ipAddr }) => ({ kind: 'unreadableEntry', subject: ipAddr }))
  const going = new Set(links.remove.map(pairKey))
  const fresh = links.add.filter((link) => !going.has(pairKey(link)))
  const replaced = links.add.filter((link) => going.has(pairKey(link)))
  const replacedKeys = new Set(replaced.map(pairKey))
  const onlyRemoved = links.remove.filter((pair) => !replacedKeys.has(pairKey(pair)))

  const steps: PlanStep[] = fresh.map((link) => ({ kind: 'link-add', link }))
  let awaited = fresh.map(
    ({ vpcId, subnetId }): PlanStep => ({ kind: 'wait', until: 'link-created', vpcId, subnetId }),
  )
  const awaitLinks = () => {
    steps.push(...awaited)
    awaited = []
  }

  if (endpoint === 'close') {
    awaitLinks()
    steps.push({ kind: 'endpoint', action: 'close' })
    if (list.steps.some((step) => step.kind === 'add')) steps.push({ kind: 'wait', until: 'endpoint-closed' })
    steps.push(...listSteps(list.steps))
  } else if (endpoint === 'open') {
    steps.push(...listSteps(list.steps), { kind: 'endpoint', action: 'open' })
    if (links.remove.length > 0) steps.push({ kind: 'wait', until: 'endpoint-opened' })
  } else {
    // Deletes of a closed list take nothing from anybody.
    const firstBreak = isOpen(state.endpointStatus) && awaited.length > 0 ? firstRemoval(list.steps) : -1
    if (firstBreak < 0) steps.push(...listSteps(list.steps))
    else {
      steps.push(...listSteps(list.steps.slice(0, firstBreak)))
      awaitLinks()
      steps.push(...listSteps(list.steps.slice(firstBreak)))
    }
  }

  if (links.remove.length > 0) awaitLinks()
  for (const { vpcId, subnetId } of onlyRemoved) steps.push({ kind: 'link-delete', vpcId, subnetId })
  for (const link of replaced) {
    const { vpcId, subnetId } = link
    gaps.push({ kind: 'linkReplaced', subject: pairKey(link) })
    steps.push({ kind: 'link-delete', vpcId, subnetId })
    steps.push({ kind: 'wait', until: 'link-gone', vpcId, subnetId })
    steps.push({ kind: 'link-add', link })
  }
  return { steps, gaps }
}

function firstRemoval(steps: readonly Step[]): number {
  return steps.findIndex((step) => step.kind === 'delete' && step.purpose === 'removed')
}

/** Deletes that follow each other become one call: nothing stands between them that their order could protect. */
function listSteps(steps: readonly Step[]): PlanStep[] {
  const joined: PlanStep[] = []
  for (const step of steps) {
    if (step.kind === 'add') {
      joined.push({ ...step, kind: 'entry-add' })
      continue
    }
    const last = joined.at(-1)
    const canJoin =
      last?.kind === 'entry-delete' &&
      // A replacement's delete is never joined: its add must follow at once.
      last.purpose !== 'replacement' &&
      step.purpose !== 'replacement' &&
      last.ipAddrs.length + step.ipAddrs.length <= deleteBatchSize
    if (canJoin) joined[joined.length - 1] = { ...last, ipAddrs: [...last.ipAddrs, ...step.ipAddrs] }
    else joined.push({ ...step, kind: 'entry-delete' })
  }
  return joined
}

/** The state as it should be after a step that was done. Waits and links settle by themselves. */
export function stateAfterStep(state: InstanceState, step: PlanStep): InstanceState {
  switch (step.kind) {
    case 'entry-add':
      return { ...state, entries: [...state.entries, entryOf(step)] }
    case 'entry-delete': {
      const gone = new Set(step.ipAddrs)
      return { ...state, entries: state.entries.filter((entry) => !gone.has(entry.ipAddr)) }
    }
    case 'endpoint':
      return { ...state, endpointStatus: step.action === 'open' ? 'opened' : 'closed' }
    case 'link-add': {
      const { link } = step
      const added = {
        vpcId: link.vpcId,
        subnetId: link.subnetId,
        ipAddress: link.ipType === 'manual' ? link.ipAddress : '',
        status: 'created',
        asked: { ipType: link.ipType, autoDnsResolve: link.autoDnsResolve },
      }
      return { ...state, links: [...state.links, added] }
    }
    case 'link-delete':
      return { ...state, links: state.links.filter((link) => pairKey(link) !== pairKey(step)) }
    case 'wait':
      return state
  }
}

/** The state as it should be in the end. */
export function stateAfter(state: InstanceState, steps: readonly PlanStep[]): InstanceState {
  const texts = new Map(state.entries.map((entry) => [entry.ipAddr, entry]))
  let rest: InstanceState = { ...state, entries: [] }
  for (const step of steps) {
    if (step.kind === 'entry-add') texts.set(step.ipAddr, entryOf(step))
    else if (step.kind === 'entry-delete') for (const ipAddr of step.ipAddrs) texts.delete(ipAddr)
    else rest = stateAfterStep(rest, step)
  }
  return { ...rest, entries: [...texts.values()] }
}

function entryOf({ ipAddr, description }: EntryAddStep): Entry {
  return { ipAddr, description }
}
