import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { frozenClock } from './clock.ts'
import type { Emulator } from './start.ts'
import { startEmulator } from './start.ts'
import { call } from './testing/signed-client.ts'

const nowMs = Date.parse('2026-11-24T08:26:41Z')
const readOnly = {
  accessKeyId: 'ALTAKreadonly',
  secretAccessKey: 'read-only-secret',
  access: 'readOnly' as const,
}
const temporary = {
  accessKeyId: 'ALTAKtemporary',
  secretAccessKey: 'temporary-secret',
  sessionToken: 'a/session+token==',
}
const main = { accessKeyId: 'ALTAKmain', secretAccessKey: 'main-secret' }

let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator({ clock: frozenClock(nowMs), accessKeys: [main, readOnly, temporary] })
})
afterAll(() => emulator.close())
afterEach(() => emulator.reset())

const detail = '/v1/instances/ccr-4k74gw7d'

describe('every answer', () => {
  it.each([
    ['a read', 'GET', detail, {}, 200],
    ['a write', 'PUT', `${detail}/publiclinks`, { body: { action: 'close' } }, 200],
    ['a refusal', 'GET', '/v1/instances/ccr-nothere0', {}, 404],
    ['no signature', 'GET', detail, { authorization: '' }, 400],
    ['a wrong signature', 'GET', detail, { key: { ...main, secretAccessKey: 'x' } }, 403],
    ['an unknown path', 'GET', '/v1/nothing', {}, 404],
    ['an unknown root', 'GET', '/', {}, 404],
    ['a wrong method', 'PATCH', `${detail}/publiclinks`, {}, 405],
    ['an operation it lacks', 'GET', `${detail}/robots`, {}, 501],
    ['a family it lacks', 'GET', `${detail}/projects/library/repositories`, {}, 501],
  ] as const)('to %s has the vendor’s headers', async (_, method, path, options, status) => {
    const response = await call(emulator, method, path, options)
    expect(response.status).toBe(status)
    expect(response.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(Buffer.byteLength(response.text)),
      date: 'Tue, 24 Nov 2026 08:26:41 GMT',
      'x-bce-gateway-region': 'BJ',
    })
    const requestId = response.headers['x-bce-request-id']
    expect(requestId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    if (status !== 200) {
      expect(Object.keys(response.json as object)).toEqual(['code', 'message', 'requestId'])
      expect(response.json).toMatchObject({ requestId })
    }
  })

  it('names the signature error in a header too', async () => {
    const response = await call(emulator, 'GET', detail, { signedAtMs: nowMs - 1_801_000 })
    expect(response.headers['x-bce-error-code']).toBe('IamSignatureInvalid')
    expect(response.json).toMatchObject({
      message: 'IamSignatureInvalid, cause: Fail to authn user: Fail to check timestamp: time expired',
    })
  })
})

describe('signatures over HTTP', () => {
  it.each([
    ['an empty list', []],
    ['an unsorted list', ['x-bce-date', 'host', 'content-type']],
    ['host only', ['host']],
  ])('accepts %s on a DELETE with a body', async (_, signedHeaders) => {
    const response = await call(emulator, 'DELETE', `${detail}/publiclinks/whitelist`, {
      body: { items: ['192.0.2.77'] },
      signedHeaders,
    })
    expect(response.status).toBe(200)
    expect(emulator.instance('ccr-4k74gw7d').allowList).toHaveLength(13)
  })

  it('takes the port of the host into account', async () => {
    const withPort = await call(emulator, 'GET', detail, { host: `127.0.0.1:${emulator.port}` })
    expect(withPort.status).toBe(200)
  })

  it('may check against the wall clock while the emulator’s own moves on', async () => {
    emulator.advance(400 * 24 * 3_600_000)
    expect((await call(emulator, 'GET', detail, { signedAtMs: Date.now() })).status).toBe(403)
    emulator.setSwitches({ signatureClock: 'wall' })
    expect((await call(emulator, 'GET', detail, { signedAtMs: Date.now() })).status).toBe(200)
    emulator.setSwitches({ signatureClock: 'emulator' })
    emulator.clock.set(nowMs)
  })

  it('a read-only key reads and is refused every write', async () => {
    expect((await call(emulator, 'GET', detail, { key: readOnly })).status).toBe(200)
    const write = await call(emulator, 'PUT', `${detail}/publiclinks`, {
      key: readOnly,
      body: { action: 'close' },
    })
    expect(write).toMatchObject({
      status: 401,
      json: { code: 'Unauthorized', message: 'have no permission' },
    })
    expect(emulator.instance('ccr-4k74gw7d').publicEndpoint.status).toBe('opened')
  })

  it('a temporary key needs its token, signed', async () => {
    const headers = { 'x-bce-security-token': temporary.sessionToken }
    const signedHeaders = ['host', 'x-bce-date', 'x-bce-security-token']
    expect((await call(emulator, 'GET', detail, { key: temporary, headers, signedHeaders })).status).toBe(200)
    expect((await call(emulator, 'GET', detail, { key: temporary })).status).toBe(403)
    expect((await call(emulator, 'GET', detail, { key: temporary, headers })).status).toBe(403)
    const wrong = { 'x-bce-security-token': 'another' }
    expect(
      (await call(emulator, 'GET', detail, { key: temporary, headers: wrong, signedHeaders })).status,
    ).toBe(403)
  })
})

describe('the request log', () => {
  it('tells what was asked and never a secret', async () => {
    await call(emulator, 'POST', `${detail}/publiclinks/whitelist`, {
      body: { ipAddr: '8.8.8.8', description: 'dns' },
      host: 'ccr.bj.baidubce.com',
    })
    const response = await call(emulator, 'POST', `${detail}/publiclinks/whitelist`, {
      body: { ipAddr: 'x' },
    })
    const [added, refused] = emulator.requests({ operation: 'AddPublicNetworkWhitelist' })
    expect(added).toMatchObject({
      atMs: nowMs,
      host: 'ccr.bj.baidubce.com',
      instanceId: 'ccr-4k74gw7d',
      region: 'bj',
      status: 200,
      accessKeyId: 'ALTAKmain',
      signedHeaders: ['host', 'x-bce-date'],
      isCommitted: true,
      body: '{"ipAddr":"8.8.8.8","description":"dns"}',
    })
    expect(refused).toMatchObject({
      status: 400,
      code: 'BadRequest',
      isCommitted: false,
      requestId: response.headers['x-bce-request-id'],
    })
    const text = JSON.stringify(emulator.requests())
    expect(text).not.toContain(main.secretAccessKey)
    expect(text).not.toContain('bce-auth-v1')
  })
})

it('throttles all operations together when told to', async () => {
  emulator.setSwitches({ requestsPerSecondMax: 2 })
  const statuses = await Promise.all([1, 2, 3].map(async () => (await call(emulator, 'GET', detail)).status))
  expect(statuses.sort()).toEqual([200, 200, 429])
  emulator.setSwitches({ requestsPerSecondMax: null })
})

it('refuses a body of more than four megabytes', async () => {
  const response = await call(emulator, 'DELETE', `${detail}/publiclinks/whitelist`, {
    body: { items: [' '.repeat(5_000_000)] },
  }).catch((error: NodeJS.ErrnoException) => error)
  // The rest of the body may still be on its way when the answer comes.
  if (response instanceof Error) expect(['EPIPE', 'ECONNRESET']).toContain(response.code)
  else expect(response).toMatchObject({ status: 400, json: { code: 'BadRequest' } })
  expect(emulator.instance('ccr-4k74gw7d').allowList).toHaveLength(14)
})
