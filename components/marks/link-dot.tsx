import { cn } from '#components/ui/cn.ts'
import { linkStateOf } from '#lib/vpc-links/link-status.ts'

/** The state of a link as a mark: filled, dashed and pulsing, a square, or hollow for a word that is not known. */
export function LinkDot({ status, className }: { status: string; className?: string }) {
  const state = linkStateOf(status)
  return (
    <svg viewBox="0 0 10 10" aria-hidden="true" className={cn('size-2.5 shrink-0', className)}>
      {state === 'created' && <circle cx="5" cy="5" r="3.6" fill="var(--ink-2)" />}
      {state === 'failed' && <rect x="1.2" y="1.2" width="7.6" height="7.6" rx="1.5" fill="var(--fault)" />}
      {(state === 'moving' || state === 'unknown') && (
        <circle
          cx="5"
          cy="5"
          r="3.4"
          fill="none"
          stroke={state === 'moving' ? 'var(--ink-2)' : 'var(--ink-3)'}
          strokeWidth="1.4"
          strokeDasharray={state === 'moving' ? '2 1.6' : undefined}
          className={state === 'moving' ? 'animate-wait' : undefined}
        />
      )}
    </svg>
  )
}
