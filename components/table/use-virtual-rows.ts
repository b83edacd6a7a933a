'use client'

import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useLayoutEffect, useState } from 'react'

/** Below this all rows are drawn: finding in page and printing then see everything. */
const virtualFrom = 200

export type VirtualRows = {
  readonly items: readonly { readonly index: number }[]
  /** Heights in pixels of what is not drawn before and after the items. */
  readonly before: number
  readonly after: number
  readonly measure: ((element: Element | null) => void) | undefined
  readonly scrollTo: (index: number) => void
}

/** Which rows of a long list to draw while the window scrolls. `start` is the element the rows stand in. */
export function useVirtualRows(options: {
  readonly start: RefObject<HTMLElement | null>
  readonly count: number
  readonly heightOf: (index: number) => number
  readonly keyOf: (index: number) => string
}): VirtualRows {
  const { start, count, heightOf, keyOf } = options
  const isVirtual = count >= virtualFrom
  const [scrollMargin, setScrollMargin] = useState(0)
  // What stands above may grow at any time, so the place is looked up after every render; most find it unchanged.
  useLayoutEffect(() => {
    if (!isVirtual || start.current === null) return
    const top = Math.round(start.current.getBoundingClientRect().top + window.scrollY)
    if (Math.abs(top - scrollMargin) > 1) setScrollMargin(top)
  })
  const virtualizer = useWindowVirtualizer({
    count: isVirtual ? count : 0,
    estimateSize: heightOf,
    getItemKey: keyOf,
    overscan: 12,
    scrollMargin,
    scrollPaddingStart: 120,
    scrollPaddingEnd: 96,
  })
  if (!isVirtual) {
    return {
      items: Array.from({ length: count }, (_, index) => ({ index })),
      before: 0,
      after: 0,
      measure: undefined,
      scrollTo: () => {},
    }
  }
  const items = virtualizer.getVirtualItems()
  const first = items[0]
  const last = items.at(-1)
  return {
    items,
    before: first === undefined ? 0 : first.start - scrollMargin,
    after:
      last === undefined
        ? virtualizer.getTotalSize()
        : virtualizer.getTotalSize() - (last.end - scrollMargin),
    measure: virtualizer.measureElement,
    scrollTo: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  }
}
