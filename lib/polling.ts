const movingMs = 2_000
const slowestMovingMs = 10_000
const settledMs = 30_000
const steadyForMs = 30_000
const growth = 1.5

export type PollState = {
  /** Something is on its way to another state at the cloud (opening, creating, …). */
  readonly transitional: boolean
  /** Milliseconds since the state was last seen to change, or since the change was asked for. */
  readonly sinceChangeMs: number
  /** Is the page in sight? Nobody reads a hidden page, so nothing is asked for it. */
  readonly visible: boolean
  /** Did the last poll fail? Then it is tried again less eagerly. */
  readonly failed?: boolean
}

/**
 * How long to wait before the next read, in milliseconds, or `false` for none at all.
 * Two seconds for the first half minute of a transition, then half as much again for every further half minute,
 * up to ten; thirty seconds when nothing moves; a failing read never faster than ten.
 */
export function pollInterval({
  transitional,
  sinceChangeMs,
  visible,
  failed = false,
}: PollState): number | false {
  if (!visible) return false
  if (!transitional) return settledMs
  const elapsedMs = Number.isFinite(sinceChangeMs) ? Math.max(0, sinceChangeMs) : steadyForMs
  const steps = Math.floor(elapsedMs / steadyForMs)
  const intervalMs = Math.min(slowestMovingMs, Math.round(movingMs * growth ** Math.min(steps, 10)))
  return failed ? Math.max(slowestMovingMs, intervalMs) : intervalMs
}
