import { cn } from '#components/ui/cn.ts'

const decks = {
  opened: 'M10 12.9H2.6',
  opening: 'M9.8 12.7L4.9 7.6',
  closing: 'M9.8 12.7L4.9 7.6',
  closed: 'M7.5 12.9V5.6',
} as const

type KnownStatus = keyof typeof decks

function isKnown(status: string): status is KnownStatus {
  return Object.hasOwn(decks, status)
}

/** The gate as a glyph: deck down, half up, or up. A status that is not known is drawn dashed. */
export function Gate({ status, className }: { status: string; className?: string }) {
  const known = isKnown(status) ? status : null
  const isQuiet = known === 'closed'
  const isMoving = known === 'opening' || known === 'closing'
  return (
    <svg
      viewBox="0 0 18 16"
      aria-hidden="true"
      fill="none"
      stroke={isQuiet ? 'var(--ink-3)' : 'var(--ink)'}
      strokeLinecap="round"
      strokeLinejoin="round"
      className={cn('h-4 w-[18px] shrink-0', className)}
    >
      <path d="M.9 12.9H2.6M10.4 12.9H17.2" strokeWidth="1.4" />
      <path d="M10.4 12.9V4.2H15.6V12.9" strokeWidth="1.4" />
      {isMoving && <path d="M10.2 4.6L4.9 7.6" strokeWidth="0.9" opacity="0.55" />}
      <path
        d={known ? decks[known] : decks.opened}
        strokeWidth="2"
        strokeDasharray={known ? undefined : '1.5 2.6'}
        className={isMoving ? 'animate-wait' : undefined}
      />
    </svg>
  )
}
