'use client'

import { Check } from 'lucide-react'
import { Toaster as Sonner, toast as show } from 'sonner'

/** A short confirmation at the bottom right. Failures are never toasts: they stand in their place. */
export function toast(text: string): void {
  show(text, { icon: <Check size={15} aria-hidden /> })
}

export function Toaster({ theme, label }: { theme: 'light' | 'dark' | 'system'; label: string }) {
  return (
    <Sonner
      theme={theme}
      position="bottom-right"
      containerAriaLabel={label}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full items-center gap-2.5 rounded-md bg-bar px-4 py-3 font-sans text-body text-on-bar shadow-pop',
        },
      }}
    />
  )
}
