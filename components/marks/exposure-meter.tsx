'use client'

import { useTranslations } from 'next-intl'
import { cn } from '#components/ui/cn.ts'
import type { ExposureLevel } from '#lib/exposure/level.ts'
import { levelClasses } from './exposure-colours.ts'

const filledRisers: Readonly<Record<ExposureLevel, number>> = {
  closed: 0,
  privateOnly: 1,
  narrow: 2,
  broad: 3,
  world: 4,
}

const colour: Readonly<Record<ExposureLevel, string>> = {
  closed: 'var(--exp-closed)',
  privateOnly: 'var(--exp-private)',
  narrow: 'var(--exp-narrow)',
  broad: 'var(--exp-broad)',
  world: 'var(--exp-world)',
}

export type ExposureMeterProps = {
  readonly level: ExposureLevel
  /** Height in px. */
  readonly size?: number
  /** Shows the word too; otherwise it is said to readers only. */
  readonly hasWord?: boolean
  readonly className?: string
}

/** Exposure as risers, none to four filled, with its word. */
export function ExposureMeter({ level, size = 14, hasWord = false, className }: ExposureMeterProps) {
  const t = useTranslations('exposure')
  const filled = filledRisers[level]
  return (
    <span className={cn('inline-flex shrink-0 items-center gap-1.5', className)}>
      <svg viewBox="0 0 16 14" width={(size * 16) / 14} height={size} aria-hidden="true" className="shrink-0">
        {[5, 8, 11, 14].map((height, riser) => (
          <rect
            key={height}
            x={riser * 4.2}
            y={14 - height}
            width="2.8"
            height={height}
            rx="0.8"
            fill={riser < filled ? colour[level] : 'var(--line-strong)'}
          />
        ))}
      </svg>
      <span className={hasWord ? levelClasses[level].text : 'sr-only'}>{t(`level.${level}`)}</span>
    </span>
  )
}
