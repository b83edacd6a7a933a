'use client'

import { EyeOff } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import type { ApiError } from '#components/data/api.ts'
import { useNow } from '#components/data/use-now.ts'
import { Button } from '#components/ui/button.tsx'
import { useErrorMessage } from './error-panel.tsx'

export type StaleStripProps = {
  readonly readAt: number
  readonly error: ApiError
  readonly onRetry: () => void
}

/** Over data whose last reading failed: how old it is and why, with a way to try now. */
export function StaleStrip({ readAt, error, onRetry }: StaleStripProps) {
  const t = useTranslations('common')
  const format = useFormatter()
  const now = useNow(15_000)
  const messageOf = useErrorMessage()
  return (
    <div role="status" className="flex items-center gap-2.5 border-line border-b bg-sunken px-4 py-2.5">
      <EyeOff size={16} className="shrink-0 text-ink-2" aria-hidden />
      <p className="min-w-0 grow text-ink-2">
        <b className="font-[600] text-ink">{t('staleSince', { when: format.relativeTime(readAt, now) })}</b>{' '}
        {messageOf(error)}
      </p>
      <Button size="sm" onClick={onRetry}>
        {t('tryNow')}
      </Button>
    </div>
  )
}
