import { describe, expect, it, onTestFinished } from 'vitest'
import {
  type Received,
  type Scripted,
  startRig,
  upstreamRequestId,
} from '#server/ccr/testing/scripted-upstream.ts'

async function setUp(answer: (request: Received, index: number) => Scripted) {
  const rig = await startRig(onTestFinished, answer)
  const { received } = rig.upstream
  return { ...rig, received, queries: () => received.map(({ url }) => new URL(url, 'http://x').searchParams) }
}

const invalid = { code: 'upstream_invalid' }

describe('listInstances', () => {
  const full = {
    id: 'ccr-4k74gw7d',
    instanceType: 'BASIC',
    name: 'demo-instance',
    status: 'running',
    createTime: '2022-07-25T19:28:45+08:00',
    region: 'bj',
    publicURL: 'ccr-4k74gw7d-pub.cnc.bj.baidubce.com',
    tags: [{ tagKey: 'key', tagValue: 'val' }],
    paymentTiming: 'prepay',
  }

  it('speaks our words and keeps what it does not know', async () => {
    const { client } = await setUp(() => ({ body: { total: 1, pageNo: 1, pageSize: 10, instances: [full] } }))
    expect(await client.listInstances('bj')).toEqual({
      upstreamRequestId,
      instances: [
        {
          id: 'ccr-4k74gw7d',
          name: 'demo-instance',
          region: 'bj',
          edition: 'BASIC',
          status: 'running',
          createdAt: Date.UTC(2022, 6, 25, 11, 28, 45),
          expiresAt: null,
          publicDomain: 'ccr-4k74gw7d-pub.cnc.bj.baidubce.com',
          privateDomain: '',
          customDomains: [],
          tags: [{ key: 'key', value: 'val' }],
          extra: { paymentTiming: 'prepay' },
        },
      ],
    })
  })

  it('takes an instance of which only the id is told', async () => {
    const bare = { id: 'ccr-1', tags: null, customDomains: null, createTime: 'soon', region: 'gz' }
    const { client } = await setUp(() => ({ body: { total: 1, instances: [bare] } }))
    const { instances } = await client.listInstances('bj')
    expect(instances).toMatchObject([{ id: 'ccr-1', region: 'bj', createdAt: null, extra: { region: 'gz' } }])
  })

  it.each([
    ['as asked for', 100, 250, true],
    ['smaller than asked for', 20, 70, true],
    ['without a total', 100, 250, false],
    ['full to the last, without a total', 100, 200, false],
  ])('reads all pages %s', async (_, size, total, isTotalTold) => {
    const all = Array.from({ length: total }, (_, index) => ({ id: `ccr-${index}` }))
    const { client, queries } = await setUp(({ url }) => {
      const pageNo = Number(new URL(url, 'http://x').searchParams.get('pageNo'))
      const instances = all.slice((pageNo - 1) * size, pageNo * size)
      return { body: { ...(isTotalTold && { total }), pageSize: size, instances } }
    })
    const { instances } = await client.listInstances('bj')
    expect(instances.map(({ id }) => id)).toEqual(all.map(({ id }) => id))
    expect(queries()[0]?.get('pageSize')).toBe('100')
  })

  it('ends when instances vanish while it reads', async () => {
    const { client } = await setUp((_, index) => ({
      body: { total: 150, instances: index === 0 ? [{ id: 'a' }, { id: 'b' }] : [] },
    }))
    expect((await client.listInstances('bj')).instances).toHaveLength(2)
  })

  it('fails as a whole when one page fails', async () => {
    const { client } = await setUp((_, index) =>
      index === 0 ? { body: { total: 3, instances: [{ id: 'a' }] } } : { status: 401 },
    )
    await expect(client.listInstances('bj')).rejects.toMatchObject({ code: 'upstream_auth' })
  })

  it.each([[{}], [{ total: 0 }], [{ code: 'x', message: 'y' }], [[]], [null], ['']])(
    'never reads %j as an empty list',
    async (body) => {
      const { client } = await setUp(() => ({ body: body === null ? 'null' : body }))
      await expect(client.listInstances('bj')).rejects.toMatchObject(invalid)
    },
  )

  it('reads null as an empty list', async () => {
    const { client } = await setUp(() => ({ body: { total: 0, instances: null } }))
    expect((await client.listInstances('bj')).instances).toEqual([])
  })
})

describe('getInstance', () => {
  it('tells the quota of links, and null where nothing is said', async () => {
    const info = {
      id: 'ccr-1',
      privateURL: 'p',
      customDomains: ['a.example'],
      expireTime: '2025-08-19T10:56:31+08:00',
    }
    const details = [
      { info, statistic: { vpc: 0, repo: 3 }, quota: { vpc: 2 }, bucket: 'b', region: 'bj' },
      { info, statistic: null },
    ]
    const { client, received } = await setUp((_, index) => ({ body: details[index] ?? {} }))
    const first = await client.getInstance('bj', 'ccr-1')
    expect(first).toMatchObject({
      vpcLinkQuota: { limit: 2, used: 0 },
      extra: { bucket: 'b' },
      upstreamRequestId,
    })
    expect(first.instance).toMatchObject({ privateDomain: 'p', customDomains: ['a.example'], region: 'bj' })
    expect((await client.getInstance('bj', 'ccr-1')).vpcLinkQuota).toEqual({ limit: null, used: null })
    await expect(client.getInstance('bj', 'ccr-1')).rejects.toMatchObject(invalid)
    expect(received[0]?.url).toBe('/v1/instances/ccr-1')
  })
})

