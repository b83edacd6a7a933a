// One change of an instance at a time, across processes: the lease is a row. It is held in the name of an audit event,
// so that an event without a live lease is known to be abandoned.

import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '#lib/errors.ts'
import type { Runtime } from '#server/runtime.ts'
import { changePolicyOf } from './policy.ts'

export type LeaseRequest = {
  readonly instanceId: string
  /** Id of the audit event. */
  readonly holder: string
  /** Shown to those who have to wait. */
  readonly holderName: string
}

export type InstanceLease = {
  /** Makes sure the lease outlives the next write. Rejects with `instance_busy` when it was lost: nothing more may be sent. */
  keep(): Promise<void>
  /** From now on held in the name of another audit event of the same work. Rejects with `instance_busy` when it was lost. */
  handOver(holder: string): Promise<void>
}

type LeaseRuntime = Pick<Runtime, 'db' | 'clock' | 'log' | 'changePolicy'>

/** Does the work while holding the lease. Rejects with `instance_busy` when somebody else holds it for too long. */
export async function withInstanceLease<T>(
  runtime: LeaseRuntime,
  request: LeaseRequest,
  work: (lease: InstanceLease) => Promise<T>,
): Promise<T> {
  const { db, clock, log } = runtime
  const { instanceId } = request
  let { holder } = request
  const { leaseMs } = changePolicyOf(runtime)
  let expiresAt = await acquire(runtime, request)
  try {
    return await work({
      async keep() {
        const now = clock()
        if (expiresAt - now > leaseMs * 0.75) return
        const renewed = await db
          .updateTable('instance_lease')
          .set({ expires_at: now + leaseMs })
          .where('instance_id', '=', instanceId)
          .where('holder', '=', holder)
          .executeTakeFirst()
        if (Number(renewed.numUpdatedRows) === 0) throw new AppError('instance_busy')
        expiresAt = now + leaseMs
      },
      async handOver(next) {
        const now = clock()
        const given = await db
          .updateTable('instance_lease')
          .set({ holder: next, expires_at: now + leaseMs })
          .where('instance_id', '=', instanceId)
          .where('holder', '=', holder)
          .executeTakeFirst()
        if (Number(given.numUpdatedRows) === 0) throw new AppError('instance_busy')
        holder = next
        expiresAt = now + leaseMs
      },
    })
  } finally {
    try {
      await db
        .deleteFrom('instance_lease')
        .where('instance_id', '=', instanceId)
        .where('holder', '=', holder)
        .execute()
    } catch (cause) {
      log.error({ err: cause, instanceId }, 'A lease could not be given back; it ends by itself')
    }
  }
}

const shortestRetryMs = 20
const longestRetryMs = 200

async function acquire(runtime: LeaseRuntime, request: LeaseRequest): Promise<number> {
  const { leaseWaitMs } = changePolicyOf(runtime)
  const endMs = performance.now() + leaseWaitMs
  for (let retryMs = shortestRetryMs; ; retryMs = Math.min(longestRetryMs, retryMs * 2)) {
    const expiresAt = await tryAcquire(runtime, request)
    if (expiresAt !== null) return expiresAt
    if (performance.now() + retryMs > endMs) throw await busy(runtime, request.instanceId)
    await sleep(retryMs)
  }
}

async function tryAcquire(runtime: LeaseRuntime, request: LeaseRequest): Promise<number | null> {
  const now = runtime.clock()
  const row = {
    holder: request.holder,
    holder_name: request.holderName,
    expires_at: now + changePolicyOf(runtime).leaseMs,
  }
  const taken = await runtime.db
    .insertInto('instance_lease')
    .values({ instance_id: request.instanceId, ...row })
    .onConflict((conflict) =>
      conflict.column('instance_id').doUpdateSet(row).where('instance_lease.expires_at', '<=', now),
    )
    .returning('holder')
    .executeTakeFirst()
  return taken === undefined ? null : row.expires_at
}

async function busy(runtime: LeaseRuntime, instanceId: string): Promise<AppError> {
  const row = await runtime.db
    .selectFrom('instance_lease')
    .select('holder_name')
    .where('instance_id', '=', instanceId)
    .executeTakeFirst()
  return new AppError('instance_busy', {
    retryAfterMs: 2_000,
    ...(row && { details: { byName: row.holder_name } }),
  })
}
