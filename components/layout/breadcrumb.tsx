'use client'

import { ChevronLeft, ChevronRight } from 'lucide-react'
import NextLink from 'next/link'
import { createPortal } from 'react-dom'
import { useBrowserValue } from '#components/data/use-browser-value.ts'

export type BreadcrumbItem = { readonly href?: string; readonly label: string }

export const breadcrumbSlotId = 'breadcrumb-slot'

function readSlot(): HTMLElement | null {
  return document.getElementById(breadcrumbSlotId)
}

/** Where the page stands, drawn into the top bar; on a phone the way back stands above the page. */
export function Breadcrumb({ items }: { items: readonly BreadcrumbItem[] }) {
  // The top bar belongs to the layout around the page.
  const slot = useBrowserValue(readSlot, null)
  const back = items.findLast((item) => item.href !== undefined)
  return (
    <>
      {back?.href && (
        <NextLink
          href={back.href}
          className="mb-2 -ml-1 inline-flex min-h-6 items-center gap-1 rounded-xs text-ink-2 hover:text-ink md:hidden"
        >
          <ChevronLeft size={15} aria-hidden />
          {back.label}
        </NextLink>
      )}
      {slot && createPortal(<Trail items={items} />, slot)}
    </>
  )
}

function Trail({ items }: { items: readonly BreadcrumbItem[] }) {
  return (
    <ol className="flex min-w-0 items-center gap-1.5">
      {items.map((item, place) => (
        <li
          key={`${item.href ?? ''} ${item.label}`}
          className="flex min-w-0 items-center gap-1.5"
          aria-current={item.href ? undefined : 'page'}
        >
          {place > 0 && <ChevronRight size={13} className="shrink-0 text-ink-3" aria-hidden />}
          {item.href ? (
            <NextLink href={item.href} className="truncate rounded-xs text-ink-3 hover:text-ink">
              {item.label}
            </NextLink>
          ) : (
            <span className="truncate font-[520]">{item.label}</span>
          )}
        </li>
      ))}
    </ol>
  )
}
