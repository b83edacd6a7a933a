'use client'

import { hashKey } from '@tanstack/react-query'
import { useBrowserValue } from './use-browser-value.ts'

const isInBrowser = () => true
const asOnServer = {
  enabled: false,
  queryKeyHashFn: (key: readonly unknown[]) => `hydrating ${hashKey(key)}`,
}

/**
 * Options to end those of every read. React hydrates a page in parts: one that comes later must first render what the
 * server rendered, with nothing read, although what an earlier part asked for may be answered by then.
 */
export function useHydration(): Partial<typeof asOnServer> {
  return useBrowserValue(isInBrowser, false) ? {} : asOnServer
}
