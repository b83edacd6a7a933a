import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '#lib/errors.ts'
import { type DatabaseHandle, migrate, openDatabase } from '#server/db/database.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/database.ts'
import { accountRule, addressRule, beginAttempt, lockedAccounts, unlockAccount } from './sign-in-guard.ts'

const minute = 60_000
const email = 'ada@example.com'

let database: TestDatabase
let handle: DatabaseHandle
let now = 1_800_000_000_000
const guard = () => ({ db: handle.db, clock: () => now })

beforeAll(async () => {
  database = await createTestDatabase()
  handle = openDatabase(database.config)
  await migrate(handle, async () => {})
})
afterAll(async () => {
  await handle.close()
  await database.drop()
})
beforeEach(() => handle.db.deleteFrom('sign_in_guard').execute())

/** Fails once; the minutes that were asked to wait, or 0. */
async function fail(who = email, address: string | null = null): Promise<number> {
  try {
    await beginAttempt(guard(), who, address)
    return 0
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    expect(error.retryAfterMs).toBeGreaterThan(0)
    return Number(error.values.minutes)
  }
}

async function failTimes(times: number, who = email, address: string | null = null): Promise<void> {
  for (let i = 0; i < times; i += 1) expect(await fail(who, address)).toBe(0)
}

describe('an account', () => {
  it('is locked by the eighth failure, each time for longer', async () => {
    await failTimes(accountRule.allowed)
    for (const minutes of [1, 2, 5, 15, 15]) {
      expect(await fail()).toBe(minutes)
      now += minutes * minute - 1
      expect(await fail()).toBe(1)
      now += 1
      expect(await fail()).toBe(0)
    }
  })

  it('says which attempt locks it', async () => {
    await failTimes(accountRule.allowed - 2)
    expect((await beginAttempt(guard(), email, null)).locksAccount).toBe(false)
    expect((await beginAttempt(guard(), email, null)).locksAccount).toBe(true)
  })

  it('is one account however its email is typed, and the only one concerned', async () => {
    await failTimes(accountRule.allowed)
    expect(await fail(' ADA@Example.com ')).toBe(1)
    expect(await fail('bob@example.com')).toBe(0)
  })

  it('starts afresh after the right password', async () => {
    await failTimes(accountRule.allowed - 1)
    await (await beginAttempt(guard(), email, null)).succeeded()
    await failTimes(accountRule.allowed - 1)
  })

  it('is not opened by waiting for part of the lock, nor locked longer by trying', async () => {
    await failTimes(accountRule.allowed)
    for (let i = 0; i < 50; i += 1) await fail()
    now += minute
    expect(await fail()).toBe(0)
  })

  it('forgets failures after a day', async () => {
    await failTimes(accountRule.allowed - 1)
    now += accountRule.forgetMs + 1
    await failTimes(accountRule.allowed - 1)
  })

  it('is unlocked by hand', async () => {
    await failTimes(accountRule.allowed)
    expect(await lockedAccounts(guard(), [email, 'bob@example.com'])).toEqual(new Set([email]))
    await unlockAccount(guard(), email)
    expect(await lockedAccounts(guard(), [email])).toEqual(new Set())
    expect(await fail()).toBe(0)
  })

  it('is guessed at no more often by guessing all at once', async () => {
    const attempts = await Promise.all(Array.from({ length: 100 }, () => fail()))
    expect(attempts.filter((minutes) => minutes === 0)).toHaveLength(accountRule.allowed)
  })
})

describe('an address', () => {
  const office = '198.51.100.1'
  const someone = (index: number) => `someone-${index}@example.com`

  it('has to wait after many failures, whatever accounts they were at', async () => {
    for (let i = 0; i < addressRule.allowed; i += 1) expect(await fail(someone(i), office)).toBe(0)
    expect(await fail(someone(99), office)).toBe(15)
    expect(await fail(someone(99), '198.51.100.2')).toBe(0)
    now += 15 * minute
    expect(await fail(someone(99), office)).toBe(0)
  })

  it('locks no more accounts while it waits', async () => {
    for (let i = 0; i < addressRule.allowed; i += 1) await fail(someone(i), office)
    for (let i = 0; i < accountRule.allowed + 1; i += 1) await fail(email, office)
    expect(await lockedAccounts(guard(), [email])).toEqual(new Set())
  })

  it('is not counted for people who sign in', async () => {
    for (let i = 0; i < 2 * addressRule.allowed; i += 1) {
      await (await beginAttempt(guard(), someone(i), office)).succeeded()
    }
    expect(await fail(email, office)).toBe(0)
  })

  it('gains nothing by signing in to an own account in between', async () => {
    for (let i = 0; i < addressRule.allowed - 1; i += 1) {
      expect(await fail(someone(i), office)).toBe(0)
      await (await beginAttempt(guard(), email, office)).succeeded()
    }
    expect(await fail(someone(99), office)).toBe(0)
    expect(await fail(someone(99), office)).toBe(15)
  })

  it.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', true],
    ['2001:db8:1:2::1', '2001:0DB8:1:2:0:0:0:5', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['2001:db8::1', '2001:db8:0:0:1::', true],
    ['::1', '1::', false],
  ])('%s and %s count as one: %s', async (one, other, isSame) => {
    for (let i = 0; i < addressRule.allowed; i += 1) await fail(someone(i), one)
    expect((await fail(email, other)) > 0).toBe(isSame)
  })
})

it('keeps no trace of what was typed, and nothing for ever', async () => {
  await fail('my password, in the wrong field', '198.51.100.7')
  const rows = await handle.db.selectFrom('sign_in_guard').selectAll().execute()
  expect(JSON.stringify(rows)).not.toMatch(/password|198\.51/)
  now += accountRule.forgetMs + 1
  await fail('somebody else')
  expect(await handle.db.selectFrom('sign_in_guard').selectAll().execute()).toHaveLength(1)
})
