'use client'

import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useCallback, useLayoutEffect, useState } from 'react'

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
  // What stands above may grow at any time; then the page grows with it.
  useLayoutEffect(() => {
    const element = start.current
    if (!isVirtual || element === null) return
    const measure = () => setScrollMargin(Math.round(element.getBoundingClientRect().top + window.scrollY))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [isVirtual, start])
  const virtualizer = useWindowVirtualizer({
    count: isVirtual ? count : 0,
    estimateSize: heightOf,
    getItemKey: keyOf,
    overscan: 12,
    scrollMargin,
    scrollPaddingStart: 120,
    scrollPaddingEnd: 96,
  })
  const scrollTo = useCallback(
    (index: number) => virtualizer.scrollToIndex(index, { align: 'auto' }),
    [virtualizer],
  )
  if (!isVirtual) {
    return {
      items: Array.from({ length: count }, (_, index) => ({ index })),
      before: 0,
      after: 0,
      measure: undefined,
      scrollTo: stay,
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
    scrollTo,
  }
}

// All rows are drawn: focus alone brings one into sight.
function stay(): void {}
