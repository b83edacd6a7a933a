// Edits that are collected and not yet sent: an immutable value over the list they were made on. Plain data, so it can
// be kept anywhere. The change it holds is exactly what the API takes.

import { applyChange, type Entry, type EntryEdit, type ListChange } from '#lib/allow-list/entry.ts'

export type Draft = {
  readonly base: readonly Entry[]
  readonly change: ListChange
  /** Earlier changes, oldest first, for undo. */
  readonly past: readonly ListChange[]
}

export type DraftRow =
  | { readonly state: 'same' | 'removed'; readonly entry: Entry; readonly before: Entry }
  | { readonly state: 'edited'; readonly entry: Entry; readonly before: Entry }
  | { readonly state: 'added'; readonly entry: Entry; readonly before: null }

/** Why part of a draft no longer fits the list as it is now. The part is taken out of the draft, never forced. */
export type DraftConflict =
  | {
      readonly kind: 'addedElsewhere'
      readonly mine: Entry
      readonly theirs: Entry
      readonly from: string | null
    }
  | { readonly kind: 'changedElsewhere'; readonly mine: Entry | null; readonly theirs: Entry }
  | { readonly kind: 'removedElsewhere'; readonly mine: Entry; readonly ipAddr: string }

const noChange: ListChange = { add: [], edit: [], remove: [] }

/** A draft without changes. */
export function startDraft(base: readonly Entry[]): Draft {
  return { base, change: noChange, past: [] }
}

export function isUnchanged(draft: Draft): boolean {
  return countChanges(draft) === 0
}

export function countChanges({ change }: Draft): number {
  return change.add.length + change.edit.length + change.remove.length
}

/** The list as it would be. */
export function draftEntries(draft: Draft): Entry[] {
  return applyChange(draft.base, draft.change)
}

/** What to send: `{ add, edit, remove }`. */
export function draftDiff(draft: Draft): ListChange {
  return draft.change
}

/** Every row to show: added ones first, newest on top, then the base in its own order with what happens to it. */
export function draftRows({ base, change }: Draft): DraftRow[] {
  const edits = editsOf(change)
  const removed = new Set(change.remove)
  const added = change.add.map((entry): DraftRow => ({ state: 'added', entry, before: null })).reverse()
  const kept = base.map((before): DraftRow => {
    if (removed.has(before.ipAddr)) return { state: 'removed', entry: before, before }
    const entry = edits.get(before.ipAddr)
    return entry === undefined ? { state: 'same', entry: before, before } : { state: 'edited', entry, before }
  })
  return [...added, ...kept]
}

/** Adds an entry. Adding what was removed brings it back. A text that is already in the draft leaves it as it was. */
export function addEntry(draft: Draft, entry: Entry): Draft {
  return addEntries(draft, [entry])
}

/** Adds many at once, as one step to undo. */
export function addEntries(draft: Draft, entries: readonly Entry[]): Draft {
  const used = usedTexts(draft)
  const inBase = new Map(draft.base.map((entry) => [entry.ipAddr, entry]))
  const removed = new Set(draft.change.remove)
  const edits = editsOf(draft.change)
  const add = [...draft.change.add]
  for (const entry of entries) {
    if (used.has(entry.ipAddr)) continue
    used.add(entry.ipAddr)
    const before = inBase.get(entry.ipAddr)
    if (before !== undefined && removed.delete(entry.ipAddr)) {
      if (before.description !== entry.description) edits.set(entry.ipAddr, entry)
    } else {
      add.push(entry)
    }
  }
  return moved(draft, { add, edit: listOf(edits), remove: [...removed] })
}

/** Removes entries by the text they have in the draft now, as one step to undo. Unknown texts are passed over. */
export function removeEntries(draft: Draft, ipAddrs: readonly string[]): Draft {
  const going = new Set(ipAddrs)
  const removed = new Set(draft.change.remove)
  const edits = editsOf(draft.change)
  for (const before of draft.base) {
    if (removed.has(before.ipAddr)) continue
    const now = edits.get(before.ipAddr) ?? before
    if (!going.has(now.ipAddr)) continue
    edits.delete(before.ipAddr)
    removed.add(before.ipAddr)
  }
  const add = draft.change.add.filter((entry) => !going.has(entry.ipAddr))
  return moved(draft, { add, edit: listOf(edits), remove: [...removed] })
}

/** Changes the entry that has the text `ipAddr` in the draft now. Left as it was when unknown or when `to` is taken. */
export function editEntry(draft: Draft, ipAddr: string, to: Entry): Draft {
  if (to.ipAddr !== ipAddr && usedTexts(draft).has(to.ipAddr)) return draft
  const { change } = draft
  if (change.add.some((entry) => entry.ipAddr === ipAddr)) {
    return moved(draft, { ...change, add: change.add.map((entry) => (entry.ipAddr === ipAddr ? to : entry)) })
  }
  const removed = new Set(change.remove)
  const edits = editsOf(change)
  const before = draft.base.find(
    (entry) => !removed.has(entry.ipAddr) && (edits.get(entry.ipAddr) ?? entry).ipAddr === ipAddr,
  )
  if (before === undefined) return draft
  if (isSame(before, to)) edits.delete(before.ipAddr)
  else edits.set(before.ipAddr, to)
  return moved(draft, { ...change, edit: listOf(edits) })
}

