import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '#lib/errors.ts'
import type { Runtime } from '#server/runtime.ts'
import { changePolicyOf } from './policy.ts'

/**
 * The answer to a write was lost: looks whether it happened, and a little later once more, as the call may still be on
 * its way. Rejects with the lost answer's own error, `outcome_unknown`, when the look itself fails.
 */
export async function lookAfterLostAnswer(
  runtime: Pick<Runtime, 'changePolicy'>,
  lost: AppError,
  hasHappened: () => Promise<boolean>,
): Promise<boolean> {
  try {
    if (await hasHappened()) return true
    await sleep(changePolicyOf(runtime).secondLookMs)
    return await hasHappened()
  } catch {
    throw lost
  }
}

/** A lost answer that turned out to be a change not made. */
export function notDone(lost: AppError): AppError {
  return new AppError('upstream_unavailable', {
    reason: 'errors.write_not_done',
    ...(lost.upstream && { upstream: lost.upstream }),
    cause: lost,
  })
}
