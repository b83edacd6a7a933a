import { cn } from '#components/ui/cn.ts'

/** The mark: an order-1 Hilbert curve with a raised deck in it. */
export function LogoMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={cn('size-6', className)}>
      <rect width="24" height="24" rx="6" fill="var(--primary)" />
      <path
        d="M7.2 17.2V6.8H16.8V17.2"
        fill="none"
        stroke="var(--on-primary)"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <path d="M7.2 17.2L13.4 11" stroke="var(--on-primary)" strokeWidth="2.4" strokeLinecap="round" />
    </svg>
  )
}

export function Logo({ className }: { className?: string }) {
  return (
    <span className={cn('flex items-center gap-[9px]', className)}>
      <LogoMark className="size-5" />
      {/* A name, the same in every language. */}
      <span translate="no" className="text-[14px] font-[600] tracking-[-0.01em]">
        Drawbridge
      </span>
    </span>
  )
}
