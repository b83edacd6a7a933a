'use client'

import { Tabs as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'

export type TabsProps = {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly label: string
  readonly children: ReactNode
}

/** The row of tabs only; the page draws the panel of the chosen one. */
export function Tabs({ value, onChange, label, children }: TabsProps) {
  return (
    <Primitive.Root value={value} onValueChange={onChange} className="min-w-0">
      <Primitive.List aria-label={label} className="flex gap-5 overflow-x-auto">
        {children}
      </Primitive.List>
    </Primitive.Root>
  )
}

export function Tab({
  value,
  count,
  children,
}: {
  value: string
  count?: number | undefined
  children: ReactNode
}) {
  return (
    <Primitive.Trigger
      value={value}
      // The panel is drawn by the page, so there is no element for radix to point at.
      aria-controls={undefined}
      className="-mb-px flex h-9 items-center gap-1.5 border-transparent border-b-2 font-[520] whitespace-nowrap text-ink-2 hover:text-ink data-[state=active]:border-ink data-[state=active]:text-ink"
    >
      {children}
      {count !== undefined && <span className="text-small font-[420] text-ink-3 tabular-nums">{count}</span>}
    </Primitive.Trigger>
  )
}
