import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { authPaths } from '#lib/contract/auth-paths.ts'
import { sessionAbsoluteMs, sessionIdleMs } from '#server/auth/auth.ts'
import { accountRule, addressRule } from '#server/auth/sign-in-guard.ts'
import { newBrowser, startTestApp, type TestApp, type TestPerson, testPassword } from '#server/testing/app.ts'

const wrong = 'not the password at all'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ env: { TRUSTED_PROXIES: '10.0.0.0/8' } })
})
afterAll(() => app.close())
beforeEach(async () => {
  await app.runtime.db.deleteFrom('sign_in_guard').execute()
  await app.runtime.db.deleteFrom('audit_event').execute()
})

const events = async () => {
  const rows = await app.runtime.db.selectFrom('audit_event').selectAll().orderBy('at').execute()
  return rows.map(({ action, outcome, actor_name, input }) => ({
    action,
    outcome,
    actor_name,
    input: JSON.parse(input),
  }))
}
const me = (person: TestPerson) => app.call('getMe', { as: person })
const changePassword = (person: TestPerson, currentPassword: string, newPassword: string) =>
  app.send('POST', authPaths.updatePassword, { by: person.browser, body: { currentPassword, newPassword } })

describe('signing in', () => {
  it('opens a session whose cookie no script can read, and leaves a row', async () => {
    const person = await app.addPerson('viewer', 'Vera')
    const answer = await app.signIn(person)
    expect([answer.status, answer.body]).toEqual([200, {}])
    const cookies = answer.headers.getSetCookie()
    expect(cookies).toHaveLength(1)
    expect(cookies[0]).toMatch(
      /^drawbridge\.session_token=[^;]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/,
    )
    expect((await me(person)).body).toMatchObject({ name: 'Vera', role: 'viewer', email: person.email })
    expect(await events()).toEqual([
      { action: 'session.sign-in', outcome: 'succeeded', actor_name: 'Vera', input: { email: person.email } },
    ])
  })

  it('accepts the email in any case', async () => {
    const person = await app.addPerson('viewer')
    expect((await app.signIn({ ...person, email: ` ${person.email.toUpperCase()} ` })).status).toBe(200)
  })

  it('says the same for a wrong password, an unknown account and a disabled one', async () => {
    const person = await app.addPerson('viewer')
    const disabled = await app.addPerson('viewer')
    await app.runtime.db
      .updateTable('person')
      .set({ is_active: 0 })
      .where('user_id', '=', disabled.id)
      .execute()
    const answers = [
      await app.signIn(person, wrong),
      await app.signIn({ email: 'nobody@example.com', browser: newBrowser() }, wrong),
      await app.signIn({ email: 'no email', browser: newBrowser() }, wrong),
      await app.signIn(disabled),
    ]
    for (const { status, error, headers } of answers) {
      expect(status).toBe(401)
      expect(error).toEqual({ ...answers[0]?.error, requestId: error.requestId })
      expect(headers.getSetCookie()).toEqual([])
    }
    expect(await events()).toHaveLength(4)
    expect((await events()).every(({ outcome }) => outcome === 'refused')).toBe(true)
  })

  it('keeps nothing of a password typed into the wrong field', async () => {
    await app.signIn({ email: testPassword, browser: newBrowser() }, 'ada@example.com')
    expect(JSON.stringify(await events())).not.toContain(testPassword)
    expect(app.logText()).not.toContain(testPassword)
  })

  it.each([
    [{}, 400],
    [{ email: 'a@example.com' }, 400],
    [{ email: 'a@example.com', password: ['x'] }, 400],
    [{ email: 'a@example.com', password: 'x'.repeat(1001) }, 400],
    ['[', 400],
  ])('refuses %j', async (body, status) => {
    expect((await app.send('POST', authPaths.signIn, { body })).status).toBe(status)
  })

  it('is refused from another site', async () => {
    const person = await app.addPerson('viewer')
    const answer = await app.signIn(person, testPassword, { headers: { origin: 'https://evil.example' } })
    expect([answer.status, answer.error.code]).toEqual([403, 'cross_origin'])
  })

  it.each([
    ['GET', '/api/auth/get-session'],
    ['GET', '/api/auth/ok'],
    ['POST', '/api/auth/sign-up/email'],
    ['POST', '/api/auth/update-user'],
    ['POST', '/api/auth/delete-user'],
    ['POST', '/api/auth/list-sessions'],
    ['POST', '/api/auth/request-password-reset'],
    ['POST', '/api/auth//sign-in/email'],
    ['GET', authPaths.signIn],
  ])('has no other door: %s %s', async (method, path) => {
    const answer = await app.send(method, path, { ...(method === 'POST' && { body: {} }) })
    expect([answer.status, answer.error.code]).toEqual([404, 'not_found'])
  })
})

