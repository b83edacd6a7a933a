// The part of a change that was made, or may have been, going by the steps that were begun. The way back starts from it.

import type { EntryEdit } from '#lib/allow-list/entry.ts'
import type { PlanStep } from './plan-steps.ts'
import { type InstanceChange, pairKey } from './state.ts'

export function doneChange(change: InstanceChange, begun: readonly PlanStep[]): InstanceChange {
  const added = new Set<string>()
  const deleted = new Set<string>()
  const linked = new Set<string>()
  const unlinked = new Set<string>()
  let hasSwitched = false
  for (const step of begun) {
    if (step.kind === 'entry-add' && step.purpose !== 'cover') added.add(step.ipAddr)
    if (step.kind === 'entry-delete') for (const ipAddr of step.ipAddrs) deleted.add(ipAddr)
    if (step.kind === 'link-add') linked.add(pairKey(step.link))
    if (step.kind === 'link-delete') unlinked.add(pairKey(step))
    if (step.kind === 'endpoint') hasSwitched = true
  }
  const { add, edit, remove } = change.allowList
  const edited: EntryEdit[] = []
  const half = {
    add: add.filter(({ ipAddr }) => added.has(ipAddr)),
    remove: remove.filter((t) => deleted.has(t)),
  }
  for (const each of edit) {
    const hasNew = added.has(each.to.ipAddr)
    const hasLost = deleted.has(each.ipAddr)
    if (hasNew && hasLost) edited.push(each)
    else if (hasNew) half.add.push(each.to)
    else if (hasLost) half.remove.push(each.ipAddr)
  }
  return {
    endpoint: hasSwitched ? change.endpoint : null,
    allowList: { ...half, edit: edited },
    links: {
      add: change.links.add.filter((link) => linked.has(pairKey(link))),
      remove: change.links.remove.filter((pair) => unlinked.has(pairKey(pair))),
    },
  }
}
