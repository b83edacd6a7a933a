'use client'

import { useTranslations } from 'next-intl'
import { Progress } from '#components/ui/progress.tsx'
import type { VpcLinks } from '#lib/contract/vpc-links.ts'

/** Links used, as the cloud counts them; the rows of the list when it does not say. */
export function usedLinks({ quota, links }: Pick<VpcLinks, 'quota' | 'links'>): number {
  return Math.max(quota.used ?? 0, links.length)
}

export function isQuotaFull(data: Pick<VpcLinks, 'quota' | 'links'>): boolean {
  return data.quota.limit !== null && usedLinks(data) >= data.quota.limit
}

export function LinkQuota({ data }: { data: VpcLinks }) {
  const t = useTranslations('links')
  const used = usedLinks(data)
  const { limit } = data.quota
  if (limit === null) return <span className="text-small text-ink-3">{t('usedNoLimit', { used })}</span>
  const text = t('used', { used, limit })
  return (
    <span className="flex items-center gap-2 text-small text-ink-3 tabular-nums">
      {text}
      <Progress value={used} max={limit} label={text} className="w-9" />
    </span>
  )
}
