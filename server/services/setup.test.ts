import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newBrowser, startTestApp, type TestApp, testPassword } from '#server/testing/app.ts'
import { createOneTimeLink } from './one-time-links.ts'
import { ensureFirstAdmin, needsSetup } from './setup.ts'

const dayMs = 86_400_000
const newPassword = 'another good passphrase'
const tokenOf = (url: string | null) => new URL(url ?? '').hash.slice('#token='.length)
const statuses = async (answers: readonly Promise<{ status: number }>[]) =>
  (await Promise.all(answers)).map(({ status }) => status).sort()

const complete = (app: TestApp, token: string, email = 'ada@example.com', password = newPassword) =>
  app.call('completeSetup', { body: { token, name: 'Ada', email, password } })
const read = (app: TestApp, token: string) => app.call('readSetup', { body: { token } })
const signInAs = (app: TestApp, email: string, password = newPassword) =>
  app.signIn({ email, browser: newBrowser() }, password)

describe('the first administrator', () => {
  let app: TestApp
  beforeEach(async () => {
    app = await startTestApp()
  })
  afterEach(() => app.close())

  it('comes in by a link, which is kept for its owner only until it is used', async () => {
    const { setupUrl } = await ensureFirstAdmin(app.runtime)
    const path = join(app.dataDir, 'setup-link')
    expect(readFileSync(path, 'utf8').trim()).toBe(setupUrl)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const token = tokenOf(setupUrl)
    expect((await read(app, token)).body).toEqual({
      purpose: 'first-admin',
      name: null,
      email: null,
      role: 'admin',
      expiresAt: null,
    })
    // Bad input does not use it up.
    expect((await complete(app, token, 'ada@example.com', 'short')).status).toBe(400)
    expect((await complete(app, token)).body).toEqual({ email: 'ada@example.com' })
    expect(existsSync(path)).toBe(false)
    expect((await signInAs(app, 'ada@example.com')).status).toBe(200)
    expect((await complete(app, token)).status).toBe(410)
    expect((await read(app, token)).status).toBe(410)
    expect(await ensureFirstAdmin(app.runtime)).toEqual({ setupUrl: null })
  })

  it('is one, however many redeem the link at once', async () => {
    const token = tokenOf((await ensureFirstAdmin(app.runtime)).setupUrl)
    const answers = Array.from({ length: 20 }, (_, i) => complete(app, token, `ada-${i}@example.com`))
    expect(await statuses(answers)).toEqual([200, ...Array.from({ length: 19 }, () => 410)])
    expect(await app.runtime.db.selectFrom('person').selectAll().execute()).toHaveLength(1)
  })

  it('comes in by the newest link only', async () => {
    const old = tokenOf((await ensureFirstAdmin(app.runtime)).setupUrl)
    const token = tokenOf((await ensureFirstAdmin(app.runtime)).setupUrl)
    expect((await complete(app, old)).status).toBe(410)
    expect((await complete(app, token)).status).toBe(200)
  })

  it('comes in by no link once somebody has an account', async () => {
    const token = tokenOf((await ensureFirstAdmin(app.runtime)).setupUrl)
    await app.addPerson('viewer')
    expect((await read(app, token)).status).toBe(410)
    expect((await complete(app, token)).status).toBe(410)
    expect(await ensureFirstAdmin(app.runtime)).toEqual({ setupUrl: null })
    expect(existsSync(join(app.dataDir, 'setup-link'))).toBe(false)
  })

  it('is whom the activity log names, and it holds no secret', async () => {
    const token = tokenOf((await ensureFirstAdmin(app.runtime)).setupUrl)
    await complete(app, token)
    const rows = await app.runtime.db.selectFrom('audit_event').selectAll().execute()
    expect(rows).toMatchObject([{ action: 'setup.complete', outcome: 'succeeded', actor_name: 'Ada' }])
    expect(JSON.stringify(rows) + app.logText()).not.toMatch(new RegExp(`${token}|${newPassword}`))
  })
})

