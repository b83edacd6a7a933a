// The routes of instances, networks, exposure and activity as a browser meets them. What the verbs do in every case is
// proved beside the services; here: statuses, sentences, rights.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { EndpointName } from '#lib/contract/endpoints.ts'
import { type CallOptions, startTestApp, type TestApp } from '#server/testing/app.ts'

const id = 'ccr-test0001'
const params = { instanceId: id }
const pair = { vpcId: 'vpc-9070rw5u03rs', subnetId: 'sbn-qeimde0m7wyp' }
const base = [
  { ipAddr: '198.51.100.0/24', description: 'office' },
  { ipAddr: '203.0.113.7', description: '=1+1 <b>runner</b>' },
]
let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

beforeEach(async () => {
  app.emulator.reset('empty')
  app.emulator.addInstance({ id, name: 'payments', region: 'bj', endpointStatus: 'opened', allowList: base })
  for (const key of ['instance', 'region', 'place']) app.runtime.reads.invalidate(key)
  await app.runtime.db.deleteFrom('audit_event').execute()
})

type Call = readonly [name: EndpointName, options: Pick<CallOptions<never>, 'params' | 'query' | 'body'>]
const call = (given: Call, rest: object = {}) => app.call(given[0], { ...given[1], ...rest } as never)

const reads = [
  ['listInstances', {}],
  ['getInstance', { params }],
  ['listExposure', {}],
  ['getPublicEndpoint', { params }],
  ['getAllowList', { params }],
  ['listVpcLinks', { params }],
  ['listVpcs', { query: params }],
  ['listSubnets', { params: { vpcId: pair.vpcId }, query: params }],
  ['listUsedAddresses', { params: pair, query: params }],
  ['listActivity', {}],
] as unknown as readonly Call[]

const writes = [
  ['updatePublicEndpoint', { params, body: { action: 'close' } }],
  ['updateAllowList', { params, body: { remove: ['203.0.113.7'] } }],
  ['createAllowListEntries', { params, body: { entries: [{ ipAddr: '192.0.2.1' }] } }],
  ['deleteAllowListEntries', { params, body: { items: ['203.0.113.7'] } }],
  ['createVpcLink', { params, body: { ...pair, ipType: 'auto', autoDnsResolve: true } }],
  ['deleteVpcLink', { params, body: pair }],
] as unknown as readonly Call[]

const upstreamWrites = () => app.emulator.requests().filter(({ method }) => method !== 'GET')

describe('a read', () => {
  it.each(reads)('%s answers any signed-in person and no stranger', async (...given) => {
    const answer = await call(given, { as: await app.as('viewer') })
    expect(answer).toMatchObject({ status: 200 })
    expect(answer.headers.get('cache-control')).toContain('no-store')
    expect(await call(given)).toMatchObject({ status: 401, error: { code: 'unauthenticated' } })
  })

  it('of an instance that cannot be is 404 before anybody is asked', async () => {
    const as = await app.as('viewer')
    for (const instanceId of ['..', 'a b', 'ccr/../x', '-x', 'x'.repeat(80)]) {
      expect(await app.call('getAllowList', { as, params: { instanceId } })).toMatchObject({ status: 404 })
    }
    expect(app.emulator.requests()).toEqual([])
  })

  it('that the cloud refuses is no sign-in problem of ours', async () => {
    app.emulator.fault({ kind: 'unauthorized', operation: 'reads' })
    const as = await app.as('viewer')
    expect(await app.call('listVpcs', { as, query: params })).toMatchObject({
      status: 502,
      error: { code: 'upstream_auth', upstream: { code: 'Unauthorized', region: 'bj' } },
    })
    expect(await app.call('listInstances', { as })).toMatchObject({
      status: 200,
      body: { instances: [], failures: [{ error: { code: 'upstream_auth' } }, {}] },
    })
  })

  it('keeps markup and formulas in descriptions to the letter', async () => {
    const { body } = await app.call('getAllowList', { as: await app.as('viewer'), params })
    expect(body).toMatchObject({ entries: base, endpointStatus: 'opened' })
  })
})

