import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { frozenClock } from '#server/emulator/clock.ts'
import type { Emulator } from '#server/emulator/start.ts'
import { startEmulator } from '#server/emulator/start.ts'
import { call } from '#server/emulator/testing/signed-client.ts'

const id = 'ccr-test0001'
const path = `/v1/instances/${id}/privatelinks`
const spark = { vpcID: 'vpc-1s6fwq9d3txm', subnetID: 'sbn-v83kd0pjq2ra' }
const full = { vpcID: 'vpc-h7wn05vp3k6a', subnetID: 'sbn-5tq2ze8y1kcd' }

let emulator: Emulator
beforeEach(async () => {
  emulator = await startEmulator({
    seed: 'empty',
    clock: frozenClock(),
    delays: { linkCreatingMs: 20_000, linkDeletingMs: 8000 },
  })
  emulator.addInstance({ id, name: 'under-test', region: 'bj' })
})
afterEach(() => emulator.close())

type Item = { vpcID: string; subnetID: string; serviceNetID: string; status: string; ipAddress: string }
const list = async () => (await call(emulator, 'GET', path)).json as { domain: string; items: Item[] }
const first = async () => (await list()).items[0]
const add = (body: object) =>
  call(emulator, 'POST', path, { body: { ipType: 'auto', ipAddress: '', autoDnsResolve: true, ...body } })
const remove = (pair: object) => call(emulator, 'DELETE', path, { body: pair })

describe('adding', () => {
  it('is creating without an address, then created with one of the subnet', async () => {
    expect(await add(spark)).toMatchObject({ status: 200, text: '' })
    expect(await list()).toEqual({
      domain: `${id}-vpc.cnc.bj.baidubce.com`,
      items: [{ ...spark, serviceNetID: '', status: 'creating', ipAddress: '' }],
    })
    emulator.advance(20_000)
    const link = await first()
    expect(link).toMatchObject({ status: 'created', ipAddress: '10.32.8.34' })
    expect(link?.serviceNetID).toMatch(/^endpoint-[0-9a-f]{8}$/)
  })

  it('takes a body without ipAddress and autoDnsResolve, as the vendor’s Go client sends it', async () => {
    const response = await call(emulator, 'POST', path, { body: { ...spark, ipType: 'auto' } })
    expect(response.status).toBe(200)
    expect(emulator.instance(id).links[0]).toMatchObject({ autoDnsResolve: false, ipType: 'auto' })
  })

  it('uses a manual address and takes it from the subnet', async () => {
    expect((await add({ ...spark, ipType: 'manual', ipAddress: '10.32.8.40' })).status).toBe(200)
    emulator.advance(20_000)
    expect(await first()).toMatchObject({ status: 'created', ipAddress: '10.32.8.40' })
    emulator.addInstance({ id: 'ccr-test0002', name: 'second', region: 'bj' })
    const second = await call(emulator, 'POST', '/v1/instances/ccr-test0002/privatelinks', {
      body: { ...spark, ipType: 'manual', ipAddress: '10.32.8.40' },
    })
    expect(second).toMatchObject({ status: 409, json: { code: 'StatusConflict' } })
  })

  it.each([
    ['outside the subnet', '10.32.9.40', 400],
    ['the network address', '10.32.8.0', 400],
    ['the gateway', '10.32.8.1', 400],
    ['the broadcast address', '10.32.8.255', 400],
    ['in use', '10.32.8.2', 409],
    ['not an address', '10.32.8', 400],
    ['missing', '', 400],
  ])('refuses a manual address that is %s', async (_, ipAddress, status) => {
    expect((await add({ ...spark, ipType: 'manual', ipAddress })).status).toBe(status)
    expect((await list()).items).toEqual([])
  })

  it('gives two links of one subnet different addresses', async () => {
    emulator.addInstance({ id: 'ccr-test0002', name: 'second', region: 'bj' })
    await add(spark)
    await call(emulator, 'POST', '/v1/instances/ccr-test0002/privatelinks', {
      body: { ...spark, ipType: 'auto' },
    })
    emulator.advance(20_000)
    const addresses = emulator.instances().map((instance) => instance.links[0]?.ipAddress)
    expect(addresses).toEqual(['10.32.8.34', '10.32.8.35'])
  })

  it('fails later in a full subnet, or is refused when the switch says so', async () => {
    expect((await add(full)).status).toBe(200)
    emulator.advance(20_000)
    expect(await first()).toMatchObject({ status: 'failed', ipAddress: '', serviceNetID: '' })
    emulator.removeInstance(id)
    emulator.addInstance({ id, name: 'again', region: 'bj' })
    emulator.setSwitches({ fullSubnet: 'conflict' })
    expect((await add(full)).status).toBe(409)
  })

  it('fails with or without an address where the names say so', async () => {
    emulator.addInstance({ id: 'ccr-test0003', name: 'lab', region: 'hkg' })
    const labPath = '/v1/instances/ccr-test0003/privatelinks'
    for (const subnetID of ['sbn-hl1a4b7c0d3e', 'sbn-hl5f8g1h4j7k']) {
      await call(emulator, 'POST', labPath, { body: { vpcID: 'vpc-h6t9lab0q4wz', subnetID, ipType: 'auto' } })
    }
    emulator.advance(20_000)
    expect(emulator.instance('ccr-test0003').links.map((link) => [link.status, link.ipAddress])).toEqual([
      ['failed', ''],
      ['failed', '10.136.2.2'],
    ])
  })

  it.each([
    ['an unknown VPC', { ...spark, vpcID: 'vpc-nothere' }, 404],
    ['a subnet of another VPC', { ...spark, subnetID: full.subnetID }, 404],
    ['a VPC of another region', { vpcID: 'vpc-g3z1prod8c0m', subnetID: 'sbn-gz4a7mq10wxe' }, 404],
    ['no VPC', { subnetID: spark.subnetID }, 400],
    ['no subnet', { vpcID: spark.vpcID }, 400],
    ['another ipType', { ...spark, ipType: 'random' }, 400],
    ['a text for autoDnsResolve', { ...spark, autoDnsResolve: 'true' }, 400],
  ])('refuses %s', async (_, body, status) => {
    expect((await add(body)).status).toBe(status)
    expect((await list()).items).toEqual([])
  })

  it('refuses a pair that exists, in any state', async () => {
    await add(spark)
    expect(await add(spark)).toMatchObject({ status: 409, json: { code: 'StatusConflict' } })
    emulator.advance(20_000)
    await remove(spark)
    expect((await add(spark)).status).toBe(409)
    emulator.advance(8000)
    expect((await add(spark)).status).toBe(200)
  })

  it('answers 412 over the quota and shows both numbers', async () => {
    emulator.patchInstance(id, { vpcQuota: 1 })
    await add(spark)
    expect(await add(full)).toMatchObject({
      status: 412,
      json: { code: 'QuotaExceed', message: 'quota exceed' },
    })
    const detail = await call(emulator, 'GET', `/v1/instances/${id}`)
    expect(detail.json).toMatchObject({ quota: { vpc: 1 }, statistic: { vpc: 1 } })
  })

  it('links a second subnet of a VPC, unless the switch says otherwise', async () => {
    const second = { vpcID: spark.vpcID, subnetID: 'sbn-6b4ty9r2wn8c' }
    await add(spark)
    emulator.setSwitches({ secondSubnetOfVpc: 'conflict' })
    expect((await add(second)).status).toBe(409)
    emulator.setSwitches({ secondSubnetOfVpc: 'accept' })
    expect((await add(second)).status).toBe(200)
  })
})

