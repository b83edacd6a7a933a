'use client'

import { RotateCw } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import type { ResponseOf } from '#lib/contract/endpoint.ts'
import type { endpoints } from '#lib/contract/endpoints.ts'
import { useRegionName } from './use-region-name.ts'

type Failures = ResponseOf<typeof endpoints.listInstances>['failures']

/** A strip for each region that could not be read: its instances are missing, which is not the same as none. */
export function RegionFailures({
  failures,
  isReading,
  onRetry,
}: {
  failures: Failures
  isReading: boolean
  onRetry: () => void
}) {
  const t = useTranslations('instances.region')
  const tCommon = useTranslations('common')
  const regionOf = useRegionName()
  const hasAccounts = new Set(failures.map((failure) => failure.account)).size > 1
  return (
    <ul className="mb-4 flex flex-col gap-2">
      {failures.map(({ account, region, error }) => {
        const { upstream } = error
        return (
          <li key={`${account} ${region}`}>
            <div
              role="alert"
              className="flex flex-wrap items-start gap-x-4 gap-y-2 rounded-md border border-line bg-surface px-4 py-3"
            >
              <span aria-hidden className="mt-1.5 size-2 shrink-0 rounded-[2px] bg-fault" />
              <div className="min-w-0 grow basis-72">
                <p className="font-[600]">
                  {hasAccounts
                    ? t('failedTitleAccount', { region: regionOf(region), account })
                    : t('failedTitle', { region: regionOf(region) })}
                </p>
                <p className="text-ink-2">{t('failedText', { message: error.message })}</p>
                {upstream?.message && (
                  <p className="break-words text-ink-2 text-small">
                    {t('cloudSays', { code: upstream.code || 'none', message: upstream.message })}
                  </p>
                )}
                {upstream?.requestId && (
                  <p className="flex items-center gap-1 text-ink-3 text-small">
                    <span className="break-all">
                      {tCommon('cloudRequest')} <span className="font-mono">{upstream.requestId}</span>
                    </span>
                    <CopyButton text={upstream.requestId} label={tCommon('copyRequestId')} />
                  </p>
                )}
              </div>
              <Button size="sm" icon={<RotateCw aria-hidden />} isPending={isReading} onClick={onRetry}>
                {t('retry')}
              </Button>
            </div>
          </li>
        )
      })}
    </ul>
  )
}
