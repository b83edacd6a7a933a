// Slows down guessing. Each account locks by itself after a few failures, longer each time, whether it exists or not, so
// that an answer never tells which accounts exist; an address that fails over and over has to wait as well.

import { createHash } from 'node:crypto'
import { AppError } from '#lib/errors.ts'
import type { Runtime } from '#server/runtime.ts'

export type GuardRule = {
  /** Failures before the first lock. */
  readonly allowed: number
  /** Lengths of the first, second … lock; the last one repeats. Milliseconds. */
  readonly lockMs: readonly number[]
  /** Failures older than this are forgotten. */
  readonly forgetMs: number
}

const minute = 60_000

export const accountRule: GuardRule = {
  allowed: 8,
  lockMs: [minute, 2 * minute, 5 * minute, 15 * minute],
  forgetMs: 24 * 60 * minute,
}

/** Wider, since an office shares one address. */
export const addressRule: GuardRule = { allowed: 40, lockMs: [15 * minute], forgetMs: 15 * minute }

/** The guard's key of an account, whatever was typed as its email. */
export function accountKey(email: string): string {
  return keyOf('account', email.trim().toLowerCase())
}

function keyOf(kind: string, value: string): string {
  return createHash('sha256').update(`${kind}\0${value}`).digest('hex')
}

export type Attempt = {
  /** Call it when the password was right: the account's failures are forgotten. */
  succeeded(): Promise<void>
  /** True when this attempt, if it fails, locks the account. */
  readonly locksAccount: boolean
}

/**
 * Counts an attempt as failed before the password is looked at, so that guesses in parallel gain nothing.
 * Rejects with `account_locked` or `rate_limited`, both with the time left.
 */
export async function beginAttempt(
  runtime: Pick<Runtime, 'db' | 'clock'>,
  email: string,
  address: string | null,
): Promise<Attempt> {
  const account = accountKey(email)
  const guards = [
    { key: account, rule: accountRule, code: 'account_locked' as const },
    ...(address === null
      ? []
      : [{ key: keyOf('address', address), rule: addressRule, code: 'rate_limited' as const }]),
  ]
  let locksAccount = false
  for (const { key, rule, code } of guards) {
    const counted = await count(runtime, key, rule)
    if (counted.waitMs > 0) {
      throw new AppError(code, {
        reason: code === 'rate_limited' ? 'errors.sign_in_rate_limited' : 'errors.account_locked',
        values: { minutes: Math.max(1, Math.ceil(counted.waitMs / minute)) },
        retryAfterMs: counted.waitMs,
      })
    }
    if (key === account) locksAccount = counted.isLocking
  }
  return {
    locksAccount,
    succeeded: async () => {
      await runtime.db.deleteFrom('sign_in_guard').where('key', '=', account).execute()
    },
  }
}

async function count(
  { db, clock }: Pick<Runtime, 'db' | 'clock'>,
  key: string,
  rule: GuardRule,
): Promise<{ waitMs: number; isLocking: boolean }> {
  const now = clock()
  await db
    .deleteFrom('sign_in_guard')
    .where('key', '=', key)
    .where('first_at', '<', now - rule.forgetMs)
    .where((where) => where.or([where('locked_until', 'is', null), where('locked_until', '<=', now)]))
    .execute()
  // One statement, so that of many attempts at once each gets a number of its own.
  const row = await db
    .insertInto('sign_in_guard')
    .values({ key, failures: 1, first_at: now, locked_until: null })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet((set) => ({
        failures: set
          .case()
          .when('sign_in_guard.locked_until', '>', now)
          .then(set.ref('sign_in_guard.failures'))
          .else(set('sign_in_guard.failures', '+', 1))
          .end(),
      })),
    )
    .returning(['failures', 'locked_until'])
    .executeTakeFirstOrThrow()
  if (row.locked_until !== null && row.locked_until > now)
    return { waitMs: row.locked_until - now, isLocking: false }
  if (row.failures < rule.allowed) return { waitMs: 0, isLocking: false }
  // This attempt still counts as one; a further one finds the lock.
  const step = Math.min(row.failures - rule.allowed, rule.lockMs.length - 1)
  await db
    .updateTable('sign_in_guard')
    .set({ locked_until: now + (rule.lockMs[step] ?? 0) })
    .where('key', '=', key)
    .execute()
  return { waitMs: 0, isLocking: true }
}

/** Ends a lock early. */
export async function unlockAccount(runtime: Pick<Runtime, 'db'>, email: string): Promise<void> {
  await runtime.db.deleteFrom('sign_in_guard').where('key', '=', accountKey(email)).execute()
}

/** Which of the accounts are locked now. */
export async function lockedAccounts(
  { db, clock }: Pick<Runtime, 'db' | 'clock'>,
  emails: readonly string[],
): Promise<ReadonlySet<string>> {
  if (emails.length === 0) return new Set()
  const byKey = new Map(emails.map((email) => [accountKey(email), email]))
  const rows = await db
    .selectFrom('sign_in_guard')
    .select('key')
    .where('locked_until', '>', clock())
    .where('key', 'in', [...byKey.keys()])
    .execute()
  return new Set(rows.flatMap(({ key }) => byKey.get(key) ?? []))
}
