'use client'

import { useTranslations } from 'next-intl'
import { Button } from '#components/ui/button.tsx'

export type SelectionBarProps = {
  readonly count: number
  readonly total: number
  /** How many all shown rows are; null when they are all selected. */
  readonly rest: number | null
  readonly isSearching: boolean
  readonly lockedReason: string | undefined
  readonly onSelectAll: () => void
  readonly onClear: () => void
  readonly onRemove: () => void
}

/** Stands in the head of the list while rows are selected. */
export function SelectionBar(props: SelectionBarProps) {
  const t = useTranslations('allowList.select')
  const { count, total, rest, isSearching, lockedReason } = props
  return (
    <span className="flex grow flex-wrap items-center gap-x-3 gap-y-1 py-1">
      <span className="font-[520] text-body text-ink tabular-nums" role="status">
        {t('count', { count, total })}
      </span>
      {rest !== null && (
        <button
          type="button"
          className="rounded-xs text-body text-ink underline decoration-line-strong underline-offset-3"
          onClick={props.onSelectAll}
        >
          {t(isSearching ? 'allMatchingSearch' : 'allMatching', { count: rest })}
        </button>
      )}
      <span className="grow" />
      <Button size="sm" variant="quiet" onClick={props.onClear}>
        {t('clear')}
      </Button>
      <Button size="sm" disabledReason={lockedReason} onClick={props.onRemove}>
        {t('remove', { count })}
      </Button>
    </span>
  )
}
