'use client'

import { Switch as Primitive } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

/** An ordinary choice in a form. What the cloud must do first is a StateSwitch. */
export function Switch({ className, ...rest }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      {...rest}
      className={cn(
        'relative mt-0.5 h-[18px] w-8 shrink-0 rounded-full border border-control bg-sunken transition-colors',
        'before:absolute before:-inset-1 data-[state=checked]:border-primary data-[state=checked]:bg-primary',
        className,
      )}
    >
      <Primitive.Thumb className="block size-3 translate-x-0.5 rounded-full bg-control transition-transform data-[state=checked]:translate-x-4 data-[state=checked]:bg-on-primary" />
    </Primitive.Root>
  )
}
