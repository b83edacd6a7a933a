'use client'

import { Check, Minus } from 'lucide-react'
import { Checkbox as Primitive } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

export type CheckboxProps = Omit<ComponentProps<typeof Primitive.Root>, 'aria-label'> & {
  readonly label?: string
}

/** `label` names it for readers when no visible label does. */
export function Checkbox({ label, className, ...rest }: CheckboxProps) {
  return (
    <Primitive.Root
      {...rest}
      aria-label={label}
      className={cn(
        'relative flex size-4 shrink-0 items-center justify-center rounded-xs border border-control bg-surface',
        'before:absolute before:-inset-1.5 data-[state=checked]:border-primary data-[state=checked]:bg-primary',
        'data-[state=indeterminate]:border-primary data-[state=indeterminate]:bg-primary disabled:border-line disabled:bg-sunken',
        className,
      )}
    >
      <Primitive.Indicator className="text-on-primary">
        {rest.checked === 'indeterminate' ? (
          <Minus size={12} strokeWidth={3} aria-hidden />
        ) : (
          <Check size={12} strokeWidth={3} aria-hidden />
        )}
      </Primitive.Indicator>
    </Primitive.Root>
  )
}