describe('a write', () => {
  it.each(writes)('%s works for an operator and leaves its row', async (...given) => {
    if (given[0] === 'deleteVpcLink') app.emulator.putLinkStatus(id, { ...pair, status: 'created' })
    const before = JSON.stringify(app.emulator.instance(id))
    expect(await call(given, { as: await app.as('operator') })).toMatchObject({ status: 200 })
    expect(JSON.stringify(app.emulator.instance(id))).not.toBe(before)
    const { body } = await app.call('listActivity', {
      as: await app.as('viewer'),
      query: { instanceId: id },
    })
    expect(body).toMatchObject({
      events: [
        {
          outcome: 'succeeded',
          actorName: 'Some operator',
          clientAddress: '203.0.113.7',
          instanceId: id,
          instanceName: 'payments',
          region: 'bj',
          upstreamRequestIds: upstreamWrites().map((request) => request.requestId),
          error: null,
        },
      ],
    })
  })

  it.each(writes)('%s is forbidden to a viewer: 403, a row, no call', async (...given) => {
    expect(await call(given, { as: await app.as('viewer') })).toMatchObject({
      status: 403,
      error: { code: 'forbidden' },
    })
    expect(app.emulator.requests()).toEqual([])
    const { body } = await app.call('listActivity', {
      as: await app.as('viewer'),
      query: { instanceId: id },
    })
    expect(body).toMatchObject({
      events: [{ action: 'access.refused', outcome: 'refused', actorName: 'Some viewer', instanceId: id }],
    })
  })

  it.each(writes)('%s is nothing for a stranger, or for another site', async (...given) => {
    expect(await call(given)).toMatchObject({ status: 401 })
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    expect(await call(given, { as: await app.as('operator'), headers })).toMatchObject({
      status: 403,
      error: { code: 'cross_origin' },
    })
    expect(app.emulator.requests()).toEqual([])
  })

  it('with wrong fields is 400 and says what would be right, in the language of the person', async () => {
    const entries = [{ ipAddr: '192.0.2.1' }, { ipAddr: '10.1.2.3/8' }, { ipAddr: '010.0.0.1' }]
    const as = await app.as('operator')
    const english = await app.call('createAllowListEntries', { as, params, body: { entries } })
    expect(english).toMatchObject({ status: 400, error: { code: 'invalid_input' } })
    expect(english.error.fields).toMatchObject([
      { path: 'entries.1.ipAddr', message: expect.stringContaining('10.0.0.0/8') },
      { path: 'entries.2.ipAddr', message: expect.stringContaining('8.0.0.1') },
    ])
    const headers = { 'accept-language': 'zh-CN' }
    const chinese = await app.call('createAllowListEntries', { as, params, headers, body: { entries } })
    expect(chinese.error.fields?.[0]?.message).toMatch(/\p{Script=Han}/u)
    expect(app.emulator.instance(id).allowList).toEqual(base)
  })

  it.each([
    ['createAllowListEntries', { entries: [] }],
    ['createAllowListEntries', { entries: 'x' }],
    ['createAllowListEntries', { entries: [{ ipAddr: '192.0.2.1', description: 'x'.repeat(300) }] }],
    ['deleteAllowListEntries', {}],
    ['updateAllowList', {}],
    ['updatePublicEndpoint', { action: 'toggle' }],
    ['createVpcLink', { ...pair, ipType: 'manual', autoDnsResolve: true }],
    ['createVpcLink', { ...pair, ipType: 'auto' }],
    ['deleteVpcLink', { vpcId: '../x', subnetId: 'y' }],
  ] as const)('%s with %j is 400, and no sentence is a key', async (name, body) => {
    const answer = await call([name, { params, body }] as unknown as Call, { as: await app.as('operator') })
    expect(answer).toMatchObject({ status: 400, error: { code: 'invalid_input' } })
    expect(answer.error.fields?.length).toBeGreaterThan(0)
    for (const text of [answer.error.message, ...(answer.error.fields ?? []).map((field) => field.message)]) {
      expect(text).toMatch(/^[A-Z][^_]* .*\.$/)
    }
    expect(upstreamWrites()).toEqual([])
  })

  it('drawn from another list is 409 with both versions', async () => {
    const as = await app.as('operator')
    const { body } = await app.call('getAllowList', { as, params })
    app.emulator.putAllowList(id, [])
    const answer = await app.call('deleteAllowListEntries', {
      as,
      params,
      body: { baseVersion: body.version, items: ['203.0.113.7'] },
    })
    expect(answer).toMatchObject({
      status: 409,
      error: { code: 'stale_write', details: { baseVersion: body.version, entries: [] } },
    })
  })

  it('that the present state does not allow is 409 in words', async () => {
    const as = await app.as('operator')
    const answer = await app.call('updatePublicEndpoint', { as, params, body: { action: 'open' } })
    expect(answer).toMatchObject({ status: 409, error: { code: 'conflict', details: { status: 'opened' } } })
    expect(answer.error.message).toContain('opened')
  })

  it('whose answer is lost for good is 504, and its row says unknown', async () => {
    const as = await app.as('operator')
    app.emulator.fault({ kind: 'resetAfterCommit', operation: 'writes', latencyMs: 50, count: 1 })
    const attempt = app.call('updatePublicEndpoint', { as, params, body: { action: 'close' } })
    await expect.poll(() => app.emulator.faults().length).toBe(0)
    app.emulator.fault({ kind: 'unavailable', operation: 'reads' })
    expect(await attempt).toMatchObject({ status: 504, error: { code: 'outcome_unknown' } })
    const { body } = await app.call('listActivity', { as, query: { outcome: 'unknown' } })
    expect(body).toMatchObject({ events: [{ action: 'endpoint.close', error: { code: 'outcome_unknown' } }] })
  })
})
