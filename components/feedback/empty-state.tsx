import type { ReactNode } from 'react'
import { Gate } from '#components/marks/gate.tsx'
import { cn } from '#components/ui/cn.ts'

export type EmptyStateProps = {
  readonly title: ReactNode
  readonly text?: ReactNode
  readonly action?: ReactNode
  readonly className?: string
}

export function EmptyState({ title, text, action, className }: EmptyStateProps) {
  return (
    <div className={cn('flex flex-col items-center px-6 py-12 text-center', className)}>
      <Gate status="closed" className="h-[27px] w-[30px]" />
      <h2 className="mt-3 text-lead font-[600]">{title}</h2>
      {text && <p className="mt-1 max-w-[46ch] text-ink-2">{text}</p>}
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2.5">{action}</div>}
    </div>
  )
}
