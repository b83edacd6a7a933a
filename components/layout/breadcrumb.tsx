'use client'

import { ChevronRight } from 'lucide-react'
import NextLink from 'next/link'
import { Fragment } from 'react'
import { createPortal } from 'react-dom'
import { useBrowserValue } from '#components/data/use-browser-value.ts'

export type BreadcrumbItem = { readonly href?: string; readonly label: string }

export const breadcrumbSlotId = 'breadcrumb-slot'

function readSlot(): HTMLElement | null {
  return document.getElementById(breadcrumbSlotId)
}

/** Where the page stands, drawn into the top bar; above the page on a phone. */
export function Breadcrumb({ items }: { items: readonly BreadcrumbItem[] }) {
  // The top bar belongs to the layout around the page.
  const slot = useBrowserValue(readSlot, null)
  if (!slot) return null
  return createPortal(
    <ol className="flex min-w-0 items-center gap-1.5">
      {items.map((item, place) => (
        <Fragment key={`${item.href ?? ''} ${item.label}`}>
          {place > 0 && <ChevronRight size={13} className="shrink-0 text-ink-3" aria-hidden />}
          <li className="min-w-0 truncate" aria-current={item.href ? undefined : 'page'}>
            {item.href ? (
              <NextLink href={item.href} className="text-ink-2 hover:text-ink">
                {item.label}
              </NextLink>
            ) : (
              <span className="font-[520]">{item.label}</span>
            )}
          </li>
        </Fragment>
      ))}
    </ol>,
    slot,
  )
}
