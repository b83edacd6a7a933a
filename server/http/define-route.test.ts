import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newBrowser, startTestApp, type TestApp, type TestPerson, testOrigin } from '#server/testing/app.ts'
import { maxBodyBytes } from './read-body.ts'

let app: TestApp
let admin: TestPerson
beforeAll(async () => {
  app = await startTestApp()
  admin = await app.as('admin')
})
afterAll(() => app.close())

const invite = (headers: Record<string, string | null>, body: unknown = { name: 'X' }) =>
  app.send('POST', '/api/people', { by: admin.browser, headers, body })

describe('a change', () => {
  it.each([
    ['from another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['from another site, by an old browser', { origin: 'https://evil.example', 'sec-fetch-site': null }],
    ['from a sibling host', { origin: testOrigin, 'sec-fetch-site': 'same-site' }],
    ['from another port', { origin: 'http://127.0.0.1:3001', 'sec-fetch-site': null }],
    ['from a sandboxed frame', { origin: 'null', 'sec-fetch-site': null }],
  ])('%s is refused', async (_, headers) => {
    const answer = await invite(headers)
    expect(answer.status).toBe(403)
    expect(answer.error.code).toBe('cross_origin')
  })

  it.each([
    ['our own pages', { origin: testOrigin, 'sec-fetch-site': 'same-origin' }],
    ['our own pages behind https', { origin: testOrigin.replace('http', 'https'), 'sec-fetch-site': null }],
    ['something that is no browser', { origin: null, 'sec-fetch-site': null }],
  ])('from %s is looked at', async (_, headers) => {
    expect((await invite(headers)).error.code).toBe('invalid_input')
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', null])(
    'as %s is refused',
    async (type) => {
      const answer = await invite({ 'content-type': type })
      expect(answer.status).toBe(415)
      expect(answer.error.code).toBe('unsupported_media_type')
    },
  )

  it('is refused when it is no JSON, without its text in the answer', async () => {
    const answer = await invite({}, '{"name": "secret thing"')
    expect(answer.status).toBe(400)
    expect(answer.error.code).toBe('invalid_input')
    expect(answer.error.message).toBe('The body of the request is not valid JSON.')
    expect(answer.text).not.toContain('secret thing')
  })

  it('is refused when it says it is too large', async () => {
    const answer = await invite({ 'content-length': String(maxBodyBytes + 1) })
    expect(answer.status).toBe(413)
    expect(answer.error.code).toBe('payload_too_large')
  })

  it('is refused when it is too large without saying so, and not read to its end', async () => {
    let sent = 0
    const body = new ReadableStream({
      pull(controller) {
        sent += 1
        if (sent > 1_000) controller.close()
        else controller.enqueue(new Uint8Array(64 * 1024))
      },
    })
    const answer = await invite({ 'content-length': null }, body)
    expect(answer.status).toBe(413)
    expect(sent).toBeLessThan(50)
  })

  it('is refused field by field, in the words of the contract', async () => {
    const answer = await app.call('completeSetup', {
      body: { token: 'x'.repeat(20), name: '', email: 'nobody', password: 'short' },
    })
    expect(answer.status).toBe(400)
    expect(answer.error.fields).toEqual([
      { path: 'name', message: 'This is missing or too short.' },
      { path: 'email', message: 'This is not of the form it needs.' },
      { path: 'password', message: expect.stringContaining('12') },
    ])
  })
})

describe('a change by somebody without the right', () => {
  it('is refused for that, before what is wrong with it', async () => {
    const viewer = await app.as('viewer')
    const answer = await app.send('POST', '/api/people', { by: viewer.browser, body: { name: 7 } })
    expect([answer.status, answer.error.code]).toEqual([403, 'forbidden'])
    const rows = await app.runtime.db.selectFrom('audit_event').selectAll().execute()
    expect(rows.at(-1)).toMatchObject({ action: 'access.refused', outcome: 'refused', actor_id: viewer.id })
  })
})

describe('an answer', () => {
  it('has an id of its own, which the log knows, and is kept by no cache', async () => {
    const [one, two] = [await app.call('getMe', { as: admin }), await app.call('getMe')]
    for (const { headers } of [one, two]) {
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(app.logText()).toContain(`"requestId":"${headers.get('x-request-id')}"`)
    }
    expect(two.error.requestId).toBe(two.headers.get('x-request-id'))
    expect(one.headers.get('x-request-id')).not.toBe(two.headers.get('x-request-id'))
  })

  it('says when nothing has changed', async () => {
    const first = await app.call('getMe', { as: admin })
    const etag = first.headers.get('etag')
    expect(etag).not.toBeNull()
    const second = await app.call('getMe', { as: admin, headers: { 'if-none-match': etag } })
    expect([second.status, second.text]).toEqual([304, ''])
    const other = await app.call('getMe', { as: await app.as('viewer'), headers: { 'if-none-match': etag } })
    expect(other.status).toBe(200)
  })

  it.each([
    ['behind a proxy that packs', (etag: string) => `W/${etag}`],
    ['among others', (etag: string) => `"other", ${etag}`],
    ['as anything', () => '*'],
  ])('says so when its mark comes back %s', async (_, asSent) => {
    const etag = (await app.call('getMe', { as: admin })).headers.get('etag') ?? ''
    const answer = await app.call('getMe', { as: admin, headers: { 'if-none-match': asSent(etag) } })
    expect(answer.status).toBe(304)
  })

  it('to HEAD is that to GET', async () => {
    const answer = await app.send('HEAD', '/api/me', { by: admin.browser })
    expect(answer.status).toBe(200)
  })

  it.each([
    [{}, 'You are not signed in, or the session has ended. Sign in again.'],
    [{ 'accept-language': 'fr, zh-TW;q=0.9, en;q=0.8' }, '您尚未登录，或会话已结束。请重新登录。'],
    [{ 'accept-language': 'en;q=0.2, zh' }, '您尚未登录，或会话已结束。请重新登录。'],
    [
      { 'accept-language': 'zh', cookie: 'a=b; locale=en' },
      'You are not signed in, or the session has ended. Sign in again.',
    ],
    [{ cookie: 'locale=xx' }, 'You are not signed in, or the session has ended. Sign in again.'],
  ])('to %j is in the right language', async (headers: Record<string, string>, message) => {
    expect((await app.call('getMe', { headers })).error.message).toBe(message)
  })

  it('to a path that cannot be is that there is nothing', async () => {
    const answer = await app.call('getInstance', { as: admin, params: { instanceId: '..%2f..' } })
    expect(answer.status).toBe(404)
  })

  it('about a failure of ours tells the id and nothing else', async () => {
    const broken = await startTestApp()
    const person = await broken.as('admin')
    await broken.runtime.db.schema.dropTable('audit_event').execute()
    const answer = await broken.call('listActivity', { as: person })
    expect(answer.status).toBe(500)
    expect(answer.error).toEqual({
      code: 'internal',
      message: expect.stringContaining(answer.error.requestId),
      requestId: expect.any(String),
    })
    expect(answer.text).not.toMatch(/audit_event|SQL|sqlite|relation/i)
    // The log has the cause.
    expect(broken.logText()).toMatch(/audit_event/)
    await broken.close()
  })
})

describe('a cookie', () => {
  it('that was not signed by us is a stranger', async () => {
    const forged = newBrowser()
    for (const [name, value] of admin.browser.cookies) forged.cookies.set(name, `${value.slice(0, -4)}AAAA`)
    expect((await app.call('getMe', { by: forged })).status).toBe(401)
    forged.cookies.set('drawbridge.session_token', '%%%')
    expect((await app.call('getMe', { by: forged })).status).toBe(401)
  })
})