describe('the public endpoint', () => {
  it('keeps stored texts, order, unknown words and unknown fields', async () => {
    const whitelist = [
      { ipAddr: '192.168.0.1/24', description: null },
      { ipAddr: '0.0.0.0/0', description: ' 办公 ', author: 'x' },
      { ipAddr: '192.168.0.1/24', description: 'twice' },
    ]
    const { client } = await setUp(() => ({ body: { status: 'melting', domain: 'd', whitelist, note: 1 } }))
    expect(await client.getPublicEndpoint('bj', 'ccr-1')).toEqual({
      status: 'melting',
      domain: 'd',
      entries: [
        { ipAddr: '192.168.0.1/24', description: '' },
        { ipAddr: '0.0.0.0/0', description: ' 办公 ', extra: { author: 'x' } },
        { ipAddr: '192.168.0.1/24', description: 'twice' },
      ],
      extra: { note: 1 },
      upstreamRequestId,
    })
  })

  it.each([[{ whitelist: null }], [{ whitelist: [] }], [{}]])(
    'has an empty list when told %j',
    async (part) => {
      const { client } = await setUp(() => ({ body: { status: 'closed', ...part } }))
      expect(await client.getPublicEndpoint('bj', 'ccr-1')).toMatchObject({
        status: 'closed',
        domain: '',
        entries: [],
      })
    },
  )

  it.each([
    [{ domain: 'd', whitelist: [] }],
    [{ status: 'opened', whitelist: [{}] }],
    [{ status: 'opened', whitelist: 'x' }],
  ])('is not %j', async (body) => {
    const { client } = await setUp(() => ({ body }))
    await expect(client.getPublicEndpoint('bj', 'ccr-1')).rejects.toMatchObject(invalid)
  })
})

describe('VPC links', () => {
  it('are told in our words', async () => {
    const items = [
      { vpcID: 'vpc-1', subnetID: 'sbn-1', serviceNetID: '', status: 'failed', ipAddress: null, x: 1 },
    ]
    const { client } = await setUp(() => ({ body: { domain: 'd', items } }))
    expect(await client.listVpcLinks('bj', 'ccr-1')).toEqual({
      domain: 'd',
      links: [
        {
          vpcId: 'vpc-1',
          subnetId: 'sbn-1',
          serviceNetId: '',
          status: 'failed',
          ipAddress: '',
          extra: { x: 1 },
        },
      ],
      upstreamRequestId,
    })
  })

  it.each([
    [{ domain: 'd', items: null }],
    [{ domain: '', items: [] }],
    [{ items: null }],
    [{ domain: 'd' }],
  ])('are none when told %j', async (body) => {
    const { client } = await setUp(() => ({ body }))
    expect((await client.listVpcLinks('bj', 'ccr-1')).links).toEqual([])
  })

  it.each([[{}], [{ code: 'x', message: 'y' }], [{ domain: 'd', items: [{ vpcID: 'v' }] }]])(
    'are not %j',
    async (body) => {
      const { client } = await setUp(() => ({ body }))
      await expect(client.listVpcLinks('bj', 'ccr-1')).rejects.toMatchObject(invalid)
    },
  )
})

describe('what writes send', () => {
  it('is exactly what the documents say', async () => {
    const { client, ticket, received } = await setUp(() => ({}))
    const link = { vpcId: 'vpc-1', subnetId: 'sbn-1' }
    await client.updatePublicEndpoint(ticket, 'bj', 'ccr-1', 'open')
    await client.createAllowListEntry(ticket, 'bj', 'ccr-1', { ipAddr: '10.0.0.1/24', description: '办公' })
    await client.deleteAllowListEntries(ticket, 'bj', 'ccr-1', ['10.0.0.1/24', '1.2.3.4'])
    await client.createVpcLink(ticket, 'bj', 'ccr-1', { ...link, ipType: 'auto', autoDnsResolve: false })
    const manual = { ...link, ipType: 'manual', ipAddress: '10.0.0.9', autoDnsResolve: true } as const
    await client.createVpcLink(ticket, 'bj', 'ccr-1', manual)
    await client.deleteVpcLink(ticket, 'bj', 'ccr-1', link)
    const base = '/v1/instances/ccr-1'
    const names = { vpcID: 'vpc-1', subnetID: 'sbn-1' }
    expect(received.map(({ method, url, body }) => [method, url, JSON.parse(body)])).toEqual([
      ['PUT', `${base}/publiclinks`, { action: 'open' }],
      ['POST', `${base}/publiclinks/whitelist`, { ipAddr: '10.0.0.1/24', description: '办公' }],
      ['DELETE', `${base}/publiclinks/whitelist`, { items: ['10.0.0.1/24', '1.2.3.4'] }],
      ['POST', `${base}/privatelinks`, { ...names, ipType: 'auto', ipAddress: '', autoDnsResolve: false }],
      [
        'POST',
        `${base}/privatelinks`,
        { ...names, ipType: 'manual', ipAddress: '10.0.0.9', autoDnsResolve: true },
      ],
      ['DELETE', `${base}/privatelinks`, names],
    ])
    for (const { headers } of received) {
      expect(headers['content-type']).toBe('application/json;charset=utf-8')
      expect(headers.authorization).toContain('/host;x-bce-date;x-bce-security-token/')
    }
  })

  it('is nothing when there is nothing to delete', async () => {
    const { client, ticket, received } = await setUp(() => ({}))
    await expect(client.deleteAllowListEntries(ticket, 'bj', 'ccr-1', [])).rejects.toThrow(
      'Nothing to delete',
    )
    expect(received).toHaveLength(0)
  })
})