/** Takes back what was done to a base entry, named by its stored text. Left as it was when its text is taken by now. */
export function restoreEntry(draft: Draft, ipAddr: string): Draft {
  const { change } = draft
  const wasRemoved = change.remove.includes(ipAddr)
  const edit = change.edit.find((item) => item.ipAddr === ipAddr)
  if (!wasRemoved && edit === undefined) return draft
  const nowText = edit?.to.ipAddr
  if (nowText !== ipAddr && usedTexts(draft).has(ipAddr)) return draft
  return moved(draft, {
    ...change,
    edit: change.edit.filter((item) => item.ipAddr !== ipAddr),
    remove: change.remove.filter((item) => item !== ipAddr),
  })
}

export function canUndo(draft: Draft): boolean {
  return draft.past.length > 0
}

/** Back by one step; the draft itself when there is none. */
export function undo(draft: Draft): Draft {
  const last = draft.past.at(-1)
  return last === undefined ? draft : { base: draft.base, change: last, past: draft.past.slice(0, -1) }
}

/** Back to the base; itself a step that can be undone. */
export function reset(draft: Draft): Draft {
  return moved(draft, noChange)
}

/**
 * The same intentions on the list as it is now. What somebody else has already done drops out silently; what contradicts
 * their change is taken out and reported. Undo does not reach across.
 */
export function rebase(draft: Draft, base: readonly Entry[]): { draft: Draft; conflicts: DraftConflict[] } {
  const conflicts: DraftConflict[] = []
  const was = new Map(draft.base.map((entry) => [entry.ipAddr, entry]))
  const is = new Map(base.map((entry) => [entry.ipAddr, entry]))
  const isAsItWas = (ipAddr: string) => is.get(ipAddr)?.description === was.get(ipAddr)?.description

  const remove = draft.change.remove.filter((ipAddr) => {
    const theirs = is.get(ipAddr)
    if (theirs === undefined) return false
    if (isAsItWas(ipAddr)) return true
    conflicts.push({ kind: 'changedElsewhere', mine: null, theirs })
    return false
  })
  const removed = new Set(remove)
  let edit = draft.change.edit.filter(({ ipAddr, to }) => {
    const theirs = is.get(ipAddr)
    if (theirs === undefined) {
      const done = is.get(to.ipAddr)
      if (done === undefined || !isSame(done, to))
        conflicts.push({ kind: 'removedElsewhere', mine: to, ipAddr })
      return false
    }
    if (isSame(theirs, to)) return false
    if (isAsItWas(ipAddr)) return true
    conflicts.push({ kind: 'changedElsewhere', mine: to, theirs })
    return false
  })

  // An edit that drops out gives its old text back, which may be the one another edit wanted: repeat until it holds.
  for (let settled = false; !settled; ) {
    const vacated = new Set(edit.filter(({ ipAddr, to }) => ipAddr !== to.ipAddr).map(({ ipAddr }) => ipAddr))
    const before = edit.length
    edit = edit.filter(({ ipAddr, to }) => {
      const theirs = is.get(to.ipAddr)
      if (to.ipAddr === ipAddr || theirs === undefined || removed.has(to.ipAddr) || vacated.has(to.ipAddr))
        return true
      conflicts.push({ kind: 'addedElsewhere', mine: to, theirs, from: ipAddr })
      return false
    })
    settled = edit.length === before
  }
  const vacated = new Set(edit.filter(({ ipAddr, to }) => ipAddr !== to.ipAddr).map(({ ipAddr }) => ipAddr))
  const add = draft.change.add.filter((mine) => {
    const theirs = is.get(mine.ipAddr)
    if (theirs === undefined || vacated.has(mine.ipAddr)) return true
    if (!isSame(theirs, mine)) conflicts.push({ kind: 'addedElsewhere', mine, theirs, from: null })
    return false
  })
  return { draft: { base, change: { add, edit, remove }, past: [] }, conflicts }
}

function moved(draft: Draft, change: ListChange): Draft {
  if (isSameChange(draft.change, change)) return draft
  return { base: draft.base, change, past: [...draft.past, draft.change] }
}

function usedTexts(draft: Draft): Set<string> {
  return new Set(draftEntries(draft).map((entry) => entry.ipAddr))
}

function editsOf(change: ListChange): Map<string, Entry> {
  return new Map(change.edit.map(({ ipAddr, to }) => [ipAddr, to]))
}

function listOf(edits: ReadonlyMap<string, Entry>): EntryEdit[] {
  return Array.from(edits, ([ipAddr, to]) => ({ ipAddr, to }))
}

function isSame(a: Entry, b: Entry): boolean {
  return a.ipAddr === b.ipAddr && a.description === b.description
}

function isSameChange(a: ListChange, b: ListChange): boolean {
  return (
    a.add.length === b.add.length &&
    a.edit.length === b.edit.length &&
    a.remove.length === b.remove.length &&
    a.add.every((entry, at) => isSame(entry, b.add[at] ?? { ipAddr: '', description: '' })) &&
    a.remove.every((ipAddr, at) => ipAddr === b.remove[at]) &&
    a.edit.every((edit, at) => {
      const other = b.edit[at]
      return other !== undefined && edit.ipAddr === other.ipAddr && isSame(edit.to, other.to)
    })
  )
}
