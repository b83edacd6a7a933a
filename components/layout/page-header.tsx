import type { ReactNode } from 'react'

export type PageHeaderProps = {
  readonly title: ReactNode
  readonly note?: ReactNode
  readonly actions?: ReactNode
}

/** The sentence a page opens with, and what can be done from there. */
export function PageHeader({ title, note, actions }: PageHeaderProps) {
  return (
    <header className="mb-4 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="text-title font-[600]">{title}</h1>
        {note && <p className="mt-1 text-ink-2">{note}</p>}
      </div>
      {actions && <div className="flex flex-wrap gap-2.5">{actions}</div>}
    </header>
  )
}
