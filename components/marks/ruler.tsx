// The ruler: admitted addresses on a log2 scale, one segment for each octet, so that /24, /16 and /8 are the gaps.

import { cn } from '#components/ui/cn.ts'
import type { ExposureLevel } from '#lib/exposure/level.ts'
import { rulerSegments } from '#lib/exposure/ruler.ts'

const colour: Readonly<Record<ExposureLevel, string>> = {
  closed: 'var(--exp-closed)',
  privateOnly: 'var(--exp-private)',
  narrow: 'var(--exp-narrow)',
  broad: 'var(--exp-broad)',
  world: 'var(--exp-world)',
}

export type RulerProps = {
  readonly level: ExposureLevel
  readonly addresses: number
  /** Reach that only waits behind a closed endpoint is hatched. */
  readonly isLatent?: boolean
  /** Marks /32 to /0 under the bar. */
  readonly hasScale?: boolean
  readonly className?: string
}

/** The octets a segment stands for, from the left. */
const octets = ['/32', '/24', '/16', '/8'] as const
const segmentWidth = 24
const gap = 1

/** A drawing of a number that also stands in words beside it, so it is hidden from readers. */
export function Ruler({ level, addresses, isLatent = false, hasScale = false, className }: RulerProps) {
  const patternId = `ruler-${level}`
  return (
    <div aria-hidden="true" className={cn('min-w-0', className)}>
      <svg viewBox="0 0 99 5" preserveAspectRatio="none" className="block h-[5px] w-full">
        {isLatent && (
          <pattern
            id={patternId}
            width="2"
            height="5"
            patternUnits="userSpaceOnUse"
            patternTransform="skewX(-20)"
          >
            <path d="M0.5 0V5" stroke="var(--ink-3)" strokeWidth="0.8" />
          </pattern>
        )}
        {rulerSegments(addresses).map((fill, segment) => {
          const x = segment * (segmentWidth + gap)
          return (
            <g key={octets[segment]}>
              <rect x={x} y="0" width={segmentWidth} height="5" fill="var(--active)" />
              {fill > 0 && (
                <rect
                  x={x}
                  y="0"
                  width={segmentWidth * fill}
                  height="5"
                  fill={isLatent ? `url(#${patternId})` : colour[level]}
                />
              )}
            </g>
          )
        })}
      </svg>
      {hasScale && (
        <div className="mt-1 flex justify-between font-mono text-[10px]/3 text-ink-3">
          <span>/32</span>
          <span>/24</span>
          <span>/16</span>
          <span>/8</span>
          <span>/0</span>
        </div>
      )}
    </div>
  )
}
