'use client'

import { RadioGroup as Primitive } from 'radix-ui'
import { type ReactNode, useId } from 'react'

export type RadioGroupProps = {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly label: string
  readonly children: ReactNode
}

export function RadioGroup({ value, onChange, label, children }: RadioGroupProps) {
  return (
    <Primitive.Root value={value} onValueChange={onChange} aria-label={label} className="flex flex-col gap-1">
      {children}
    </Primitive.Root>
  )
}

export function RadioItem({ value, children }: { value: string; children: ReactNode }) {
  const id = useId()
  return (
    <div className="flex min-h-6 items-center gap-2">
      <Primitive.Item
        id={id}
        value={value}
        className="flex size-4 shrink-0 items-center justify-center rounded-full border border-control bg-surface data-[state=checked]:border-primary"
      >
        <Primitive.Indicator className="size-2 rounded-full bg-primary" />
      </Primitive.Item>
      <label htmlFor={id}>{children}</label>
    </div>
  )
}
