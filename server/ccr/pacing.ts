// How many calls one upstream host gets at once, and how close together. One limiter a host, first come first served.

export type Pace = {
  readonly concurrency: number
  /** Least time between the starts of two calls. */
  readonly minIntervalMs: number
}

export type Limiter = {
  /** Waits for a turn and returns the function that gives it back. Rejects with the signal's reason when it aborts first. */
  acquire(signal: AbortSignal): Promise<() => void>
}

type Waiting = { readonly start: () => void; readonly signal: AbortSignal; readonly onAbort: () => void }

export function createLimiter(pace: Pace): Limiter {
  const queue: Waiting[] = []
  let running = 0
  let nextStartMs = 0
  let timer: NodeJS.Timeout | undefined

  function pump(): void {
    while (queue.length > 0 && running < pace.concurrency) {
      const waitMs = nextStartMs - performance.now()
      if (waitMs > 0) {
        timer ??= setTimeout(() => {
          timer = undefined
          pump()
        }, waitMs)
        return
      }
      const next = queue.shift()
      if (next === undefined) return
      next.signal.removeEventListener('abort', next.onAbort)
      running += 1
      nextStartMs = performance.now() + pace.minIntervalMs
      next.start()
    }
  }

  function releaseOnce(): () => void {
    let isReleased = false
    return () => {
      if (isReleased) return
      isReleased = true
      running -= 1
      pump()
    }
  }

  return {
    acquire(signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason)
          return
        }
        const onAbort = () => {
          queue.splice(
            queue.findIndex((waiting) => waiting.onAbort === onAbort),
            1,
          )
          reject(signal.reason)
        }
        signal.addEventListener('abort', onAbort, { once: true })
        queue.push({ start: () => resolve(releaseOnce()), signal, onAbort })
        pump()
      })
    },
  }
}
