import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newBrowser, startTestApp, type TestApp, type TestPerson } from '#server/testing/app.ts'

let app: TestApp
let person: TestPerson
let laptop: TestPerson
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())
beforeEach(async () => {
  person = await app.addPerson('viewer')
  laptop = { ...person, browser: newBrowser() }
  await app.signIn(person, undefined, { peer: '203.0.113.9', headers: { 'user-agent': 'Phone' } })
  await app.signIn(laptop, undefined, { peer: '2001:db8::7', headers: { 'user-agent': 'Laptop' } })
})

const list = async (who: TestPerson) => (await app.call('listSessions', { as: who })).body.sessions
const end = (who: TestPerson, sessionId = '') => app.call('deleteSession', { as: who, params: { sessionId } })

describe('own sessions', () => {
  it('are listed with where they came from, and without what opens them', async () => {
    const sessions = await list(person)
    expect(
      sessions.map(({ clientAddress, userAgent, isCurrent }) => [clientAddress, userAgent, isCurrent]),
    ).toEqual(
      expect.arrayContaining([
        ['203.0.113.9', 'Phone', true],
        ['2001:db8::7', 'Laptop', false],
      ]),
    )
    expect(sessions).toHaveLength(2)
    const { text } = await app.call('listSessions', { as: person })
    for (const browser of [person.browser, laptop.browser]) {
      for (const value of browser.cookies.values()) {
        const [token = ''] = decodeURIComponent(value).split('.')
        expect(token.length).toBeGreaterThan(20)
        expect(text).not.toContain(token)
      }
    }
  })

  it('are ended one by one, at once and on the server', async () => {
    const other = (await list(person)).find(({ isCurrent }) => !isCurrent)
    expect((await end(person, other?.id)).body).toEqual({ done: true })
    expect((await app.call('getMe', { as: laptop })).status).toBe(401)
    expect((await app.call('getMe', { as: person })).status).toBe(200)
    const again = await end(person, other?.id)
    expect([again.status, again.error.message]).toEqual([404, 'That session has ended already.'])
    const rows = await app.runtime.db.selectFrom('audit_event').selectAll().execute()
    const row = rows.find(({ action, actor_id }) => action === 'session.end' && actor_id === person.id)
    expect(row).toMatchObject({ outcome: 'succeeded' })
    expect(JSON.parse(row?.input ?? '')).toEqual({ userAgent: 'Laptop', signedInFrom: '2001:db8::7' })
  })

  it('are the only ones anybody sees or ends, an administrator too', async () => {
    const admin = await app.as('admin')
    const [theirs] = await list(person)
    expect((await end(admin, theirs?.id)).status).toBe(404)
    expect((await list(admin)).map(({ id }) => id)).not.toContain(theirs?.id)
    expect((await app.call('getMe', { as: person })).status).toBe(200)
  })
})
