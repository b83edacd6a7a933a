'use client'

import { Popover as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'
import { usePortalHome } from './use-portal-home.ts'

export type PopoverProps = {
  readonly trigger: ReactNode
  readonly children: ReactNode
  readonly align?: 'start' | 'center' | 'end'
  readonly label: string
  readonly className?: string
}

export function Popover({ trigger, children, align = 'end', label, className }: PopoverProps) {
  const { home, onOpenChange } = usePortalHome()
  return (
    <Primitive.Root onOpenChange={onOpenChange}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal container={home}>
        <Primitive.Content
          align={align}
          sideOffset={4}
          aria-label={label}
          className={cn(
            'z-50 max-w-[calc(100vw-24px)] animate-appear rounded-md border border-line bg-surface p-3 shadow-pop',
            className,
          )}
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
