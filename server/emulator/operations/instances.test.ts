import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { frozenClock } from '#server/emulator/clock.ts'
import type { Emulator } from '#server/emulator/start.ts'
import { startEmulator } from '#server/emulator/start.ts'
import { call } from '#server/emulator/testing/signed-client.ts'

let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator({ clock: frozenClock(Date.parse('2026-11-24T08:00:00Z')) })
})
afterAll(() => emulator.close())

type List = {
  total: number
  pageNo: number
  pageSize: number
  instances: { id: string; name: string; region: string }[]
}
const list = async (query = '', host?: string) =>
  (await call(emulator, 'GET', `/v1/instances${query}`, host === undefined ? {} : { host })).json as List
const names = async (query: string, host?: string) =>
  (await list(query, host)).instances.map((each) => each.name).sort()

describe('ListInstances', () => {
  it('has the vendor’s fields', async () => {
    const found = await list('?keywordType=id&keyword=ccr-4k74gw7d')
    expect(found).toEqual({
      total: 1,
      pageNo: 1,
      pageSize: 10,
      instances: [
        {
          id: 'ccr-4k74gw7d',
          instanceType: 'ADVANCED',
          name: 'prod-images',
          status: 'running',
          createTime: '2025-02-22T16:00:00+08:00',
          region: 'bj',
          publicURL: 'ccr-4k74gw7d-pub.cnc.bj.baidubce.com',
          tags: [
            { tagKey: 'env', tagValue: 'prod' },
            { tagKey: 'team', tagValue: 'platform' },
          ],
        },
      ],
    })
  })

  it('lists the region that the host names', async () => {
    const port = emulator.port
    for (const host of ['ccr.gz.baidubce.com', `gz.localhost:${port}`, `ccr.gz.localhost:${port}`]) {
      expect(await names('', host)).toEqual(['helm-charts', 'ml-models', 'prod-images-gz'])
    }
  })

  it('lists the default region on a host without one, and all regions with acrossregion', async () => {
    expect(await names('')).toEqual(['ci-cache', 'prod-images', 'sandbox'])
    expect((await list('?acrossregion=true&pageSize=100')).total).toBe(12)
    expect((await list('?acrossregion=true&pageSize=100', 'ccr.hkg.baidubce.com')).total).toBe(12)
    expect(await names('', 'ccr.yq.baidubce.com')).toEqual([])
  })

  it('pages without gaps or repeats, ten by default', async () => {
    const all = await list('?acrossregion=true&pageSize=100')
    const one = await list('?acrossregion=true&pageNo=1')
    const two = await list('?acrossregion=true&pageNo=2')
    expect(one.instances).toHaveLength(10)
    expect([...one.instances, ...two.instances]).toEqual(all.instances)
    expect((await list('?acrossregion=true&pageNo=3')).instances).toEqual([])
  })

  it('cuts a larger page to the largest', async () => {
    expect((await list('?pageSize=5000')).pageSize).toBe(100)
  })

  it('searches by name or id', async () => {
    expect(await names('?acrossregion=true&keywordType=name&keyword=prod-images')).toHaveLength(3)
    emulator.setSwitches({ keywordMatch: 'exact' })
    expect(await names('?acrossregion=true&keywordType=name&keyword=prod-images')).toEqual(['prod-images'])
    emulator.setSwitches({ keywordMatch: 'contains' })
  })

  it.each(['?pageNo=0', '?pageSize=ten', '?acrossregion=yes', '?keywordType=clusterName&keyword=a'])(
    'refuses %s',
    async (query) => {
      expect((await call(emulator, 'GET', `/v1/instances${query}`)).json).toMatchObject({
        code: 'BadRequest',
      })
    },
  )
})

describe('GetInstanceDetail', () => {
  it('has the vendor’s fields', async () => {
    expect((await call(emulator, 'GET', '/v1/instances/ccr-4k74gw7d')).json).toEqual({
      info: {
        id: 'ccr-4k74gw7d',
        instanceType: 'ADVANCED',
        name: 'prod-images',
        status: 'running',
        createTime: '2025-02-22T16:00:00+08:00',
        expireTime: '2027-11-03T10:00:00+08:00',
        region: 'bj',
        privateURL: 'ccr-4k74gw7d-vpc.cnc.bj.baidubce.com',
        publicURL: 'ccr-4k74gw7d-pub.cnc.bj.baidubce.com',
        customDomains: ['images.example.com'],
        tags: [
          { tagKey: 'env', tagValue: 'prod' },
          { tagKey: 'team', tagValue: 'platform' },
        ],
      },
      statistic: { repo: 412, chart: 0, namespace: 38, vpc: 4, storage: 6_140 * 1024 ** 3 },
      quota: { repo: 5000, chart: 5000, namespace: 100, vpc: 10 },
      bucket: 'ccr-4k74gw7d-bj-storage',
      region: 'bj',
    })
  })

  it('is 404 with the vendor’s sentence when there is none', async () => {
    const response = await call(emulator, 'GET', '/v1/instances/ccr-nothere0')
    expect(response).toMatchObject({
      status: 404,
      json: { code: 'NotFound', message: 'instance ccr-nothere0 is not found' },
    })
  })

  it('reads an instance of another region, unless the switch says otherwise', async () => {
    const host = 'ccr.gz.baidubce.com'
    expect((await call(emulator, 'GET', '/v1/instances/ccr-4k74gw7d', { host })).status).toBe(200)
    emulator.setSwitches({ crossRegionOperations: 'refuse' })
    expect((await call(emulator, 'GET', '/v1/instances/ccr-4k74gw7d', { host })).status).toBe(404)
    expect((await call(emulator, 'GET', '/v1/instances/ccr-4k74gw7d')).status).toBe(200)
    emulator.setSwitches({ crossRegionOperations: 'accept' })
  })
})
