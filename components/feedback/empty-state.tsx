import type { ReactNode } from 'react'
import { Gate } from '#components/marks/gate.tsx'
import { cn } from '#components/ui/cn.ts'

export type EmptyStateProps = {
  readonly title: ReactNode
  readonly text?: ReactNode
  readonly action?: ReactNode
  /** Stands for the whole page, whose heading it then is. */
  readonly isPage?: boolean
  readonly className?: string
}

export function EmptyState({ title, text, action, isPage = false, className }: EmptyStateProps) {
  const Heading = isPage ? 'h1' : 'h2'
  return (
    <div className={cn('flex flex-col items-center px-6 py-12 text-center', className)}>
      <Gate status="closed" className="h-[27px] w-[30px]" />
      <Heading className="mt-3 text-lead font-[600] text-balance">{title}</Heading>
      {text && <p className="mt-1 max-w-[46ch] text-pretty text-ink-2">{text}</p>}
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2.5">{action}</div>}
    </div>
  )
}
