'use client'

import { useNow } from '#components/data/use-now.ts'
import { formatElapsed } from '#lib/elapsed.ts'

/** A running time since an instant (epoch ms), as a clock reads it. Hidden from readers, who would hear every second. */
export function Elapsed({ since }: { since: number }) {
  const now = useNow(1_000)
  return (
    <span aria-hidden className="tabular-nums" suppressHydrationWarning>
      {formatElapsed(now - since)}
    </span>
  )
}
