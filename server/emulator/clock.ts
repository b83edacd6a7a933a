// The emulator's time. Every status is computed from this clock when it is read, so moving the clock is all it takes
// to finish an opening, a link or an expiry.

/** Times are epoch milliseconds. */
export type EmulatorClock = {
  now(): number
  /** Moves time forward (or back, with a negative number). */
  advance(ms: number): void
  set(nowMs: number): void
}

/** Runs with the wall clock, plus what it has been moved by. */
export function realClock(): EmulatorClock {
  let offsetMs = 0
  return {
    now: () => Date.now() + offsetMs,
    advance: (ms) => {
      offsetMs += ms
    },
    set: (nowMs) => {
      offsetMs = nowMs - Date.now()
    },
  }
}

/** Stands still until it is moved. */
export function frozenClock(startMs: number = Date.now()): EmulatorClock {
  let currentMs = startMs
  return {
    now: () => currentMs,
    advance: (ms) => {
      currentMs += ms
    },
    set: (nowMs) => {
      currentMs = nowMs
    },
  }
}
