'use client'

import { useTranslations } from 'next-intl'
import { cn } from '#components/ui/cn.ts'
import type { ExposureLevel } from '#lib/exposure/level.ts'
import { levelClasses } from './exposure-colours.ts'

export function ExposurePill({ level }: { level: ExposureLevel }) {
  const t = useTranslations('exposure')
  return (
    <span
      className={cn(
        'inline-flex h-6 shrink-0 items-center rounded-xs px-2.5 text-small font-[520]',
        levelClasses[level].pill,
      )}
    >
      {t(`level.${level}`)}
    </span>
  )
}
