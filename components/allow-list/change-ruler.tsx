import { levelClasses } from '#components/marks/exposure-colours.ts'
import { cn } from '#components/ui/cn.ts'
import { defaultThresholds, type ExposureLevel } from '#lib/exposure/level.ts'
import { rulerSegments } from '#lib/exposure/ruler.ts'

const scale = ['/32', '/24', '/16', '/8', '/0'] as const

/** The ruler with what was behind what will be: the grey that sticks out is lost, the colour that sticks out is gained. */
export function ChangeRuler({ before, after }: { before: number; after: number }) {
  const was = rulerSegments(before)
  const willBe = rulerSegments(after)
  const fill = levelClasses[levelOfCount(after)].solid
  return (
    <div aria-hidden className="mt-2">
      <div className="grid h-2.5 grid-cols-4 gap-0.5">
        {scale.slice(1).map((step, at) => (
          <span
            key={step}
            className="relative overflow-hidden bg-active first:rounded-l-xs last:rounded-r-xs"
          >
            <span
              className="absolute inset-y-0 left-0 bg-line-strong"
              style={{ width: `${(was[at] ?? 0) * 100}%` }}
            />
            <span
              className={cn('absolute inset-y-0 left-0', fill)}
              style={{ width: `${(willBe[at] ?? 0) * 100}%` }}
            />
          </span>
        ))}
      </div>
      <div className="mt-1 flex justify-between font-mono text-[10px] text-ink-3 leading-3">
        {scale.map((step) => (
          <span key={step}>{step}</span>
        ))}
      </div>
    </div>
  )
}

// The level that a number of public addresses alone stands for.
function levelOfCount(count: number): ExposureLevel {
  if (count >= defaultThresholds.worldFrom) return 'world'
  if (count > defaultThresholds.broadAbove) return 'broad'
  return count > 0 ? 'narrow' : 'closed'
}
