// The vendor's own SDK, unmodified, against the emulator: its generic client signs with its own Auth.

import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { frozenClock } from './clock.ts'
import type { Emulator } from './start.ts'
import { startEmulator } from './start.ts'

type SdkAnswer = { http_headers: Record<string, string>; body: unknown }
type SdkClient = {
  sendRequest(
    method: string,
    path: string,
    options?: { body?: string; params?: Record<string, string>; headers?: Record<string, string> },
  ): Promise<SdkAnswer>
}
type Sdk = {
  BceBaseClient: new (
    config: { endpoint: string; credentials: { ak: string; sk: string }; sessionToken?: string },
    serviceId: string,
    isRegional: boolean,
  ) => SdkClient
}

// CommonJS without types for these classes.
const sdk = createRequire(import.meta.url)('@baiducloud/sdk') as Sdk

const temporary = {
  accessKeyId: 'ALTAKtemporary',
  secretAccessKey: 'temporary-secret',
  sessionToken: 'token/+=',
}

let emulator: Emulator
let client: SdkClient
beforeAll(async () => {
  emulator = await startEmulator({
    seed: 'empty',
    clock: frozenClock(),
    accessKeys: [{ accessKeyId: 'ALTAKsdk', secretAccessKey: 'sdk-secret' }, temporary],
  })
  emulator.addInstance({ id, name: '测试 a/b', region: 'bj' })
  client = clientWith({ ak: emulator.accessKeyId, sk: emulator.secretAccessKey })
})
afterAll(() => emulator.close())

const id = 'ccr-test0001'
const base = `/v1/instances/${id}`
const clientWith = (credentials: { ak: string; sk: string }, sessionToken?: string) =>
  new sdk.BceBaseClient(
    { endpoint: emulator.url, credentials, ...(sessionToken === undefined ? {} : { sessionToken }) },
    'ccr',
    true,
  )
const send = (method: string, path: string, body: unknown) =>
  client.sendRequest(method, path, { body: JSON.stringify(body) })

describe('all seven operations', () => {
  it('GetPublicNetworkConfig, UpdatePublicNetwork, Add and DeletePublicNetworkWhitelist', async () => {
    expect((await send('PUT', `${base}/publiclinks`, { action: 'open' })).body).toEqual({})
    expect((await client.sendRequest('GET', `${base}/publiclinks`)).body).toMatchObject({ status: 'opening' })
    emulator.advance(60_000)
    const entry = { ipAddr: '220.181.108.178', description: '办公 ip' }
    expect((await send('POST', `${base}/publiclinks/whitelist`, entry)).body).toEqual({})
    expect((await client.sendRequest('GET', `${base}/publiclinks`)).body).toEqual({
      domain: `${id}-pub.cnc.bj.baidubce.com`,
      status: 'opened',
      whitelist: [entry],
    })
    expect((await send('DELETE', `${base}/publiclinks/whitelist`, { items: [entry.ipAddr] })).body).toEqual(
      {},
    )
    expect(emulator.instance(id).allowList).toEqual([])
  })

  it('AddVpcLink, ListVpcLinks and DeleteVpcLink', async () => {
    const pair = { vpcID: 'vpc-1s6fwq9d3txm', subnetID: 'sbn-v83kd0pjq2ra' }
    const wanted = { ...pair, ipType: 'manual', ipAddress: '10.32.8.40', autoDnsResolve: true }
    expect((await send('POST', `${base}/privatelinks`, wanted)).body).toEqual({})
    emulator.advance(60_000)
    expect((await client.sendRequest('GET', `${base}/privatelinks`)).body).toMatchObject({
      domain: `${id}-vpc.cnc.bj.baidubce.com`,
      items: [{ ...pair, status: 'created', ipAddress: '10.32.8.40' }],
    })
    expect((await send('DELETE', `${base}/privatelinks`, pair)).body).toEqual({})
    emulator.advance(60_000)
    expect(emulator.instance(id).links).toEqual([])
  })
})

it('ListInstances with a query that needs encoding', async () => {
  const params = { acrossregion: 'true', keywordType: 'name', keyword: '测试 a/b', pageNo: '1' }
  const answer = await client.sendRequest('GET', '/v1/instances', { params })
  expect(answer.body).toMatchObject({ total: 1, instances: [{ id }] })
  expect(answer.http_headers['x-bce-request-id']).toBe(emulator.requests().at(-1)?.requestId)
})

it('GetInstanceDetail, and the pickers', async () => {
  expect((await client.sendRequest('GET', base)).body).toMatchObject({ info: { id }, region: 'bj' })
  expect((await client.sendRequest('GET', '/v1/vpc')).body).toMatchObject({ isTruncated: false })
  expect(
    (await client.sendRequest('GET', '/v1/subnet', { params: { vpcId: 'vpc-1s6fwq9d3txm' } })).body,
  ).toMatchObject({
    subnets: [{ vpcId: 'vpc-1s6fwq9d3txm' }, { vpcId: 'vpc-1s6fwq9d3txm' }],
  })
})

it('signs with a session token', async () => {
  const sts = clientWith({ ak: temporary.accessKeyId, sk: temporary.secretAccessKey }, temporary.sessionToken)
  expect((await sts.sendRequest('GET', base)).body).toMatchObject({ info: { id } })
  expect(emulator.requests().at(-1)?.signedHeaders).toContain('x-bce-security-token')
})

it('reads the errors', async () => {
  await expect(client.sendRequest('GET', '/v1/instances/ccr-nothere0')).rejects.toMatchObject({
    status_code: 404,
    code: 'NotFound',
    message: 'instance ccr-nothere0 is not found',
    request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
  const stranger = clientWith({ ak: emulator.accessKeyId, sk: 'wrong' })
  await expect(stranger.sendRequest('GET', base)).rejects.toMatchObject({
    status_code: 403,
    code: 'IamSignatureInvalid',
  })
})
