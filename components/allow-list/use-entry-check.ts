'use client'

// What an address typed into a field means, or why it cannot be taken, as sentences.

import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import { useAddressCount } from '#components/marks/use-address-count.ts'
import { checkNewEntry, type EntryVerdict } from '#lib/allow-list/check-entry.ts'
import type { EntryIndex } from '#lib/allow-list/entry-index.ts'
import { indexEntries } from '#lib/allow-list/entry-index.ts'

/** The sentence of a verdict: the problem, or what the entry means and the first thing to know about it. */
export function useVerdictText(): (verdict: EntryVerdict) => string {
  const t = useTranslations('address')
  const tAdd = useTranslations('allowList.add')
  const countOf = useAddressCount()
  return useCallback(
    (verdict) => {
      if (!verdict.ok) return t(`problem.${verdict.problem.reason}`, verdict.problem.values)
      const [warning] = verdict.warnings
      if (warning !== undefined) return t(`warning.${warning.reason}`, warning.values)
      const { size } = verdict.parsed
      const { exact } = countOf(size)
      return exact === undefined ? tAdd('admits', { count: size }) : t('size', { addresses: size })
    },
    [t, tAdd, countOf],
  )
}

const nothing = indexEntries([])

/** What a text means while it is typed; null while it means nothing yet, since half an address is no mistake. */
export function useEntryMeaning(index: EntryIndex = nothing): (text: string) => string | null {
  const textOf = useVerdictText()
  return useCallback(
    (text) => {
      const verdict = checkNewEntry(text, index)
      return verdict.ok ? textOf(verdict) : null
    },
    [index, textOf],
  )
}
