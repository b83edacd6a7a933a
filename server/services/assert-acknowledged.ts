import { AppError } from '#lib/errors.ts'
import { type Acknowledgement, type GuardFinding, openFindings } from '#lib/plans/guards.ts'

type Judged = {
  readonly found: { readonly id: string }
  readonly drawn: { readonly findings: readonly GuardFinding[] }
}

/** Rejects while a guard stands against any of the instances, naming each with what has to be typed. */
export function assertAcknowledged(
  drawings: readonly Judged[],
  acknowledge: readonly Acknowledgement[],
): void {
  const open = drawings.flatMap(({ found, drawn }) =>
    openFindings(drawn.findings, acknowledge).map((finding) => ({ instanceId: found.id, ...finding })),
  )
  if (open.length === 0) return
  const guardIds = [...new Set(open.map(({ guardId }) => guardId))]
  const details = { guardIds, findings: open }
  if (open.some(({ mode }) => mode === 'block')) {
    throw new AppError('conflict', { reason: 'errors.plan_blocked', details })
  }
  throw new AppError('confirmation_required', { details })
}