describe('deleting', () => {
  it('is deleting, then gone, and gives the address back', async () => {
    await add(spark)
    emulator.advance(20_000)
    expect(await remove(spark)).toMatchObject({ status: 200, text: '' })
    expect(await first()).toMatchObject({ status: 'deleting', ipAddress: '10.32.8.34' })
    emulator.advance(8000)
    expect((await list()).items).toEqual([])
    await add(spark)
    emulator.advance(20_000)
    expect(await first()).toMatchObject({ ipAddress: '10.32.8.34' })
  })

  it('refuses a pair that does not exist, unless the switch says otherwise', async () => {
    expect(await remove(spark)).toMatchObject({ status: 404, json: { code: 'NotFound' } })
    emulator.setSwitches({ missingLink: 'ignore' })
    expect((await remove(spark)).status).toBe(200)
  })

  it('refuses a link that is moving, unless the switch says otherwise', async () => {
    await add(spark)
    expect((await remove(spark)).status).toBe(409)
    emulator.setSwitches({ actionInTransition: 'accept' })
    expect((await remove(spark)).status).toBe(200)
    expect((await remove(spark)).status).toBe(200)
    emulator.advance(8000)
    expect((await list()).items).toEqual([])
  })

  it('removes a failed link', async () => {
    await add(full)
    emulator.advance(20_000)
    await remove(full)
    emulator.advance(8000)
    expect((await list()).items).toEqual([])
  })
})

it('shows words that nobody documented, and those the switches rename', async () => {
  await add(spark)
  emulator.setSwitches({ linkCreatingWord: 'building' })
  expect(await first()).toMatchObject({ status: 'building', ipAddress: '' })
  emulator.putLinkStatus(id, { vpcId: spark.vpcID, subnetId: spark.subnetID, status: 'migrating' })
  expect(await first()).toMatchObject({ status: 'migrating', ipAddress: '10.32.8.34' })
})
