// Judges a change to an allow list against the list it would meet. All problems are told at once, each at its field;
// nothing is sent while there is one.

import { checkNewEntry } from '#lib/allow-list/check-entry.ts'
import type { Entry, ListChange } from '#lib/allow-list/entry.ts'
import { indexEntries } from '#lib/allow-list/entry-index.ts'
import { AppError, type FieldProblem } from '#lib/errors.ts'

/** Where the parts of a change stand in the request, for the paths of problems. */
export type FieldNames = { readonly add: string; readonly edit: string; readonly remove: string }

/** Rejects with `invalid_input` naming every wrong field, e.g. `add.3.ipAddr`. */
export function assertChange(base: readonly Entry[], change: ListChange, names: FieldNames): void {
  const problems = changeProblems(base, change, names)
  if (problems.length > 0) throw new AppError('invalid_input', { fields: problems })
}

/** What is wrong with a change; empty when it can be made. */
export function changeProblems(
  base: readonly Entry[],
  change: ListChange,
  names: FieldNames,
): readonly FieldProblem[] {
  const problems: FieldProblem[] = []
  const refuse = (path: string, reason: string, values: FieldProblem['values'] = {}) =>
    problems.push({ path, reason, values })

  const stored = new Set(base.map((entry) => entry.ipAddr))
  const named = new Set<string>()
  const nameOnce = (path: string, ipAddr: string) => {
    if (!stored.has(ipAddr)) refuse(path, 'errors.entry_unknown', { input: ipAddr })
    else if (named.has(ipAddr)) refuse(path, 'errors.entry_twice', { input: ipAddr })
    named.add(ipAddr)
  }
  change.edit.forEach((edit, at) => nameOnce(`${names.edit}.${at}.ipAddr`, edit.ipAddr))
  change.remove.forEach((ipAddr, at) => nameOnce(`${names.remove}.${at}`, ipAddr))

  // What a new text must not repeat: all that stays. An edit that keeps its text is not new, whatever flaws it has.
  const leaving = new Set(change.remove)
  for (const edit of change.edit) if (edit.to.ipAddr !== edit.ipAddr) leaving.add(edit.ipAddr)
  const index = indexEntries([...stored].filter((ipAddr) => !leaving.has(ipAddr)))
  const fresh = new Set<string>()
  const judge = (path: string, ipAddr: string) => {
    const verdict = checkNewEntry(ipAddr, index)
    if (!verdict.ok) refuse(path, `address.problem.${verdict.problem.reason}`, verdict.problem.values)
    else if (fresh.has(ipAddr)) refuse(path, 'address.problem.duplicate', { input: ipAddr })
    fresh.add(ipAddr)
  }
  change.add.forEach((entry, at) => judge(`${names.add}.${at}.ipAddr`, entry.ipAddr))
  change.edit.forEach((edit, at) => {
    if (edit.to.ipAddr !== edit.ipAddr) judge(`${names.edit}.${at}.to.ipAddr`, edit.to.ipAddr)
  })
  return problems
}
