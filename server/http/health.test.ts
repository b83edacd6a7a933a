import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setRuntime } from '#server/runtime.ts'
import { startTestApp, type TestApp } from '#server/testing/app.ts'

const token = 'a-token-for-the-scraper'
let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ env: { DRAWBRIDGE_METRICS_TOKEN: token } })
})
afterAll(() => app.close())

it('is alive without looking at anything', async () => {
  setRuntime(null)
  expect((await app.send('GET', '/healthz')).text).toBe('ok\n')
})

describe('readiness', () => {
  it('is told while the database answers', async () => {
    const answer = await app.send('GET', '/readyz')
    expect([answer.status, answer.text]).toEqual([200, 'ready\n'])
  })

  it('does not depend on the cloud', async () => {
    app.emulator.fault({ kind: 'unavailable' })
    expect((await app.send('GET', '/readyz')).status).toBe(200)
    app.emulator.clearFaults()
  })

  it('is denied, without a reason, when the database is gone', async () => {
    const broken = await startTestApp()
    await broken.runtime.close()
    const answer = await broken.send('GET', '/readyz')
    expect([answer.status, answer.text]).toEqual([503, 'not ready\n'])
    await broken.close()
  })
})

describe('metrics', () => {
  const local = { peer: '127.0.0.1' }

  it('count requests by route, calls of the cloud by operation, and how reads were answered', async () => {
    const as = await app.as('viewer')
    await app.call('listInstances', { as })
    await app.call('listInstances', { as: await app.as('operator') })
    await app.call('getInstance', { as, params: { instanceId: 'ccr-none' } })
    const { text, headers } = await app.send('GET', '/metrics', local)
    expect(headers.get('content-type')).toContain('text/plain')
    expect(text).toMatch(
      /^drawbridge_requests_total\{method="GET",path="\/api\/instances",status="200"\} 2$/m,
    )
    expect(text).toContain('path="/api/instances/[instanceId]",status="404"')
    expect(text).toMatch(/^drawbridge_upstream_calls_total\{operation="\w+",outcome="200"\} \d+$/m)
    expect(text).toMatch(/^drawbridge_reads_total\{how="asked"\} [1-9]/m)
    expect(text).toMatch(/^drawbridge_reads_total\{how="kept"\} [1-9]/m)
    // Ids come from people and would make endless series.
    expect(text).not.toContain('ccr-none')
    for (const line of text.trimEnd().split('\n')) expect(line).toMatch(/^(#|drawbridge_\w+\{[^}]*\} \d+$)/)
  })

  it.each<[string, { peer?: string; headers?: Record<string, string> }, number]>([
    ['this machine', { peer: '127.0.0.1' }, 200],
    ['this machine by IPv6', { peer: '::1', headers: { 'x-forwarded-for': '::ffff:127.0.0.1' } }, 200],
    ['the network', { peer: '203.0.113.7' }, 404],
    [
      'the network, claiming to be this machine',
      { peer: '203.0.113.7', headers: { 'x-forwarded-for': '127.0.0.1' } },
      404,
    ],
    [
      'the network by a proxy on this machine',
      { peer: '127.0.0.1', headers: { 'x-forwarded-for': '127.0.0.1, 203.0.113.7' } },
      404,
    ],
    ['the network with the token', { headers: { authorization: `Bearer ${token}` } }, 200],
    ['the network with another token', { headers: { authorization: `Bearer ${token}x` } }, 404],
    ['the network with half a token', { headers: { authorization: 'Bearer ' } }, 404],
  ])('are for %s: %s', async (_, options, status) => {
    expect((await app.send('GET', '/metrics', options)).status).toBe(status)
  })

  it('are for nobody far away while there is no token', async () => {
    const other = await startTestApp()
    for (const authorization of ['Bearer undefined', 'Bearer null', 'Bearer ']) {
      expect((await other.send('GET', '/metrics', { headers: { authorization } })).status).toBe(404)
    }
    await other.close()
  })
})
