'use client'

import { useSyncExternalStore } from 'react'

const nothingChanges = () => () => {}

/**
 * A value that only the browser knows (the hash, an element of the layout). `atFirst` stands for it in what the server
 * renders. `read` must give the same value as long as nothing changes.
 */
export function useBrowserValue<T>(
  read: () => T,
  atFirst: T,
  subscribe: (onChange: () => void) => () => void = nothingChanges,
): T {
  return useSyncExternalStore(subscribe, read, () => atFirst)
}
