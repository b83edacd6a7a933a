// Fits a change to the instance it meets. One change may go to many instances, and a plan may be drawn anew after somebody
// else has done part of it: what is so already drops out with a note, and never becomes a call.

import type { Entry, EntryEdit } from '#lib/allow-list/entry.ts'
import { linkStateOf } from '#lib/vpc-links/link-status.ts'
import { type InstanceChange, type InstanceState, pairKey } from './state.ts'

/** Something that was asked for and is not part of the plan, and why. The sentence is `plans.note.<kind>`. */
export type PlanNote =
  | { readonly kind: 'endpointAlready'; readonly subject: string }
  /** Listed with exactly this description. */
  | { readonly kind: 'alreadyListed'; readonly subject: string }
  /** Listed with another description, which stays. */
  | { readonly kind: 'listedOtherwise'; readonly subject: string }
  | { readonly kind: 'notListed'; readonly subject: string }
  | { readonly kind: 'linkExists' | 'linkMissing' | 'linkMoving'; readonly subject: string }

export type FittedChange = { readonly change: InstanceChange; readonly notes: readonly PlanNote[] }

/** Keeps what is left to do on this state; order and texts are kept. */
export function fitChange(state: InstanceState, wanted: InstanceChange): FittedChange {
  const notes: PlanNote[] = []
  const note = (kind: PlanNote['kind'], subject: string): false => {
    notes.push({ kind, subject })
    return false
  }
  let { endpoint } = wanted
  const isThere =
    (endpoint === 'open' && state.endpointStatus === 'opened') ||
    (endpoint === 'close' && state.endpointStatus === 'closed')
  if (isThere) {
    note('endpointAlready', state.endpointStatus)
    endpoint = null
  }
  return {
    change: { endpoint, allowList: fitList(state, wanted, note), links: fitLinks(state, wanted, note) },
    notes,
  }
}

type Note = (kind: PlanNote['kind'], subject: string) => false

function fitList(state: InstanceState, { allowList }: InstanceChange, note: Note) {
  const stored = new Map(state.entries.map((entry) => [entry.ipAddr, entry]))
  const going = new Set<string>()
  const remove = allowList.remove.filter((ipAddr) => {
    if (going.has(ipAddr)) return false
    if (!stored.has(ipAddr)) return note('notListed', ipAddr)
    going.add(ipAddr)
    return true
  })
  const known = allowList.edit.filter(({ ipAddr, to }) => {
    const before = stored.get(ipAddr)
    if (before === undefined || going.has(ipAddr)) {
      return note(stored.has(to.ipAddr) ? 'alreadyListed' : 'notListed', ipAddr)
    }
    return isSame(before, to) ? note('alreadyListed', ipAddr) : true
  })
  // An edit that drops out keeps its old text, which may be the one another edit wanted: repeat until it holds.
  let edit: readonly EntryEdit[] = known
  for (;;) {
    const taken = new Set([...stored.keys()].filter((ipAddr) => !going.has(ipAddr)))
    for (const { ipAddr, to } of edit) if (to.ipAddr !== ipAddr) taken.delete(ipAddr)
    const kept = edit.filter(({ ipAddr, to }) => {
      if (to.ipAddr === ipAddr) return true
      if (taken.has(to.ipAddr)) return note('alreadyListed', to.ipAddr)
      taken.add(to.ipAddr)
      return true
    })
    if (kept.length === edit.length) break
    edit = kept
  }
  const texts = new Set([...stored.keys()].filter((ipAddr) => !going.has(ipAddr)))
  for (const { ipAddr, to } of edit) if (to.ipAddr !== ipAddr) texts.delete(ipAddr)
  for (const { to } of edit) texts.add(to.ipAddr)
  const add = allowList.add.filter((entry) => {
    if (!texts.has(entry.ipAddr)) {
      texts.add(entry.ipAddr)
      return true
    }
    const before = stored.get(entry.ipAddr)
    return note(before && !isSame(before, entry) ? 'listedOtherwise' : 'alreadyListed', entry.ipAddr)
  })
  return { add, edit, remove }
}

function fitLinks(state: InstanceState, { links }: InstanceChange, note: Note) {
  const stored = new Map(state.links.map((link) => [pairKey(link), link]))
  const going = new Set<string>()
  const remove = links.remove.filter((pair) => {
    const link = stored.get(pairKey(pair))
    if (link === undefined || going.has(pairKey(pair))) return note('linkMissing', pairKey(pair))
    if (linkStateOf(link.status) === 'moving') return note('linkMoving', pairKey(pair))
    going.add(pairKey(pair))
    return true
  })
  const coming = new Set<string>()
  const add = links.add.filter((link) => {
    const key = pairKey(link)
    if (coming.has(key) || (stored.has(key) && !going.has(key))) return note('linkExists', key)
    coming.add(key)
    return true
  })
  return { add, remove }
}

function isSame(a: Entry, b: Entry): boolean {
  return a.ipAddr === b.ipAddr && a.description === b.description
}
