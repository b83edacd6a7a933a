import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { frozenClock } from '#server/emulator/clock.ts'
import type { Emulator } from '#server/emulator/start.ts'
import { startEmulator } from '#server/emulator/start.ts'
import { call } from '#server/emulator/testing/signed-client.ts'

let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator({ clock: frozenClock() })
})
afterAll(() => emulator.close())

const get = async (path: string, host?: string) =>
  (await call(emulator, 'GET', path, host === undefined ? {} : { host })).json as Record<string, unknown>
const ids = (list: unknown, field: string) => (list as Record<string, string>[]).map((each) => each[field])

describe('VPCs', () => {
  it('lists those of the host’s region', async () => {
    const answer = await get('/v1/vpc', 'bcc.su.baidubce.com')
    expect(answer).toMatchObject({ marker: '', isTruncated: false, maxKeys: 1000 })
    expect(answer).not.toHaveProperty('nextMarker')
    expect(ids(answer['vpcs'], 'name')).toEqual(['prod-core-su', 'finance-su'])
  })

  it('follows markers to the end without gaps', async () => {
    const seen: string[] = []
    let marker = ''
    do {
      const answer = await get(`/v1/vpc?maxKeys=2${marker === '' ? '' : `&marker=${marker}`}`)
      seen.push(...(ids(answer['vpcs'], 'vpcId') as string[]))
      marker = (answer['nextMarker'] as string | undefined) ?? ''
      expect(answer['isTruncated']).toBe(marker !== '')
    } while (marker !== '')
    expect(seen).toEqual(ids((await get('/v1/vpc'))['vpcs'], 'vpcId'))
    expect(seen).toHaveLength(6)
  })

  it('reads one with its subnets', async () => {
    const { vpc } = (await get('/v1/vpc/vpc-1s6fwq9d3txm')) as { vpc: Record<string, unknown> }
    expect(vpc).toMatchObject({ name: 'analytics-bj', cidr: '10.32.0.0/16', isDefault: false })
    expect(ids(vpc['subnets'], 'subnetId')).toEqual(['sbn-v83kd0pjq2ra', 'sbn-6b4ty9r2wn8c'])
    expect(await get('/v1/vpc/vpc-1s6fwq9d3txm', 'bcc.gz.baidubce.com')).toMatchObject({ code: 'NotFound' })
  })
})

describe('subnets', () => {
  it('tells the free addresses, and one less after a link', async () => {
    const read = async () => (await get('/v1/subnet?vpcId=vpc-1s6fwq9d3txm&subnetType=BCC'))['subnets']
    expect(await read()).toMatchObject([
      { subnetId: 'sbn-v83kd0pjq2ra', cidr: '10.32.8.0/24', zoneName: 'cn-bj-d', availableIp: 211 },
    ])
    await call(emulator, 'POST', '/v1/instances/ccr-4k74gw7d/privatelinks', {
      body: { vpcID: 'vpc-1s6fwq9d3txm', subnetID: 'sbn-v83kd0pjq2ra', ipType: 'auto' },
    })
    expect(await read()).toMatchObject([{ availableIp: 210 }])
  })

  it('has a full one', async () => {
    expect(await get('/v1/subnet/sbn-5tq2ze8y1kcd')).toMatchObject({
      subnet: { cidr: '172.16.9.0/28', availableIp: 0 },
    })
  })
})

describe('addresses in use', () => {
  const path = '/v1/vpc/vpc-9070rw5u03rs/privateIpAddressInfo'
  const addresses = async (query: string) => {
    const answer = await get(`${path}?${query}`)
    return ids(answer['vpcPrivateIpAddresses'], 'privateIpAddress')
  }

  it('answers those of the range or the list that are taken', async () => {
    expect(await addresses('privateIpRange=192.168.145.0-192.168.145.4')).toEqual([
      '192.168.145.2',
      '192.168.145.3',
      '192.168.145.4',
    ])
    const list = 'privateIpAddresses=192.168.145.2&privateIpAddresses=192.168.145.200'
    expect(await addresses(list)).toEqual(['192.168.145.2'])
    expect(await addresses('privateIpAddresses=192.168.145.2,192.168.145.5')).toHaveLength(2)
  })

  it.each([
    '',
    'privateIpRange=192.168.145.0',
    'privateIpRange=192.168.145.9-192.168.145.1',
    'privateIpRange=192.168.145.0-192.168.145.100',
    `privateIpAddresses=${Array.from({ length: 101 }, (_, index) => `10.0.0.${index}`).join(',')}`,
    'privateIpAddresses=one',
  ])('refuses %s', async (query) => {
    expect(await get(`${path}?${query}`)).toMatchObject({ code: 'BadRequest' })
  })

  it('lists what products hold, in pages', async () => {
    const answer = await get(
      '/v1/vpc/resourceIp?vpcId=vpc-x83j8k5dh9w9&subnetId=sbn-cc2kfp5qzmz3&pageSize=10&pageNo=2',
    )
    expect(answer).toMatchObject({ pageNo: 2, pageSize: 10, totalCount: 202 })
    expect((answer['result'] as unknown[])[5]).toEqual({ ip: '10.20.4.17', resourceType: 'endpoint' })
  })
})

it('lists the service NICs of a VPC', async () => {
  expect(await get('/v1/endpoint?vpcId=vpc-9070rw5u03rs')).toMatchObject({
    isTruncated: false,
    endpoints: [
      {
        ipAddress: '192.168.145.2',
        status: 'available',
        service: 'ccr-4k74gw7d-vpc.cnc.bj.baidubce.com',
        subnetId: 'sbn-qeimde0m7wyp',
      },
    ],
  })
  expect(await get('/v1/endpoint')).toMatchObject({ code: 'BadRequest' })
})
