import { setTimeout as sleep } from 'node:timers/promises'

/** A function that lets its caller go on, at the earliest `paceMs` after it last did. For one caller at a time. */
export function createPacer(paceMs: number): () => Promise<void> {
  let nextMs = 0
  return async () => {
    const waitMs = nextMs - performance.now()
    if (waitMs > 0) await sleep(waitMs)
    nextMs = performance.now() + paceMs
  }
}
