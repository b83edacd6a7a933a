'use client'

import { useCallback, useMemo, useSyncExternalStore } from 'react'
import { type Draft, isUnchanged } from '#lib/allow-list/draft.ts'
import { readSession, subscribeToSessions, writeSession } from './draft-store.ts'
import { type EditSession, isSending, type ListState, redraw, sessionOn, withDraft } from './session.ts'

/** What the store keeps for an instance, undefined when nobody has edited it. */
export function useKeptSession(instanceId: string): EditSession | undefined {
  const read = () => readSession(instanceId)
  return useSyncExternalStore(subscribeToSessions, read, () => undefined)
}

export type SessionActions = {
  /** Applies an edit to the draft as it is at that moment. */
  readonly edit: (change: (draft: Draft) => Draft) => void
  readonly redrawOn: (list: ListState) => void
  /** Forgets the edits and what was said about them. */
  readonly discard: () => void
  readonly dismiss: () => void
}

/** The edits of one instance on top of its list as read. */
export function useEditSession(instanceId: string, list: ListState): EditSession & SessionActions {
  const kept = useKeptSession(instanceId)
  const session = useMemo(() => sessionOn(kept, list), [kept, list])

  const edit = useCallback(
    (change: (draft: Draft) => Draft) => {
      const current = sessionOn(readSession(instanceId), list)
      const next = withDraft(current, change(current.draft))
      if (next !== current) writeSession(instanceId, next)
    },
    [instanceId, list],
  )
  const redrawOn = useCallback(
    (now: ListState) => {
      const current = readSession(instanceId)
      if (current !== undefined && !isSending(current)) writeSession(instanceId, redraw(current, now))
    },
    [instanceId],
  )
  const discard = useCallback(() => {
    const current = readSession(instanceId)
    if (current !== undefined && !isSending(current)) writeSession(instanceId, undefined)
  }, [instanceId])
  const dismiss = useCallback(() => {
    const current = readSession(instanceId)
    if (current === undefined || isSending(current)) return
    const { draft, version } = current
    const isIdle = isUnchanged(draft) && draft.past.length === 0
    const rest = { draft, version, submission: null, conflicts: [], rowProblems: current.rowProblems }
    writeSession(instanceId, isIdle ? undefined : rest)
  }, [instanceId])

  return useMemo(
    () => ({ ...session, edit, redrawOn, discard, dismiss }),
    [session, edit, redrawOn, discard, dismiss],
  )
}
