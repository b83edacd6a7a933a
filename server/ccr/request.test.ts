import { inspect } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  errorOf,
  opened,
  type Received,
  type RigOptions,
  refusal,
  type Scripted,
  scriptedKeys,
  startRig,
  startScriptedUpstream,
  upstreamRequestId,
} from '#server/ccr/testing/scripted-upstream.ts'

const setUp = (
  answer: (request: Received, index: number) => Scripted | Promise<Scripted>,
  options?: RigOptions,
) => startRig(onTestFinished, answer, options)

describe('a read', () => {
  it.each<[string, Scripted]>([
    ['500', { status: 500 }],
    ['the documented 500', refusal(500, 'Internal server error')],
    ['502', { status: 502, body: '<html>' }],
    ['503', { status: 503 }],
    ['a reset connection', { fault: 'reset' }],
    ['a cut answer', { body: '{"status"', fault: 'cut' }],
    ['silence', { fault: 'silent' }],
    ['an expired signature', refusal(400, 'RequestExpired')],
  ])('is tried again after %s, signed anew', async (_, first) => {
    let now = 1_800_000_000_000
    const { read, upstream } = await setUp((_request, index) => (index === 0 ? first : { body: opened }), {
      clock: () => (now += 1000),
    })
    await expect(read()).resolves.toMatchObject({ status: 'opened', upstreamRequestId })
    expect(upstream.received).toHaveLength(2)
    const [one, two] = upstream.received.map(({ headers }) => headers)
    expect(one?.authorization).not.toBe(two?.authorization)
    expect(one?.['x-bce-date']).not.toBe(two?.['x-bce-date'])
  })

  it.each<[string, Scripted]>([
    ['upstream_rejected', refusal(400, 'BadRequest')],
    ['upstream_auth', refusal(401, 'Unauthorized')],
    ['upstream_auth', refusal(403, 'IamSignatureInvalid')],
    ['not_found', refusal(404, 'NotFound')],
    ['rate_limited', { status: 429 }],
    ['upstream_unavailable', { status: 501 }],
    ['upstream_unavailable', { status: 504 }],
    ['upstream_invalid', { status: 200, body: 'not json' }],
    ['upstream_invalid', { status: 200, body: {} }],
    ['upstream_invalid', { status: 200, body: { code: 'NotFound', message: 'in a 200' } }],
    ['upstream_invalid', { status: 404, body: '<html>' }],
  ])('ends at once with %s for %j', async (code, answer) => {
    const { read, upstream } = await setUp(() => answer)
    expect((await errorOf(read())).code).toBe(code)
    expect(upstream.received).toHaveLength(1)
  })

  it('gives up after four attempts', async () => {
    const { read, upstream } = await setUp(() => refusal(500, 'Internal server error', 'Failed to generate.'))
    const error = await errorOf(read())
    expect(error.code).toBe('upstream_unavailable')
    expect(error.upstream).toEqual({
      status: 500,
      code: 'Internal server error',
      message: 'Failed to generate.',
      requestId: upstreamRequestId,
      region: 'bj',
    })
    expect(upstream.received).toHaveLength(4)
  })

  it('waits as long as Retry-After says', async () => {
    const { read } = await setUp((_request, index) =>
      index === 0 ? { status: 503, headers: { 'retry-after': '1' } } : { body: opened },
    )
    const start = performance.now()
    await read()
    expect(performance.now() - start).toBeGreaterThan(990)
  })

  it('does not wait longer than it has time', async () => {
    const { read, upstream } = await setUp(() => ({ status: 503, headers: { 'retry-after': '60' } }))
    const error = await errorOf(read())
    expect(error).toMatchObject({ code: 'upstream_unavailable', retryAfterMs: 60_000 })
    expect(upstream.received).toHaveLength(1)
  })

  it('has one time limit over all attempts', async () => {
    const { read } = await setUp(() => ({ fault: 'silent' }), { policy: { readTotalMs: 500 } })
    const start = performance.now()
    expect((await errorOf(read())).code).toBe('upstream_timeout')
    expect(performance.now() - start).toBeLessThan(1500)
  })

  it('is a timeout when it never gets its turn', async () => {
    const { read, write, upstream } = await setUp(() => ({ fault: 'silent' }), {
      policy: { readTotalMs: 100, pace: { concurrency: 1, minIntervalMs: 0 } },
    })
    const blocking = errorOf(write())
    expect((await errorOf(read())).code).toBe('upstream_timeout')
    expect((await blocking).code).toBe('outcome_unknown')
    expect(upstream.received.map(({ method }) => method)).toEqual(['PUT'])
  })

  it('is a timeout when the body never ends', async () => {
    const { read } = await setUp(() => ({ body: '{', fault: 'drip' }), { policy: { readTotalMs: 500 } })
    expect((await errorOf(read())).code).toBe('upstream_timeout')
  })

  it('refuses an answer beyond the size limit', async () => {
    const { read } = await setUp(() => ({ body: { ...opened, domain: 'x'.repeat(5000) } }), {
      maxBodyBytes: 4000,
    })
    expect((await errorOf(read())).code).toBe('upstream_invalid')
  })
})

describe('redirects', () => {
  it.each([301, 302, 303, 307, 308])('are not followed (%d)', async (status) => {
    const elsewhere = await startScriptedUpstream(() => ({ body: opened }))
    onTestFinished(elsewhere.close)
    const location = `http://127.0.0.1:${elsewhere.port}/stolen`
    const { read, write } = await setUp(() => ({ status, headers: { location } }))
    expect((await errorOf(read())).code).toBe('upstream_invalid')
    expect((await errorOf(write())).code).toBe('upstream_invalid')
    expect(elsewhere.received).toHaveLength(0)
  })
})

