import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newBrowser, startTestApp, type TestApp, type TestPerson } from '#server/testing/app.ts'
import { sessionIdleMs } from './auth.ts'
import { readActor } from './read-actor.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const headersOf = ({ browser }: TestPerson) =>
  new Headers({ cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ') })

describe('a session', () => {
  it('is prolonged only where the new cookie can be sent', async () => {
    const person = await app.addPerson('viewer')
    await app.signIn(person)
    const { adapter } = await app.runtime.auth.context
    const where = [{ field: 'userId', value: person.id }]
    const expiresAt = new Date(Date.now() + sessionIdleMs / 2)
    await adapter.update({ model: 'session', where, update: { expiresAt } })
    const expiry = async () =>
      (await adapter.findOne<{ expiresAt: Date }>({ model: 'session', where }))?.expiresAt.getTime()

    const onPage = await readActor(app.runtime, headersOf(person), { mayProlong: false })
    expect(onPage).toMatchObject({ actor: { id: person.id }, setCookies: [] })
    expect(await expiry()).toBe(expiresAt.getTime())

    const inCall = await readActor(app.runtime, headersOf(person))
    expect(inCall?.setCookies).toHaveLength(1)
    expect(await expiry()).toBeGreaterThan(expiresAt.getTime())
  })

  it('of somebody without a row of ours is none', async () => {
    const person = await app.addPerson('viewer')
    await app.signIn(person)
    await app.runtime.db.deleteFrom('person').where('user_id', '=', person.id).execute()
    expect(await readActor(app.runtime, headersOf(person))).toBeNull()
  })
})

it.each([
  '',
  '=',
  ';;;',
  'drawbridge.session_token',
  'drawbridge.session_token=%',
  '\u00ff=\u00ff',
  'a'.repeat(9_000),
])('takes %j for a stranger’s cookie', async (cookie) => {
  const { status } = await app.call('getMe', { by: newBrowser(), headers: { cookie } })
  expect(status).toBe(401)
})

it('does not take a database that fails for a stranger', async () => {
  const broken = await startTestApp()
  const person = await broken.as('viewer')
  await broken.runtime.db.schema.alterTable('session').renameTo('session_away').execute()
  const answer = await broken.call('getMe', { as: person })
  expect([answer.status, answer.error.code]).toEqual([500, 'internal'])
  expect(broken.logText()).toMatch(/session/)
  await broken.runtime.db.schema.alterTable('session_away').renameTo('session').execute()
  expect((await broken.call('getMe', { as: person })).status).toBe(200)
  await broken.close()
})
