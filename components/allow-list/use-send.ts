'use client'

import { useCallback } from 'react'
import { useUpdateAllowList } from '#components/data/allow-list.ts'
import type { ApiError } from '#components/data/api.ts'
import { draftDiff, isUnchanged } from '#lib/allow-list/draft.ts'
import { orderSteps } from '#lib/allow-list/order-steps.ts'
import { readSession, writeSession } from './draft-store.ts'
import { isSending, startSession } from './session.ts'
import { failureOf } from './submission.ts'

/**
 * Sends the edits of an instance. What comes back is written to the store, so that it is known even when the page that
 * asked is gone by then.
 */
export function useSend(instanceId: string): () => void {
  const { mutateAsync } = useUpdateAllowList(instanceId)
  return useCallback(() => {
    const session = readSession(instanceId)
    if (session === undefined || isSending(session) || isUnchanged(session.draft)) return
    const change = draftDiff(session.draft)
    const before = session.draft.base
    const { steps } = orderSteps(before, change)
    writeSession(instanceId, {
      ...session,
      submission: { state: 'pending', startedAt: Date.now(), steps },
      conflicts: [],
    })
    const body = {
      baseVersion: session.version,
      add: [...change.add],
      edit: [...change.edit],
      remove: [...change.remove],
    }
    mutateAsync(body).then(
      (answer) => {
        const now = { version: answer.version, entries: answer.entries }
        const submission = { state: 'done', steps: answer.steps, before, now } as const
        writeSession(instanceId, { ...startSession(now), submission })
      },
      (error: ApiError) => {
        const failure = failureOf(error, change)
        writeSession(instanceId, {
          ...session,
          conflicts: [],
          submission: { state: 'failed', error, failure, before },
          rowProblems: failure.kind === 'rows' ? failure.problems : new Map(),
        })
      },
    )
  }, [instanceId, mutateAsync])
}
