import type { Runtime } from '#server/runtime.ts'

/** How carefully changes are made. Milliseconds throughout. */
export type ChangePolicy = {
  /** Pause between two writes to one instance: the cloud documents no rate limit, so we are modest. */
  readonly paceMs: number
  /** After a lost answer: how long to wait before the second look, when the first shows nothing yet. */
  readonly secondLookMs: number
  /** How long a lease holds without a sign of life. Longer than one write may take (30 s). */
  readonly leaseMs: number
  /** How long to wait for somebody else's lease before saying so. */
  readonly leaseWaitMs: number
  /** How long a step that waits for the cloud to settle waits, and how often it looks. */
  readonly settleWaitMs: number
  readonly settlePollMs: number
  /** Told where in the journal the work is; a test ends the process there. */
  readonly atPoint?: (point: string) => void
}

export const defaultChangePolicy: ChangePolicy = {
  paceMs: 20,
  secondLookMs: 1_000,
  leaseMs: 60_000,
  leaseWaitMs: 3_000,
  settleWaitMs: 15 * 60_000,
  settlePollMs: 2_000,
}

/** The policy of this process. */
export function changePolicyOf(runtime: Pick<Runtime, 'changePolicy'>): ChangePolicy {
  return { ...defaultChangePolicy, ...runtime.changePolicy }
}