describe('guessing', () => {
  it('locks the account, also for the right password, and says for how long', async () => {
    const person = await app.addPerson('viewer')
    for (let i = 0; i < accountRule.allowed; i += 1)
      expect((await app.signIn(person, wrong)).status).toBe(401)
    const answer = await app.signIn(person)
    expect([answer.status, answer.error.code]).toEqual([429, 'account_locked'])
    expect(answer.error.message).toContain('1 minute')
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(50)
    const rows = await events()
    expect(rows.filter(({ action }) => action === 'person.lock')).toEqual([
      { action: 'person.lock', outcome: 'succeeded', actor_name: '', input: { email: person.email } },
    ])
    // Knocking on a locked door fills no log.
    const before = rows.length
    for (let i = 0; i < 5; i += 1) await app.signIn(person, wrong)
    expect(await events()).toHaveLength(before)
  })

  it('locks an account that does not exist just the same', async () => {
    const nobody = { email: 'nobody@example.com', browser: newBrowser() }
    for (let i = 0; i < accountRule.allowed; i += 1) await app.signIn(nobody, wrong)
    expect((await app.signIn(nobody, wrong)).error.code).toBe('account_locked')
  })

  it('is looked at no more often when it comes all at once', async () => {
    const person = await app.addPerson('viewer')
    const answers = await Promise.all(Array.from({ length: 30 }, () => app.signIn(person, wrong)))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(accountRule.allowed)
  })

  it.each([
    ['a client that invents addresses', testPeerOf, (i: number) => `198.51.100.${i}`],
    [
      'a client behind a proxy that invents addresses',
      () => '10.0.0.1',
      (i: number) => `198.51.100.${i}, 203.0.113.66`,
    ],
  ])('is not hidden by %s', async (_, peer, forwarded) => {
    for (let i = 0; i < addressRule.allowed; i += 1) {
      // No email at all: counted like any other, and refused without the work of hashing a password.
      const nobody = { email: `nobody-${i}`, browser: newBrowser() }
      await app.signIn(nobody, wrong, { peer: peer(), headers: { 'x-forwarded-for': forwarded(i) } })
    }
    const answer = await app.signIn({ email: 'fresh@example.com', browser: newBrowser() }, wrong, {
      peer: peer(),
      headers: { 'x-forwarded-for': forwarded(250) },
    })
    expect([answer.status, answer.error.code]).toEqual([429, 'rate_limited'])
    // Somebody else behind the same proxy is not concerned.
    const other = await app.signIn({ email: 'fresh@example.com', browser: newBrowser() }, wrong, {
      peer: '10.0.0.1',
      headers: { 'x-forwarded-for': '192.0.2.1' },
    })
    expect(other.status).toBe(401)
  })

  it('at the own password counts as well', async () => {
    const person = await app.addPerson('viewer')
    await app.signIn(person)
    for (let i = 0; i < accountRule.allowed; i += 1) {
      const { error } = await changePassword(person, wrong, 'a new and long password')
      expect(error.fields).toEqual([{ path: 'currentPassword', message: expect.stringContaining('current') }])
    }
    expect((await changePassword(person, testPassword, 'a new and long password')).error.code).toBe(
      'account_locked',
    )
    expect((await events()).map(({ action }) => action)).toContain('person.lock')
  })
})

function testPeerOf(): string {
  return '203.0.113.66'
}

