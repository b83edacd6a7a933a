'use client'

import { useCallback, useSyncExternalStore } from 'react'

type Ticker = {
  readonly listeners: Set<() => void>
  timer: ReturnType<typeof setInterval> | undefined
  now: number
}

const tickers = new Map<number, Ticker>()

function tickerOf(intervalMs: number): Ticker {
  let ticker = tickers.get(intervalMs)
  if (!ticker) {
    ticker = { listeners: new Set(), timer: undefined, now: Date.now() }
    tickers.set(intervalMs, ticker)
  }
  return ticker
}

/** The present as epoch ms, renewed every `intervalMs` while the page is mounted. All users of one interval tick together. */
export function useNow(intervalMs: number): number {
  // The same function at every render: another one would subscribe anew, which moves the present and renders again.
  const subscribe = useCallback(
    (listener: () => void) => {
      const ticker = tickerOf(intervalMs)
      ticker.listeners.add(listener)
      ticker.now = Date.now()
      ticker.timer ??= setInterval(() => {
        ticker.now = Date.now()
        for (const each of ticker.listeners) each()
      }, intervalMs)
      return () => {
        ticker.listeners.delete(listener)
        if (ticker.listeners.size > 0) return
        clearInterval(ticker.timer)
        ticker.timer = undefined
      }
    },
    [intervalMs],
  )
  const read = () => tickerOf(intervalMs).now
  return useSyncExternalStore(subscribe, read, read)
}
