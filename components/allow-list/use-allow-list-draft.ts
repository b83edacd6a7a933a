'use client'

import { useMemo } from 'react'
import { draftEntries, isUnchanged } from '#lib/allow-list/draft.ts'
import type { Entry } from '#lib/allow-list/entry.ts'
import { useKeptSession } from './use-edit-session.ts'

/** The list as the unsent edits would leave it, or null without edits. For pictures beside the editor. */
export function useAllowListDraft(instanceId: string): { readonly entries: readonly Entry[] } | null {
  const draft = useKeptSession(instanceId)?.draft
  return useMemo(
    () => (draft === undefined || isUnchanged(draft) ? null : { entries: draftEntries(draft) }),
    [draft],
  )
}