describe('a session', () => {
  it('ends with signing out, on the server too', async () => {
    const person = await app.addPerson('viewer')
    await app.signIn(person)
    const copy = { cookies: new Map(person.browser.cookies) }
    const answer = await app.send('POST', authPaths.signOut, { by: person.browser, body: {} })
    expect(answer.status).toBe(200)
    expect(person.browser.cookies.size).toBe(0)
    expect((await app.call('getMe', { by: copy })).status).toBe(401)
    expect((await events()).map(({ action }) => action)).toEqual(['session.sign-in', 'session.sign-out'])
  })

  it.each([
    ['has not been used for too long', { expiresAt: -1 }],
    ['is too old, however much it is used', { createdAt: -sessionAbsoluteMs - 1, expiresAt: sessionIdleMs }],
  ])('ends when it %s', async (_, offsets) => {
    const person = await app.addPerson('viewer')
    await app.signIn(person)
    const now = Date.now()
    const { adapter } = await app.runtime.auth.context
    const update = Object.fromEntries(
      Object.entries(offsets).map(([name, offset]) => [name, new Date(now + offset)]),
    )
    await adapter.update({ model: 'session', where: [{ field: 'userId', value: person.id }], update })
    expect((await me(person)).status).toBe(401)
    expect(await adapter.count({ model: 'session', where: [{ field: 'userId', value: person.id }] })).toBe(0)
  })

  it('is prolonged by use, with a new cookie, but not by every request', async () => {
    const person = await app.addPerson('viewer')
    await app.signIn(person)
    expect((await me(person)).headers.getSetCookie()).toEqual([])
    const { adapter } = await app.runtime.auth.context
    const where = [{ field: 'userId', value: person.id }]
    await adapter.update({
      model: 'session',
      where,
      update: { expiresAt: new Date(Date.now() + sessionIdleMs / 2) },
    })
    expect((await me(person)).headers.getSetCookie()).toHaveLength(1)
    const session = await adapter.findOne<{ expiresAt: Date }>({ model: 'session', where })
    expect(session?.expiresAt.getTime()).toBeGreaterThan(Date.now() + sessionIdleMs - 60_000)
  })

  it('ends at once for a person who is disabled', async () => {
    const person = await app.addPerson('viewer')
    await app.signIn(person)
    const admin = await app.as('admin')
    const answer = await app.call('updatePerson', {
      as: admin,
      params: { personId: person.id },
      body: { isActive: false },
    })
    expect(answer.body).toMatchObject({ isActive: false })
    expect((await me(person)).status).toBe(401)
    expect((await app.signIn(person)).status).toBe(401)
  })

  it('has the rights of today, not those of sign-in', async () => {
    const person = await app.addPerson('operator')
    await app.signIn(person)
    await app.call('updatePerson', {
      as: await app.as('admin'),
      params: { personId: person.id },
      body: { role: 'viewer' },
    })
    expect((await me(person)).body).toMatchObject({ role: 'viewer' })
  })
})

describe('a new password', () => {
  it('replaces the old one and ends the other sessions', async () => {
    const person = await app.addPerson('viewer')
    await app.signIn(person)
    const elsewhere = { ...person, browser: newBrowser() }
    await app.signIn(elsewhere)
    const answer = await changePassword(person, testPassword, 'another fine long password')
    expect(answer.status).toBe(200)
    expect(answer.text).toBe('{}')
    expect((await me(person)).status).toBe(200)
    expect((await me(elsewhere)).status).toBe(401)
    expect((await app.signIn(elsewhere)).status).toBe(401)
    expect((await app.signIn(elsewhere, 'another fine long password')).status).toBe(200)
    expect(await events()).toContainEqual(
      expect.objectContaining({ action: 'password.update', outcome: 'succeeded' }),
    )
  })

  it.each([
    ['short', '12'],
    ['x'.repeat(129), '128'],
  ])('%s is refused with the bound, and counts as no guess', async (password, bound) => {
    const person = await app.addPerson('viewer')
    await app.signIn(person)
    for (let i = 0; i <= accountRule.allowed; i += 1) {
      const { status, error } = await changePassword(person, testPassword, password)
      expect(status).toBe(400)
      expect(error.fields).toEqual([{ path: 'newPassword', message: expect.stringContaining(bound) }])
    }
    expect((await app.signIn(person)).status).toBe(200)
  })

  it('is for signed-in people', async () => {
    const answer = await app.send('POST', authPaths.updatePassword, {
      body: { currentPassword: 'x', newPassword: 'y' },
    })
    expect(answer.status).toBe(401)
  })
})

describe('behind https', () => {
  it('the cookie travels encrypted only', async () => {
    const url = 'https://console.example.com'
    const secure = await startTestApp({ env: { DRAWBRIDGE_URL: url } })
    const person = await secure.addPerson('viewer')
    const answer = await secure.signIn(person, testPassword, { headers: { origin: url } })
    expect(answer.headers.getSetCookie()[0]).toMatch(
      /^__Secure-drawbridge\.session_token=.*; HttpOnly; Secure; SameSite=Lax$/,
    )
    // With a fixed address, the host a client names is no proof of anything.
    const rebound = await secure.signIn(person, testPassword)
    expect(rebound.error.code).toBe('cross_origin')
    await secure.close()
  })
})
