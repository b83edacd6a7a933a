import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { admitUser, createUser } from '#server/auth/accounts.ts'
import { accountRule } from '#server/auth/sign-in-guard.ts'
import { newBrowser, startTestApp, type TestApp, type TestPerson, testPassword } from '#server/testing/app.ts'

let app: TestApp
let admin: TestPerson

beforeAll(async () => {
  app = await startTestApp()
  admin = await app.as('admin')
})
afterAll(() => app.close())

const update = (personId: string, body: Parameters<typeof app.call<'updatePerson'>>[1] & object) =>
  app.call('updatePerson', { as: admin, params: { personId }, ...body })
const listed = async (personId: string) => {
  const { body } = await app.call('listPeople', { as: admin })
  return body.people.find(({ id }) => id === personId)
}
const rowsAbout = async (personId: string) => {
  const rows = await app.runtime.db.selectFrom('audit_event').selectAll().orderBy('at').execute()
  return rows
    .filter(({ input }) => input.includes(`"${personId}"`))
    .map(({ action, outcome, actor_id }) => ({ action, outcome, isAdmin: actor_id === admin.id }))
}

describe('a new person', () => {
  it('is listed as invited, with a link that only the answer holds', async () => {
    const { status, body, text } = await app.call('createPerson', {
      as: admin,
      body: { name: 'Grace', email: 'Grace@Example.com', role: 'operator' },
    })
    expect(status).toBe(200)
    expect(body.person).toMatchObject({
      name: 'Grace',
      email: 'grace@example.com',
      role: 'operator',
      isActive: true,
      isInvited: true,
      lastSignInAt: null,
    })
    expect(body.expiresAt - app.runtime.clock()).toBeGreaterThan(6 * 86_400_000)
    const token = new URL(body.inviteUrl).hash.slice('#token='.length)
    expect(token.length).toBeGreaterThan(40)
    expect(text).toContain(token)
    const { db } = app.runtime
    const kept = [
      await db.selectFrom('one_time_link').selectAll().execute(),
      await db.selectFrom('audit_event').selectAll().execute(),
      app.logText(),
    ]
    expect(JSON.stringify(kept)).not.toContain(token)
    expect(await listed(body.person.id)).toEqual(body.person)
  })

  it('is refused when the email is taken, however it is written', async () => {
    const { status, error } = await app.call('createPerson', {
      as: admin,
      body: { name: 'Twin', email: admin.email.toUpperCase(), role: 'viewer' },
    })
    expect(status).toBe(400)
    expect(error.fields).toEqual([{ path: 'email', message: expect.stringContaining('already') }])
  })

  it('is one person when two administrators add them at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        app.call('createPerson', {
          as: admin,
          body: { name: 'Once', email: 'once@example.com', role: 'viewer' },
        }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 7 }, () => 400)])
    const { body } = await app.call('listPeople', { as: admin })
    expect(body.people.filter(({ email }) => email === 'once@example.com')).toHaveLength(1)
  })

  it('can be added although an attempt before was cut off half-way', async () => {
    await createUser(app.runtime, 'Half', 'half@example.com')
    const { status, body } = await app.call('createPerson', {
      as: admin,
      body: { name: 'Whole', email: 'half@example.com', role: 'viewer' },
    })
    expect(status).toBe(200)
    expect(body.person.name).toBe('Whole')
  })
})

it('lists everybody, also when they are many', async () => {
  const { internalAdapter } = await app.runtime.auth.context
  const before = (await app.call('listPeople', { as: admin })).body.people.length
  for (let i = 0; i < 120; i += 1) {
    const user = await createUser(app.runtime, `Crowd ${i}`, `crowd-${i}@example.com`)
    await admitUser(app.runtime, user.id, 'viewer')
    const password = 'stands for a hash'
    await internalAdapter.linkAccount({
      userId: user.id,
      providerId: 'credential',
      accountId: user.id,
      password,
    })
  }
  const { people } = (await app.call('listPeople', { as: admin })).body
  expect(people).toHaveLength(before + 120)
  const crowd = people.filter(({ name }) => name.startsWith('Crowd'))
  expect(crowd.filter(({ isInvited }) => isInvited)).toEqual([])
})

describe('a changed role', () => {
  it('holds from the next call on, in the session that is open', async () => {
    const person = await app.addPerson('viewer')
    await app.signIn(person)
    const rightsOf = async () => (await app.call('getMe', { as: person })).body.permissions
    expect(await rightsOf()).not.toContain('endpoint:write')
    const answer = await update(person.id, { body: { role: 'operator' } })
    expect(answer.body.role).toBe('operator')
    expect(await rightsOf()).toContain('endpoint:write')
    await update(person.id, { body: { role: 'viewer' } })
    expect(await rightsOf()).not.toContain('endpoint:write')
    const refused = await app.call('updatePublicEndpoint', {
      as: person,
      params: { instanceId: 'ccr-none' },
      body: { action: 'open' },
    })
    expect(refused.status).toBe(403)
    expect(await rowsAbout(person.id)).toEqual([
      { action: 'person.update', outcome: 'succeeded', isAdmin: true },
      { action: 'person.update', outcome: 'succeeded', isAdmin: true },
    ])
  })

  it('is never one’s own, and the attempt is written down', async () => {
    for (const body of [{ role: 'viewer' as const }, { isActive: false }]) {
      const { status, error } = await update(admin.id, { body })
      expect(status).toBe(403)
      expect(error.message).toContain('your own role')
    }
    expect((await update(admin.id, { body: { name: 'Ada' } })).body.name).toBe('Ada')
    expect((await rowsAbout(admin.id)).map(({ outcome }) => outcome)).toEqual([
      'refused',
      'refused',
      'succeeded',
    ])
  })
})

