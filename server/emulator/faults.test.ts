import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { frozenClock } from './clock.ts'
import type { FaultKind } from './faults.ts'
import { parseFault } from './faults.ts'
import type { Emulator } from './start.ts'
import { startEmulator } from './start.ts'
import { call } from './testing/signed-client.ts'

let emulator: Emulator
beforeEach(async () => {
  emulator = await startEmulator({ clock: frozenClock() })
})
afterEach(() => emulator.close())

const path = '/v1/instances/ccr-4k74gw7d/publiclinks'
const read = () => call(emulator, 'GET', path)
const add = (ipAddr: string) =>
  call(emulator, 'POST', `${path}/whitelist`, { body: { ipAddr, description: '' } })
const has = (ipAddr: string) =>
  emulator.instance('ccr-4k74gw7d').allowList.some((entry) => entry.ipAddr === ipAddr)

describe('answers', () => {
  it.each<[FaultKind, number, string]>([
    ['internalError', 500, 'Internal server error'],
    ['unavailable', 503, 'ServiceUnavailable'],
    ['unauthorized', 401, 'Unauthorized'],
    ['forbidden', 403, 'AccessDenied'],
    ['addressNotAllowed', 403, 'IamSignatureInvalid'],
    ['expired', 403, 'IamSignatureInvalid'],
    ['throttled', 429, 'RequestLimitExceeded'],
    ['quotaExceed', 412, 'QuotaExceed'],
  ])('%s is %i %s and changes nothing', async (kind, status, code) => {
    emulator.fault({ kind })
    expect(await add('8.8.8.8')).toMatchObject({ status, json: { code } })
    expect(has('8.8.8.8')).toBe(false)
  })

  it('malformed JSON comes with status 200', async () => {
    emulator.fault({ kind: 'malformedJson' })
    const response = await read()
    expect(response.status).toBe(200)
    expect(response.json).toBeUndefined()
    expect(response.text).not.toBe('')
  })
})

describe('cut connections', () => {
  it('before the commit nothing has changed', async () => {
    emulator.fault({ kind: 'resetBeforeCommit', count: 1 })
    await expect(add('8.8.8.8')).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(has('8.8.8.8')).toBe(false)
    expect(emulator.requests().at(-1)).toMatchObject({
      status: 0,
      isCommitted: false,
      fault: 'resetBeforeCommit',
    })
  })

  it('after the commit it has, so a blind retry meets a conflict', async () => {
    emulator.fault({ kind: 'resetAfterCommit', count: 1 })
    await expect(add('8.8.8.8')).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(has('8.8.8.8')).toBe(true)
    expect(emulator.requests().at(-1)).toMatchObject({ status: 0, isCommitted: true })
    expect((await add('8.8.8.8')).status).toBe(409)
  })

  it.each([
    ['hangBeforeCommit', false],
    ['hangAfterCommit', true],
  ] as const)('%s never answers', async (kind, isCommitted) => {
    emulator.fault({ kind })
    const answer = add('8.8.8.8')
    // Closing is what ends the wait; the log shows that the request had been there.
    answer.catch(() => undefined)
    await expect.poll(() => emulator.requests().length).toBe(1)
    expect(has('8.8.8.8')).toBe(isCommitted)
    await emulator.close()
    await expect(answer).rejects.toMatchObject({ code: 'ECONNRESET' })
    emulator = await startEmulator()
  })
})

describe('matching', () => {
  it('hits the next so many', async () => {
    emulator.fault({ kind: 'unavailable', count: 2 })
    const statuses = [await read(), await read(), await read()].map((response) => response.status)
    expect(statuses).toEqual([503, 503, 200])
    expect(emulator.faults()).toEqual([])
  })

  it('by operation, by kind of operation, by instance', async () => {
    emulator.fault({ kind: 'unavailable', operation: 'GetPublicNetworkConfig' })
    expect([(await read()).status, (await add('8.8.8.8')).status]).toEqual([503, 200])
    emulator.clearFaults()
    emulator.fault({ kind: 'unavailable', operation: 'writes' })
    expect([(await read()).status, (await add('8.8.8.9')).status]).toEqual([200, 503])
    emulator.clearFaults()
    emulator.fault({ kind: 'unavailable', operation: 'reads', instanceId: 'ccr-6m1zt4we' })
    expect((await read()).status).toBe(200)
    expect((await call(emulator, 'GET', '/v1/instances/ccr-6m1zt4we')).status).toBe(503)
  })

  it('by region, of the host or else of the instance', async () => {
    emulator.fault({ kind: 'unavailable', region: 'gz' })
    const list = (host: string) => call(emulator, 'GET', '/v1/instances', { host })
    expect((await list('ccr.gz.baidubce.com')).status).toBe(503)
    expect((await list('ccr.bj.baidubce.com')).status).toBe(200)
    expect((await call(emulator, 'GET', '/v1/instances/ccr-0d5kx9hr')).status).toBe(503)
  })

  it('waits before it does anything', async () => {
    emulator.fault({ kind: 'latency', latencyMs: 60, count: 1 })
    const startedAt = performance.now()
    expect((await read()).status).toBe(200)
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(55)
  })

  it('can be taken back', async () => {
    const fault = emulator.fault({ kind: 'unavailable' })
    expect(emulator.removeFault(fault.id)).toBe(true)
    expect(emulator.removeFault(fault.id)).toBe(false)
    expect((await read()).status).toBe(200)
  })

  it('leaves wrong signatures what they are', async () => {
    emulator.fault({ kind: 'unavailable' })
    const key = { accessKeyId: emulator.accessKeyId, secretAccessKey: 'wrong' }
    expect((await call(emulator, 'GET', path, { key })).status).toBe(403)
  })
})

describe('names that fail', () => {
  it.each([
    ['demo-error-500', 500],
    ['demo-error-503', 503],
    ['demo-error-401', 401],
    ['demo-error-403', 403],
    ['demo-error-429', 429],
    ['demo-slow-5', 200],
  ])('%s answers %i, and is still listed', async (name, status) => {
    emulator.patchInstance('ccr-4k74gw7d', { name })
    expect((await read()).status).toBe(status)
    const listed = await call(emulator, 'GET', '/v1/instances')
    expect(listed.text).toContain(name)
  })

  it('malformed, reset-before and reset-after', async () => {
    emulator.patchInstance('ccr-4k74gw7d', { name: 'a-malformed-one' })
    expect((await read()).json).toBeUndefined()
    emulator.patchInstance('ccr-4k74gw7d', { name: 'reset-before' })
    await expect(add('8.8.8.8')).rejects.toThrow()
    emulator.patchInstance('ccr-4k74gw7d', { name: 'reset-after' })
    await expect(add('8.8.4.4')).rejects.toThrow()
    expect([has('8.8.8.8'), has('8.8.4.4')]).toEqual([false, true])
  })
})

it.each([
  [{ kind: 'flood' }, /kind/],
  [{ kind: 'latency', latencyMs: -1 }, /latencyMs/],
  [{ kind: 'latency', count: 1.5 }, /count/],
  [{ kind: 'latency', region: 5 }, /region/],
])('refuses the fault %j with a sentence', (input, sentence) => {
  expect(() => parseFault(input)).toThrow(sentence)
})
