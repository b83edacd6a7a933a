'use client'

import { Check, Info, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { SearchResult } from '#lib/allow-list/search.ts'
import type { ListSearch } from './rows.ts'

export type SearchAnswerProps = {
  readonly search: ListSearch
  readonly query: string
  /** Entries of the list as it would be. */
  readonly total: number
  readonly endpointStatus: string
  readonly hasEdits: boolean
}

const bold = { b: (chunks: ReactNode) => <b className="font-[520] text-ink">{chunks}</b> }

/** The answer of a search in one sentence above the rows. */
export function SearchAnswer({ search, query, total, endpointStatus, hasEdits }: SearchAnswerProps) {
  const { result } = search
  const answer = useAnswer({
    result,
    query,
    total,
    endpointStatus,
    hasEdits,
    shown: search.matches?.size ?? 0,
  })
  // The live region is there before its text, or the first answer would not be read out.
  return (
    <div role="status">
      {answer !== null && (
        <p className="flex items-start gap-2.5 border-line border-b bg-sunken px-4 py-2 text-ink-2">
          <answer.Icon size={14} aria-hidden className="mt-[3px] shrink-0 text-ink" />
          <span>{answer.text}</span>
        </p>
      )}
    </div>
  )
}

function useAnswer({
  result,
  query,
  total,
  endpointStatus,
  hasEdits,
  shown,
}: {
  result: SearchResult
  query: string
  total: number
  endpointStatus: string
  hasEdits: boolean
  shown: number
}): { text: ReactNode; Icon: typeof Check } | null {
  const t = useTranslations('allowList.search')
  if (result.kind === 'everything') return null
  if (result.kind === 'words') {
    return shown > 0
      ? { text: t('words.some', { count: shown, total, text: query.trim() }), Icon: Info }
      : { text: t('words.none', { text: query.trim() }), Icon: X }
  }
  const { admitted, admittedBy: count, inside, block, meaning: asked } = result
  const values = { ...bold, asked, count, inside, total }
  if (total === 0 && endpointStatus !== 'closed')
    return { text: t.rich('single.emptyOpened', values), Icon: Info }
  if (block.prefix === 32) {
    const isOpened = endpointStatus === 'opened'
    if (admitted === 'none')
      return { text: t.rich(hasEdits ? 'single.refusedWithEdits' : 'single.refused', values), Icon: X }
    if (!isOpened) return { text: t.rich('single.listedClosed', values), Icon: Info }
    return { text: t.rich(hasEdits ? 'single.admittedWithEdits' : 'single.admitted', values), Icon: Check }
  }
  if (admitted === 'none') return { text: t.rich('block.none', values), Icon: X }
  if (admitted === 'some') return { text: t.rich('block.some', values), Icon: Info }
  return { text: t.rich(count > 0 ? 'block.all' : 'block.together', values), Icon: Check }
}
