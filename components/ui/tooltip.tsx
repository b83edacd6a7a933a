'use client'

import { Tooltip as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { usePortalHome } from './use-portal-home.ts'

export const TooltipProvider = Primitive.Provider

/** A short text on hover and focus. The child must be able to take focus, or the text also stands elsewhere. */
export function Tooltip({ text, children }: { text: ReactNode; children: ReactNode }) {
  const { home, onOpenChange } = usePortalHome()
  return (
    <Primitive.Root delayDuration={250} onOpenChange={onOpenChange}>
      <Primitive.Trigger asChild>
        {typeof children === 'string' ? <TooltipWord>{children}</TooltipWord> : children}
      </Primitive.Trigger>
      <Primitive.Portal container={home}>
        <Primitive.Content
          sideOffset={5}
          collisionPadding={8}
          className="z-60 max-w-72 animate-appear rounded-sm bg-bar px-2.5 py-1.5 text-small text-on-bar shadow-pop"
        >
          {text}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

function TooltipWord({ children, ...rest }: { children: string }) {
  return (
    <button
      {...rest}
      type="button"
      className="cursor-help rounded-xs underline decoration-line-strong decoration-dotted underline-offset-3"
    >
      {children}
    </button>
  )
}
