// One person's unsent edits to one instance's list, and what became of sending them. Plain values; the store keeps them
// in memory only, so that a closed tab forgets and a navigation does not.

import {
  countChanges,
  type Draft,
  type DraftConflict,
  isUnchanged,
  rebase,
  startDraft,
} from '#lib/allow-list/draft.ts'
import type { Entry } from '#lib/allow-list/entry.ts'
import type { Submission } from './submission.ts'

export type EditSession = {
  readonly draft: Draft
  /** Version of the list the draft stands on. */
  readonly version: string
  readonly submission: Submission | null
  /** What the last redrawing took out of the draft, until it is dismissed. */
  readonly conflicts: readonly DraftConflict[]
  /** What the server said about single rows, by the text they have in the draft. */
  readonly rowProblems: ReadonlyMap<string, string>
}

/** A list as read, as far as edits stand on it. */
export type ListState = { readonly version: string; readonly entries: readonly Entry[] }

const noProblems: ReadonlyMap<string, string> = new Map()

/** No edits, standing on the list as read. */
export function startSession(list: ListState): EditSession {
  return {
    draft: startDraft(list.entries),
    version: list.version,
    submission: null,
    conflicts: [],
    rowProblems: noProblems,
  }
}

/** The session to work with: without edits it follows the list, with edits it stays on the list they were made on. */
export function sessionOn(kept: EditSession | undefined, list: ListState): EditSession {
  if (kept === undefined) return startSession(list)
  if (kept.version === list.version || isSending(kept) || !isUnchanged(kept.draft)) return kept
  return { ...startSession(list), submission: kept.submission, conflicts: kept.conflicts }
}

/** The list has moved on under edits that are not sent. */
export function isBehind(session: EditSession, list: ListState): boolean {
  return session.version !== list.version && !isUnchanged(session.draft) && !isSending(session)
}

export function isSending(session: EditSession | undefined): boolean {
  return session?.submission?.state === 'pending'
}

/** Edits that would be lost: what leaving asks about. */
export function unsentChanges(session: EditSession | undefined): number {
  return session === undefined ? 0 : countChanges(session.draft)
}

/** Another draft in the same session. While it is being sent it stays as it was sent. */
export function withDraft(session: EditSession, draft: Draft): EditSession {
  if (draft === session.draft || isSending(session)) return session
  return { ...session, draft, submission: null, rowProblems: noProblems }
}

/** The same intentions on the list as it is now; what no longer fits is taken out and listed. */
export function redraw(session: EditSession, list: ListState): EditSession {
  const { draft, conflicts } = rebase(session.draft, list.entries)
  return { draft, version: list.version, submission: null, conflicts, rowProblems: noProblems }
}
