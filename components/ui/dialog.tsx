'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Dialog as Primitive } from 'radix-ui'
import { type FormEvent, type ReactNode, useState } from 'react'
import { cn } from './cn.ts'

export type DialogProps = {
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
  readonly title: ReactNode
  /** A line under the title. */
  readonly note?: ReactNode
  readonly footer?: ReactNode
  /** Makes the dialog a form: Enter and the submit button in the footer call it. */
  readonly onSubmit?: () => void
  readonly children: ReactNode
  readonly className?: string
}

const overlay = 'fixed inset-0 z-40 animate-appear bg-scrim'

/** A small task in the middle of the page, 520 px; the whole screen on a phone. */
export function Dialog(props: DialogProps) {
  return (
    <Frame
      {...props}
      contentClass="fixed inset-0 z-50 flex flex-col bg-surface shadow-pop md:inset-auto md:top-1/2 md:left-1/2 md:max-h-[min(760px,92dvh)] md:w-[520px] md:-translate-x-1/2 md:-translate-y-1/2 md:rounded-lg"
    />
  )
}

export type SheetProps = DialogProps & { readonly width?: 'narrow' | 'wide' }

/** A long read from the right, 1032 px or 520; its head and foot stay while the middle scrolls. */
export function Sheet({ width = 'wide', ...props }: SheetProps) {
  return (
    <Frame
      {...props}
      contentClass={cn(
        'fixed inset-0 left-auto z-50 flex w-full flex-col bg-surface shadow-sheet',
        width === 'wide' ? 'md:max-w-[1032px]' : 'md:max-w-[520px]',
      )}
    />
  )
}

function Frame({
  isOpen,
  onOpenChange,
  title,
  note,
  footer,
  onSubmit,
  children,
  className,
  contentClass,
}: DialogProps & { contentClass: string }) {
  const t = useTranslations('common')
  const returnFocus = useReturnFocus(isOpen)
  const inner = (
    <>
      <header className="shrink-0 pt-4 pr-14 pb-3 pl-5">
        <Primitive.Title className="text-lead font-[600]">{title}</Primitive.Title>
        {note && <div className="mt-0.5 text-small text-ink-3">{note}</div>}
      </header>
      <div className={cn('min-h-0 grow overflow-y-auto px-5 pb-5', className)}>{children}</div>
      {footer && (
        <footer className="flex shrink-0 flex-wrap items-center justify-end gap-2.5 border-line border-t px-5 py-3">
          {footer}
        </footer>
      )}
    </>
  )
  return (
    <Primitive.Root open={isOpen} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className={overlay} />
        <Primitive.Content
          aria-describedby={undefined}
          onOpenAutoFocus={focusFirstField}
          onCloseAutoFocus={returnFocus}
          className={cn('animate-appear outline-none', contentClass)}
        >
          {onSubmit ? (
            <form
              noValidate
              className="flex min-h-0 grow flex-col"
              onSubmit={(event: FormEvent) => {
                event.preventDefault()
                onSubmit()
              }}
            >
              {inner}
            </form>
          ) : (
            inner
          )}
          {/* Last in order, so that the first field takes the focus when the dialog opens. */}
          <Primitive.Close
            aria-label={t('close')}
            className="absolute top-3.5 right-3.5 flex size-6 items-center justify-center rounded-sm text-ink-2 hover:bg-active hover:text-ink max-md:size-9"
          >
            <X size={16} aria-hidden />
          </Primitive.Close>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

/** On the first field, else on the dialog itself: the close button would show its tooltip, and take the first Escape. */
function focusFirstField(event: Event) {
  const content = event.currentTarget
  if (!(content instanceof HTMLElement)) return
  event.preventDefault()
  const field = content.querySelector<HTMLElement>(':is(input, textarea, [role="combobox"]):not(:disabled)')
  ;(field ?? content).focus()
}

/** Gives the focus back where it was: radix does so only for dialogs with a trigger of their own. */
function useReturnFocus(isOpen: boolean): (event: Event) => void {
  // Noted while rendering: a field with autofocus takes the focus in the same commit.
  const [wasOpen, setWasOpen] = useState(isOpen)
  const [opener, setOpener] = useState(() => (isOpen ? focusedBefore() : null))
  if (wasOpen !== isOpen) {
    setWasOpen(isOpen)
    if (isOpen) setOpener(focusedBefore())
  }
  return (event) => {
    event.preventDefault()
    // What opened the dialog may be gone by now, with the edits it was about.
    const target = opener?.isConnected ? opener : document.getElementById('content')
    target?.focus({ preventScroll: true })
  }
}

function focusedBefore(): HTMLElement | null {
  if (typeof document === 'undefined') return null
  const { activeElement } = document
  if (!(activeElement instanceof HTMLElement)) return null
  // A menu closes as it opens the dialog; what counts is what had opened the menu.
  const menu = activeElement.closest('[role="menu"]')
  return document.getElementById(menu?.getAttribute('aria-labelledby') ?? '') ?? activeElement
}
