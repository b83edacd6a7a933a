'use client'

import { useSyncExternalStore } from 'react'

const nothingChanges = () => () => {}

/** The key that opens shortcuts on this system: `⌘` on Apple's, else `Ctrl `. */
export function useModifierKey(): string {
  return useSyncExternalStore(
    nothingChanges,
    () => (/Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl '),
    () => 'Ctrl ',
  )
}
