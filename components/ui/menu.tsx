'use client'

import { Check } from 'lucide-react'
import { DropdownMenu as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'
import { Kbd } from './kbd.tsx'
import { usePortalHome } from './use-portal-home.ts'

export type MenuProps = {
  readonly trigger: ReactNode
  readonly children: ReactNode
  readonly align?: 'start' | 'end'
}

export function Menu({ trigger, children, align = 'end' }: MenuProps) {
  const { home, onOpenChange } = usePortalHome()
  return (
    <Primitive.Root modal={false} onOpenChange={onOpenChange}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal container={home}>
        <Primitive.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 min-w-44 max-w-80 animate-appear rounded-md border border-line bg-surface p-1 shadow-pop"
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

const itemClass =
  'flex min-h-7 items-center gap-2.5 rounded-sm px-2 py-1 outline-none select-none data-[disabled]:text-ink-4 data-[highlighted]:bg-active max-md:min-h-10 [&>svg]:size-3.5 [&>svg]:shrink-0'

export type MenuItemProps = {
  readonly children: ReactNode
  readonly onSelect: () => void
  readonly icon?: ReactNode
  readonly shortcut?: string
  /** Why it cannot be chosen; shown under the words. */
  readonly disabledReason?: string | undefined
}

export function MenuItem({ children, onSelect, icon, shortcut, disabledReason }: MenuItemProps) {
  return (
    <Primitive.Item disabled={disabledReason !== undefined} onSelect={onSelect} className={cn(itemClass)}>
      {icon}
      <span className="grow">
        {children}
        {disabledReason && <span className="block text-micro text-ink-3">{disabledReason}</span>}
      </span>
      {shortcut && <Kbd>{shortcut}</Kbd>}
    </Primitive.Item>
  )
}

export type MenuChoiceProps = {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly options: readonly { readonly value: string; readonly label: ReactNode; readonly lang?: string }[]
}

/** One of several, with a tick at the one that holds. */
export function MenuChoice({ value, onChange, options }: MenuChoiceProps) {
  return (
    <Primitive.RadioGroup value={value} onValueChange={onChange}>
      {options.map((option) => (
        <Primitive.RadioItem key={option.value} value={option.value} className={itemClass} lang={option.lang}>
          <span className="w-3.5 shrink-0">
            <Primitive.ItemIndicator>
              <Check size={14} aria-hidden />
            </Primitive.ItemIndicator>
          </span>
          {option.label}
        </Primitive.RadioItem>
      ))}
    </Primitive.RadioGroup>
  )
}

export function MenuSeparator() {
  return <Primitive.Separator className="my-1 h-px bg-line" />
}
