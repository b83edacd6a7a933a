// Slows down guessing. Each account locks by itself after a few failures, longer each time, whether it exists or not, so
// that an answer never tells which accounts exist; an address that fails over and over has to wait as well.

import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import { sql } from 'kysely'
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
  const { db, clock } = runtime
  await forgetOld(runtime)
  // The address first: one that has to wait must not go on locking other people's accounts.
  const network = address === null ? null : keyOf('address', networkOf(address))
  if (network !== null) {
    const counted = await count(runtime, network, addressRule)
    if (counted.waitMs > 0) throw refusal('rate_limited', 'errors.sign_in_rate_limited', counted.waitMs)
  }
  const account = accountKey(email)
  const counted = await count(runtime, account, accountRule)
  if (counted.waitMs > 0) throw refusal('account_locked', 'errors.account_locked', counted.waitMs)
  return {
    locksAccount: counted.isLocking,
    succeeded: async () => {
      await db.deleteFrom('sign_in_guard').where('key', '=', account).execute()
      if (network === null) return
      // Only what this attempt added: an own account must not wash away guesses at others.
      const { allowed } = addressRule
      await db
        .updateTable('sign_in_guard')
        .set((set) => ({
          failures: set('failures', '-', 1),
          locked_until: set
            .case()
            .when('failures', '<=', allowed)
            .then(null)
            .else(set.ref('locked_until'))
            .end(),
        }))
        .where('key', '=', network)
        .where('first_at', '<=', clock())
        .execute()
    },
  }
}

function refusal(code: 'account_locked' | 'rate_limited', reason: string, waitMs: number): AppError {
  return new AppError(code, {
    reason,
    values: { minutes: Math.max(1, Math.ceil(waitMs / minute)) },
    retryAfterMs: waitMs,
  })
}

/** Counts and locks in one statement, so that of many attempts at once each gets a number of its own. */
async function count(
  { db, clock }: Pick<Runtime, 'db' | 'clock'>,
  key: string,
  { allowed, lockMs, forgetMs }: GuardRule,
): Promise<{ waitMs: number; isLocking: boolean }> {
  const now = clock()
  const counted = await db
    .insertInto('sign_in_guard')
    .values({ key, failures: 1, first_at: now, locked_until: null })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet(() => {
          const isOld = sql<boolean>`sign_in_guard.first_at < ${now - forgetMs}`
          const failures = sql<number>`sign_in_guard.failures + 1`
          const steps = lockMs.map(
            (ms, step) => sql`when ${failures} = ${allowed + step} then cast(${now + ms} as bigint)`,
          )
          const longest = now + (lockMs.at(-1) ?? 0)
          return {
            failures: sql<number>`case when ${isOld} then 1 else ${failures} end`,
            first_at: sql<number>`case when ${isOld} then cast(${now} as bigint) else sign_in_guard.first_at end`,
            locked_until: sql<number | null>`case when ${isOld} or ${failures} < ${allowed} then null
              ${sql.join(steps, sql` `)} else cast(${longest} as bigint) end`,
          }
        })
        // A row that is locked stays as it is, and none is returned.
        .where((where) =>
          where.or([
            where('sign_in_guard.locked_until', 'is', null),
            where('sign_in_guard.locked_until', '<=', now),
          ]),
        ),
    )
    .returning('locked_until')
    .executeTakeFirst()
  if (counted) return { waitMs: 0, isLocking: counted.locked_until !== null }
  const locked = await db
    .selectFrom('sign_in_guard')
    .select('locked_until')
    .where('key', '=', key)
    .executeTakeFirst()
  // Unlocked in this very moment: whoever asks again finds it so.
  return { waitMs: Math.max(1, (locked?.locked_until ?? 0) - now), isLocking: false }
}

/** Anybody may type any email: what they leave behind goes again. */
async function forgetOld({ db, clock }: Pick<Runtime, 'db' | 'clock'>): Promise<void> {
  const now = clock()
  await db
    .deleteFrom('sign_in_guard')
    .where('first_at', '<', now - Math.max(accountRule.forgetMs, addressRule.forgetMs))
    .where((where) => where.or([where('locked_until', 'is', null), where('locked_until', '<=', now)]))
    .execute()
}

/** An IPv6 customer is given a whole /64 and may use any address of it (RFC 6177), so all of it counts as one. */
function networkOf(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail] = address.toLowerCase().split('%', 1)[0]?.split('::') ?? []
  const front = head === '' ? [] : head.split(':')
  const back = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0')
  return [...front, ...zeros, ...back]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
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
