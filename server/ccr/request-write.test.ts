import { createServer } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  errorOf,
  type Received,
  type RigOptions,
  refusal,
  type Scripted,
  scriptedClient,
  startRig,
  upstreamRequestId,
} from '#server/ccr/testing/scripted-upstream.ts'

const setUp = (
  answer: (request: Received, index: number) => Scripted | Promise<Scripted>,
  options?: RigOptions,
) => startRig(onTestFinished, answer, options)

describe('a write', () => {
  it.each<[string, Scripted]>([
    ['nothing', { body: '' }],
    ['an empty object', { body: '{}' }],
    ['null', { body: 'null' }],
    ['fields nobody documented', { body: { anything: 1 } }],
    ['204', { status: 204 }],
  ])('is done when the answer is %s', async (_, answer) => {
    const { write, upstream, noted } = await setUp(() => answer)
    await expect(write()).resolves.toEqual({ upstreamRequestId })
    expect(upstream.received[0]).toMatchObject({ method: 'PUT', body: '{"action":"close"}' })
    expect(noted).toEqual([{ requestId: upstreamRequestId, operation: 'updatePublicEndpoint' }])
  })

  it.each<[string, Scripted]>([
    ['upstream_unavailable', { status: 500 }],
    ['upstream_unavailable', refusal(503, 'ServiceUnavailable')],
    ['outcome_unknown', { status: 502 }],
    ['outcome_unknown', { status: 504, body: '<html>' }],
    ['outcome_unknown', { fault: 'reset' }],
    ['outcome_unknown', { body: '{"a', fault: 'cut' }],
    ['outcome_unknown', { fault: 'silent' }],
    ['outcome_unknown', { body: '<html>welcome' }],
    ['outcome_unknown', { body: { code: 'Odd', message: 'an error in a 200' } }],
    ['outcome_unknown', { status: 404, body: '<html>' }],
    ['upstream_auth', refusal(400, 'RequestExpired')],
    ['upstream_auth', refusal(401, 'Unauthorized')],
    ['upstream_rejected', refusal(400, 'BadRequest')],
    ['not_found', refusal(404, 'NotFound')],
    ['conflict', refusal(409, 'StatusConflict')],
    ['quota_exceeded', refusal(412, 'QuotaExceed')],
    ['rate_limited', { status: 429 }],
  ])('is sent once and ends with %s for %j', async (code, answer) => {
    const { write, upstream, noted } = await setUp(() => answer)
    const error = await errorOf(write())
    expect(error.code).toBe(code)
    expect(upstream.received).toHaveLength(1)
    const requestId = answer.fault === undefined ? upstreamRequestId : null
    expect(noted).toEqual([{ requestId, operation: 'updatePublicEndpoint' }])
  })

  it('is unknown when the answer was too large to read', async () => {
    const { write } = await setUp(() => ({ body: { text: 'x'.repeat(5000) } }), { maxBodyBytes: 4000 })
    expect((await errorOf(write())).code).toBe('outcome_unknown')
  })

  it('has surely not happened when nobody listens', async () => {
    const { write, upstream } = await setUp(() => ({}))
    await upstream.close()
    expect((await errorOf(write())).code).toBe('upstream_unavailable')
  })

  it('has surely not happened when the connection is cut while keys are exchanged', async () => {
    const server = createServer((socket) => socket.once('data', () => socket.resetAndDestroy()))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const { client, ticket, close } = scriptedClient(`https://127.0.0.1:${port}`)
    onTestFinished(close)
    onTestFinished(() => new Promise((resolve) => server.close(() => resolve())))
    expect((await errorOf(client.updatePublicEndpoint(ticket, 'bj', 'ccr-1', 'open'))).code).toBe(
      'upstream_unavailable',
    )
  })

  it('has surely not happened when it never got its turn', async () => {
    const { read, write, upstream } = await setUp(() => ({ fault: 'silent' }), {
      policy: { writeTotalMs: 100, pace: { concurrency: 1, minIntervalMs: 0 }, maxAttempts: 1 },
    })
    const blocking = errorOf(read())
    expect((await errorOf(write())).code).toBe('upstream_unavailable')
    await blocking
    expect(upstream.received.map(({ method }) => method)).toEqual(['GET'])
  })
})
