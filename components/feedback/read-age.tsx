'use client'

import { RotateCw } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { useDateText } from '#components/data/use-date-text.ts'
import { useNow } from '#components/data/use-now.ts'
import { IconButton } from '#components/ui/button.tsx'
import { cn } from '#components/ui/cn.ts'

/** Older than this, data is marked stale and nothing is applied from it. */
export const staleAfterMs = 5 * 60_000

export type ReadAgeProps = {
  readonly readAt: number
  readonly isReading?: boolean
  readonly onRefresh?: () => void
}

/** When the page's data was read from the cloud, and a way to read it again. */
export function ReadAge({ readAt, isReading = false, onRefresh }: ReadAgeProps) {
  const t = useTranslations('common')
  const dateText = useDateText()
  const format = useFormatter()
  const now = useNow(5_000)
  const ageMs = Math.max(0, now - readAt)
  const isStale = ageMs > staleAfterMs
  return (
    <span className="flex items-center gap-1.5 text-small text-ink-3">
      <span
        aria-hidden
        className={cn('size-1.5 rounded-full', isStale ? 'border border-ink-3' : 'bg-ink-2')}
      />
      <time dateTime={new Date(readAt).toISOString()} title={dateText.exact(readAt)} suppressHydrationWarning>
        {ageMs < 5_000
          ? t('readNow')
          : t('readAgo', { when: format.relativeTime(readAt, { now, style: 'short' }) })}
      </time>
      {onRefresh && (
        <IconButton size="sm" label={t('readAgain')} onClick={onRefresh}>
          <RotateCw size={13} className={isReading ? 'animate-spin' : undefined} aria-hidden />
        </IconButton>
      )}
    </span>
  )
}
