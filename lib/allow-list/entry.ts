// The two words every module here uses for an allow-list entry and a change to a list.

/** An entry as the cloud stores it. `ipAddr` is the key and is never rewritten. */
export type Entry = { readonly ipAddr: string; readonly description: string }

/** `ipAddr` names the stored entry; `to` is what it shall become. */
export type EntryEdit = { readonly ipAddr: string; readonly to: Entry }

/** What shall become of a list; `remove` names stored entries. */
export type ListChange = {
  readonly add: readonly Entry[]
  readonly edit: readonly EntryEdit[]
  readonly remove: readonly string[]
}

/** The list after the change: kept and edited entries in their order, added ones at the end. */
export function applyChange(base: readonly Entry[], change: ListChange): Entry[] {
  const removed = new Set(change.remove)
  const edits = new Map(change.edit.map((edit) => [edit.ipAddr, edit.to]))
  const kept = base
    .filter((entry) => !removed.has(entry.ipAddr))
    .map((entry) => edits.get(entry.ipAddr) ?? entry)
  return [...kept, ...change.add]
}
