'use client'

import { RotateCw } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ApiError } from '#components/data/api.ts'
import { Button } from '#components/ui/button.tsx'
import { cn } from '#components/ui/cn.ts'
import { CopyButton } from '#components/ui/copy-button.tsx'

/** The sentence of a failed call. What our own server could not say is said here. */
export function useErrorMessage(): (error: ApiError) => string {
  const t = useTranslations('common')
  return (error) => error.message || t(error.code === 'network' ? 'serverSilent' : 'answerUnreadable')
}

export type ErrorPanelProps = {
  readonly error: ApiError
  readonly title?: string
  readonly onRetry?: () => void
  readonly className?: string
}

/** A failure in its place: cause in plain words, what the cloud said, request id, and the way out. */
export function ErrorPanel({ error, title, onRetry, className }: ErrorPanelProps) {
  const t = useTranslations('common')
  const messageOf = useErrorMessage()
  const { upstream } = error
  const requestId = upstream?.requestId || error.requestId
  const saidByCloud = [upstream?.status, upstream?.code].filter(Boolean).join(' ')
  return (
    <div role="alert" className={cn('flex gap-2.5 p-4', className)}>
      <span aria-hidden className="mt-1.5 size-2 shrink-0 rounded-xs bg-fault" />
      <div className="min-w-0 grow">
        {title && <p className="font-[600]">{title}</p>}
        <p className={title ? 'text-ink-2' : 'font-[520]'}>{messageOf(error)}</p>
        {upstream?.message && (
          <p className="mt-1 text-small break-words text-ink-2">
            {t('cloudSaid')}{' '}
            <span className="font-mono">{[saidByCloud, upstream.message].filter(Boolean).join(': ')}</span>
          </p>
        )}
        {requestId && (
          <p className="mt-1 flex items-center gap-1 text-small text-ink-3">
            <span className="break-all">
              {t(upstream?.requestId ? 'cloudRequest' : 'request')}{' '}
              <span className="font-mono">{requestId}</span>
            </span>
            <CopyButton text={requestId} label={t('copyRequestId')} />
          </p>
        )}
        {onRetry && (
          <Button size="sm" className="mt-2" icon={<RotateCw aria-hidden />} onClick={onRetry}>
            {t('tryAgain')}
          </Button>
        )}
      </div>
    </div>
  )
}