describe('somebody disabled', () => {
  it('is out at once, cannot come back, and can be let in again', async () => {
    const person = await app.addPerson('operator')
    await app.signIn(person)
    expect((await app.call('getMe', { as: person })).status).toBe(200)
    expect((await update(person.id, { body: { isActive: false } })).body.isActive).toBe(false)
    expect((await app.call('getMe', { as: person })).status).toBe(401)
    const fresh = { ...person, browser: newBrowser() }
    expect((await app.signIn(fresh)).status).toBe(401)
    expect(fresh.browser.cookies.size).toBe(0)
    await update(person.id, { body: { isActive: true } })
    // The old session stays over.
    expect((await app.call('getMe', { as: person })).status).toBe(401)
    expect((await app.signIn(fresh)).status).toBe(200)
  })

  it('cannot come in by an invitation either', async () => {
    const { body } = await app.call('createPerson', {
      as: admin,
      body: { name: 'Gone', email: 'gone@example.com', role: 'viewer' },
    })
    await update(body.person.id, { body: { isActive: false } })
    const token = new URL(body.inviteUrl).hash.slice('#token='.length)
    const answer = await app.call('completeSetup', {
      body: { token, name: 'Gone', email: 'gone@example.com', password: testPassword },
    })
    expect(answer.status).toBe(410)
    expect((await app.call('readSetup', { body: { token } })).status).toBe(410)
  })
})

describe('sessions of others', () => {
  it('end on the server, all of them', async () => {
    const person = await app.addPerson('viewer')
    const other = { ...person, browser: newBrowser() }
    await app.signIn(person)
    await app.signIn(other)
    await app.call('deletePersonSessions', { as: admin, params: { personId: person.id } })
    expect((await app.call('getMe', { as: person })).status).toBe(401)
    expect((await app.call('getMe', { as: other })).status).toBe(401)
    expect(await rowsAbout(person.id)).toEqual([
      { action: 'session.end', outcome: 'succeeded', isAdmin: true },
    ])
  })

  it.each(['updatePerson', 'invitePerson', 'deletePersonSessions'] as const)(
    '%s of nobody is 404',
    async (name) => {
      const answer = await app.call(name, { as: admin, params: { personId: 'nobody' }, body: {} })
      expect(answer.status).toBe(404)
    },
  )
})

it('unlocks an account early', async () => {
  const person = await app.addPerson('viewer')
  for (let i = 0; i < accountRule.allowed; i += 1) await app.signIn(person, `wrong password ${i}`)
  expect((await app.signIn(person)).status).toBe(429)
  expect((await listed(person.id))?.isLocked).toBe(true)
  expect((await update(person.id, { body: { unlock: true } })).body.isLocked).toBe(false)
  expect((await app.signIn(person)).status).toBe(200)
})

describe('the last administrator', () => {
  /** Two administrators and no other. */
  const onlyTwo = async () => {
    const [one, two] = [await app.addPerson('admin'), await app.addPerson('admin')]
    await app.signIn(one)
    await app.signIn(two)
    const { db } = app.runtime
    await db
      .updateTable('person')
      .set({ role: 'viewer' })
      .where('role', '=', 'admin')
      .where('user_id', 'not in', [one.id, two.id])
      .execute()
    return [one, two] as const
  }
  const administrators = () =>
    app.runtime.db
      .selectFrom('person')
      .select('user_id')
      .where('role', '=', 'admin')
      .where('is_active', '=', 1)
      .execute()

  it.each([{ role: 'viewer' as const }, { isActive: false }])(
    'stays when two do %j to each other',
    async (body) => {
      const [one, two] = await onlyTwo()
      const answers = await Promise.all([
        app.call('updatePerson', { as: one, params: { personId: two.id }, body }),
        app.call('updatePerson', { as: two, params: { personId: one.id }, body }),
      ])
      expect(await administrators()).toHaveLength(1)
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    },
  )

  it('stays although another process has not finished taking the other one’s role', async () => {
    const [one, two] = await onlyTwo()
    let answer: ReturnType<typeof update> | undefined
    await app.runtime.db.transaction().execute(async (transaction) => {
      await transaction.updateTable('person').set({ role: 'viewer' }).where('user_id', '=', one.id).execute()
      answer = app.call('updatePerson', { as: one, params: { personId: two.id }, body: { role: 'viewer' } })
      // Time enough for a check that does not wait for us.
      for (let i = 0; i < 200; i += 1) await transaction.selectFrom('person').selectAll().execute()
    })
    const status = (await answer)?.status
    expect(await administrators()).toHaveLength(1)
    expect([403, 409]).toContain(status)
  })
})
