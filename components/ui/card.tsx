import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn.ts'

export function Card({ className, ...rest }: ComponentProps<'section'>) {
  return <section {...rest} className={cn('rounded-md border border-line bg-surface', className)} />
}

export type CardHeaderProps = {
  readonly title: ReactNode
  readonly titleId?: string
  /** Beside the title, quieter. */
  readonly note?: ReactNode
  readonly actions?: ReactNode
}

export function CardHeader({ title, titleId, note, actions }: CardHeaderProps) {
  return (
    <header className="flex min-h-[46px] flex-wrap items-center gap-x-2.5 gap-y-2 border-line border-b px-4 py-2">
      <h2 id={titleId} className="font-[600]">
        {title}
      </h2>
      {note}
      {actions && (
        <div className="ml-auto flex min-w-0 flex-wrap items-center justify-end gap-2">{actions}</div>
      )}
    </header>
  )
}