describe('a clock that is wrong', () => {
  const cloudNow = Date.UTC(2026, 10, 24, 8, 0, 0)
  const strict = ({ headers }: Received): Scripted => {
    const isNear = Math.abs(Date.parse(String(headers['x-bce-date'])) - cloudNow) < 1_800_000
    const message = 'Fail to authn user: Fail to check timestamp: time expired'
    const answer = isNear ? { body: opened } : refusal(403, 'IamSignatureInvalid', message)
    return { ...answer, headers: { date: new Date(cloudNow).toUTCString() } }
  }

  it.each([-86_400_000, 86_400_000])('is corrected from the answer and remembered (%d ms)', async (offMs) => {
    const { read, write, upstream } = await setUp(strict, { clock: () => cloudNow + offMs })
    await expect(read()).resolves.toMatchObject({ status: 'opened' })
    expect(upstream.received).toHaveLength(2)
    await write()
    expect(upstream.received).toHaveLength(3)
  })

  it('does not make a write repeat itself', async () => {
    const { write, upstream } = await setUp(strict, { clock: () => cloudNow - 86_400_000 })
    expect((await errorOf(write())).code).toBe('upstream_auth')
    expect(upstream.received).toHaveLength(1)
    await write()
    expect(upstream.received).toHaveLength(2)
  })
})

describe('pace', () => {
  it('keeps to the number of calls at once', async () => {
    // Nobody is answered before three are waiting, so with fewer than three at once this would never end.
    const waiting: (() => void)[] = []
    const answer = async () => {
      await new Promise<void>((resolve) => {
        waiting.push(resolve)
        if (waiting.length === 3) for (const go of waiting.splice(0)) go()
      })
      return { body: opened }
    }
    const { read, upstream } = await setUp(answer, {
      policy: { headersTimeoutMs: 3000, pace: { concurrency: 3, minIntervalMs: 0 } },
    })
    await Promise.all(Array.from({ length: 30 }, read))
    expect(upstream.received).toHaveLength(30)
    expect(upstream.mostAtOnce()).toBe(3)
  })

  it('keeps calls apart', async () => {
    const { read } = await setUp(() => ({ body: opened }), {
      policy: { pace: { concurrency: 16, minIntervalMs: 40 } },
    })
    const start = performance.now()
    await Promise.all(Array.from({ length: 5 }, read))
    expect(performance.now() - start).toBeGreaterThanOrEqual(4 * 40 - 5)
  })
})

describe('hosts', () => {
  it('puts the region into an override and finds names under .localhost without a resolver', async () => {
    const { client, upstream } = await setUp(() => ({ body: opened }), {
      endpoint: 'http://ccr.{region}.localhost:PORT',
    })
    await client.getPublicEndpoint('gz', 'ccr-1')
    await client.getPublicEndpoint('bj', 'ccr-1')
    const { port } = upstream
    expect(upstream.received.map(({ headers }) => headers.host)).toEqual([
      `ccr.gz.localhost:${port}`,
      `ccr.bj.localhost:${port}`,
    ])
  })

  it('calls no region that is not configured', async () => {
    const { client, upstream } = await setUp(() => ({ body: opened }))
    await expect(client.getPublicEndpoint('su', 'ccr-1')).rejects.toThrow('Region su')
    expect(upstream.received).toHaveLength(0)
  })

  it.each(['..', 'a/b', '', 'ccr-1?x', '%2e%2e', 'a\r\nb'])('calls no path with the id %j', async (id) => {
    const { client, ticket, upstream } = await setUp(() => ({ body: opened }))
    expect((await errorOf(client.getPublicEndpoint('bj', id))).code).toBe('not_found')
    expect((await errorOf(client.updatePublicEndpoint(ticket, 'bj', id, 'open'))).code).toBe('not_found')
    expect(upstream.received).toHaveLength(0)
  })
})

it('reports every attempt, without a secret', async () => {
  const reports: unknown[] = []
  const { read } = await setUp((_request, index) => (index === 0 ? { fault: 'reset' } : { body: opened }), {
    onAttempt: (report) => reports.push(report),
  })
  await read()
  expect(reports).toMatchObject([
    { operation: 'getPublicEndpoint', method: 'GET', attempt: 1, status: null, requestId: null },
    { operation: 'getPublicEndpoint', method: 'GET', attempt: 2, status: 200, requestId: upstreamRequestId },
  ])
})

it('lets no credential into an error, whatever the cloud echoes', async () => {
  const { accessKeyId, secretAccessKey, sessionToken } = scriptedKeys
  const echo = (request: Received): Scripted =>
    refusal(
      400,
      `Bad ${secretAccessKey}`,
      `${request.headers.authorization} ${secretAccessKey} ${sessionToken}`,
    )
  const { read, write } = await setUp(echo)
  for (const error of [await errorOf(read()), await errorOf(write())]) {
    const shown = [
      inspect(error, { depth: 20, showHidden: true }),
      JSON.stringify(error),
      String(error.stack),
    ].join()
    for (const secret of [accessKeyId, secretAccessKey, sessionToken, 'bce-auth-v1']) {
      expect(shown).not.toContain(secret)
    }
    expect(error.upstream?.message).toContain('[redacted]')
  }
})