describe('an administrator in the settings', () => {
  const env = { DRAWBRIDGE_ADMIN_EMAIL: 'root@example.com', DRAWBRIDGE_ADMIN_PASSWORD: newPassword }
  let app: TestApp
  beforeEach(async () => {
    app = await startTestApp({ env })
  })
  afterEach(() => app.close())

  it('is there without asking, once', async () => {
    expect(await ensureFirstAdmin(app.runtime)).toEqual({ setupUrl: null })
    expect(await ensureFirstAdmin(app.runtime)).toEqual({ setupUrl: null })
    expect(await app.runtime.db.selectFrom('person').selectAll().execute()).toMatchObject([
      { role: 'admin', is_active: 1 },
    ])
    expect((await signInAs(app, 'root@example.com')).status).toBe(200)
    expect(existsSync(join(app.dataDir, 'setup-link'))).toBe(false)
  })

  it('is one, although several processes start at once', async () => {
    const starts = Array.from({ length: 5 }, () => ensureFirstAdmin(app.runtime))
    expect(await Promise.all(starts)).toEqual(starts.map(() => ({ setupUrl: null })))
    expect(await app.runtime.db.selectFrom('person').selectAll().execute()).toHaveLength(1)
    expect((await signInAs(app, 'root@example.com')).status).toBe(200)
  })

  it('is not made again in the place of one who changed their email or was disabled', async () => {
    await app.addPerson('viewer')
    await ensureFirstAdmin(app.runtime)
    expect(await needsSetup(app.runtime)).toBe(false)
    expect((await signInAs(app, 'root@example.com')).status).toBe(401)
  })
})

describe('an invitation', () => {
  let app: TestApp
  let now = Date.now()
  let serial = 0
  beforeAll(async () => {
    app = await startTestApp({ clock: () => now })
  })
  afterAll(() => app.close())

  const invite = async (role: 'viewer' | 'operator' = 'viewer') => {
    serial += 1
    const email = `grace-${serial}@example.com`
    const { body } = await app.call('createPerson', {
      as: await app.as('admin'),
      body: { name: 'Grace', email, role },
    })
    return { email, personId: body.person.id, token: tokenOf(body.inviteUrl) }
  }

  it('sets a password and a name, and no other email', async () => {
    const { email, token } = await invite()
    expect((await read(app, token)).body).toMatchObject({ purpose: 'invitation', email, role: 'viewer' })
    expect((await complete(app, token, 'mallory@example.com')).body).toEqual({ email })
    expect((await signInAs(app, email)).status).toBe(200)
    expect((await signInAs(app, 'mallory@example.com')).status).toBe(401)
    const { body } = await app.call('listPeople', { as: await app.as('admin') })
    expect(body.people.find((person) => person.email === email)).toMatchObject({
      name: 'Ada',
      isInvited: false,
    })
  })

  it('works once, however many redeem it at once', async () => {
    const { email, token } = await invite()
    const answers = Array.from({ length: 20 }, (_, i) =>
      complete(app, token, email, `passphrase number ${i}`),
    )
    expect(await statuses(answers)).toEqual([200, ...Array.from({ length: 19 }, () => 410)])
  })

  it('ends after a week', async () => {
    const { email, token } = await invite()
    now += 7 * dayMs - 1
    expect((await read(app, token)).status).toBe(200)
    now += 1
    expect((await read(app, token)).status).toBe(410)
    expect((await complete(app, token, email)).status).toBe(410)
    now -= 7 * dayMs
  })

  it('is replaced by the next one', async () => {
    const { email, personId, token } = await invite()
    const again = await app.call('invitePerson', { as: await app.as('admin'), params: { personId } })
    expect((await complete(app, token, email)).status).toBe(410)
    expect((await complete(app, tokenOf(again.body.inviteUrl), email)).status).toBe(200)
  })

  it('gives the role the person has by then', async () => {
    const { personId, token } = await invite('operator')
    await app.call('updatePerson', {
      as: await app.as('admin'),
      params: { personId },
      body: { role: 'viewer' },
    })
    expect((await read(app, token)).body.role).toBe('viewer')
  })

  it('for somebody who lost their password ends their sessions, the old password and the lock', async () => {
    const person = await app.addPerson('viewer')
    await app.signIn(person)
    for (let i = 0; i < 9; i += 1) await signInAs(app, person.email, `wrong ${i}`)
    const { body } = await app.call('invitePerson', {
      as: await app.as('admin'),
      params: { personId: person.id },
    })
    // Nothing changes before it is used.
    expect((await app.call('getMe', { as: person })).status).toBe(200)
    expect((await complete(app, tokenOf(body.inviteUrl), person.email)).status).toBe(200)
    expect((await app.call('getMe', { as: person })).status).toBe(401)
    expect((await signInAs(app, person.email, testPassword)).status).toBe(401)
    expect((await signInAs(app, person.email)).status).toBe(200)
  })

  it('is given back when the work fails', async () => {
    const { email, personId, token } = await invite()
    await app.runtime.db.updateTable('person').set({ is_active: 0 }).where('user_id', '=', personId).execute()
    expect((await complete(app, token, email)).status).toBe(410)
    await app.runtime.db.updateTable('person').set({ is_active: 1 }).where('user_id', '=', personId).execute()
    expect((await complete(app, token, email)).status).toBe(200)
  })

  it('is kept as a hash only', async () => {
    const { url } = await createOneTimeLink(app.runtime, { purpose: 'first-admin' })
    const rows = await app.runtime.db.selectFrom('one_time_link').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(tokenOf(url))
  })
})
