import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { frozenClock } from '#server/emulator/clock.ts'
import type { Emulator } from '#server/emulator/start.ts'
import { startEmulator } from '#server/emulator/start.ts'
import { defaultSwitches } from '#server/emulator/switches.ts'
import { call } from '#server/emulator/testing/signed-client.ts'

const id = 'ccr-test0001'
let emulator: Emulator

beforeAll(async () => {
  emulator = await startEmulator({ clock: frozenClock(), delays: { openingMs: 5_000, closingMs: 5_000 } })
})
afterAll(() => emulator.close())
beforeEach(() => {
  emulator.reset('fleet')
  emulator.setSwitches(defaultSwitches)
  emulator.clearSources()
  emulator.addInstance({ id, name: 'plain', region: 'bj', endpointStatus: 'opened', allowList: list })
})

const list = ['203.0.113.7', '198.51.100.77/24', 'gateway.example', '010.0.0.1'].map((ipAddr) => ({
  ipAddr,
  description: '',
}))

describe('the public network', () => {
  it.each([
    ['203.0.113.7', true, 'listed'],
    ['203.0.113.8', false, 'notListed'],
    ['198.51.100.0', true, 'listed'],
    ['198.51.100.255', true, 'listed'],
    ['198.51.101.0', false, 'notListed'],
    ['10.0.0.1', false, 'notListed'],
    ['8.0.0.1', false, 'notListed'],
    ['0.0.0.0', false, 'notListed'],
    ['fd00::1', false, 'notIpv4'],
  ])('of an opened endpoint goes by the list: %s', (from, admitted, reason) => {
    expect(emulator.admits(id, from)).toMatchObject({ admitted, reason, endpointStatus: 'opened' })
  })

  it.each([
    ['opened', true],
    ['opening', false],
    ['closed', false],
    ['closing', true],
    ['under repair', false],
  ])('is as open as its endpoint: %s', (endpointStatus, admitted) => {
    emulator.putEndpointStatus(id, endpointStatus)
    expect(emulator.admits(id, '203.0.113.7')).toMatchObject({ admitted, endpointStatus })
  })

  it('admits until the endpoint is closed, and from when it is opened', async () => {
    const act = (action: string) =>
      call(emulator, 'PUT', `/v1/instances/${id}/publiclinks`, { body: { action } })
    const admitted = () => emulator.admits(id, '203.0.113.7').admitted
    await act('close')
    emulator.advance(4_999)
    expect(admitted()).toBe(true)
    emulator.advance(1)
    expect(admitted()).toBe(false)
    await act('open')
    emulator.advance(4_999)
    expect(admitted()).toBe(false)
    emulator.advance(1)
    expect(admitted()).toBe(true)
  })

  it('may refuse from the first moment of closing', () => {
    emulator.setSwitches({ admitWhileClosing: false })
    emulator.putEndpointStatus(id, 'closing')
    expect(emulator.admits(id, '203.0.113.7')).toMatchObject({ admitted: false, reason: 'notOpened' })
  })

  it.each([
    ['deny', 'opened', false],
    ['allow', 'opened', true],
    ['allow', 'closed', false],
  ] as const)('with an empty list, switch %s, endpoint %s', (emptyOpenedMeans, endpointStatus, admitted) => {
    emulator.setSwitches({ emptyOpenedMeans })
    emulator.patchInstance(id, { allowList: [], endpointStatus })
    expect(emulator.admits(id, '203.0.113.7').admitted).toBe(admitted)
  })

  it('with nothing readable in its list admits nobody, whatever an empty list means', () => {
    emulator.setSwitches({ emptyOpenedMeans: 'allow' })
    emulator.putAllowList(id, [{ ipAddr: 'gateway.example', description: '' }])
    expect(emulator.admits(id, '203.0.113.7').admitted).toBe(false)
  })

  it('takes a client for whom it stands', () => {
    emulator.setSources({ '127.0.0.5': '203.0.113.7' })
    expect(emulator.admits(id, '127.0.0.5')).toMatchObject({ admitted: true, seenAs: '203.0.113.7' })
    expect(emulator.admits(id, '127.0.0.6')).toMatchObject({ admitted: false, seenAs: '127.0.0.6' })
  })
})

describe('the internal network', () => {
  const link = { vpcId: 'vpc-x83j8k5dh9w9', subnetId: 'sbn-cc2kfp5qzmz3' }
  const reason = (from: string) => emulator.admits(id, from, 'internal').reason

  it('admits the whole VPC of a created link, and no other', () => {
    expect(reason('10.20.4.17')).toBe('notLinked')
    emulator.putLinkStatus(id, { ...link, status: 'created' })
    expect(reason('10.20.4.17')).toBe('linked')
    expect(reason('10.20.255.255')).toBe('linked')
    expect(reason('10.21.0.0')).toBe('notLinked')
    expect(reason('203.0.113.7')).toBe('notLinked')
  })

  it.each(['creating', 'failed', 'deleting', 'migrating'])('does not go by a link that is %s', (status) => {
    emulator.putLinkStatus(id, { ...link, status })
    expect(reason('10.20.4.17')).toBe('notLinked')
  })

  it('follows a link from its first call to its last', async () => {
    const path = `/v1/instances/${id}/privatelinks`
    const { linkCreatingMs, linkDeletingMs } = { linkCreatingMs: 20_000, linkDeletingMs: 8_000 }
    const made = await call(emulator, 'POST', path, { body: { ...pair(link), ipType: 'auto' } })
    expect(made.status).toBe(200)
    emulator.advance(linkCreatingMs - 1)
    expect(reason('10.20.4.17')).toBe('notLinked')
    emulator.advance(1)
    expect(reason('10.20.4.17')).toBe('linked')
    expect((await call(emulator, 'DELETE', path, { body: pair(link) })).status).toBe(200)
    expect(reason('10.20.4.17')).toBe('notLinked')
    emulator.advance(linkDeletingMs)
    expect(reason('10.20.4.17')).toBe('notLinked')
  })

  it('knows the word for created', () => {
    emulator.setSwitches({ linkCreatedWord: 'available' })
    emulator.putLinkStatus(id, { ...link, status: 'created' })
    expect(reason('10.20.4.17')).toBe('linked')
  })

  it('has nothing to do with the public endpoint and its list', () => {
    emulator.putLinkStatus(id, { ...link, status: 'created' })
    emulator.patchInstance(id, { endpointStatus: 'closed', allowList: [] })
    expect(reason('10.20.4.17')).toBe('linked')
    expect(emulator.admits(id, '10.20.4.17').admitted).toBe(false)
  })
})

it('a custom domain admits whom either network admits', () => {
  emulator.putLinkStatus(id, { vpcId: 'vpc-x83j8k5dh9w9', subnetId: 'sbn-cc2kfp5qzmz3', status: 'created' })
  const admitted = (from: string) => emulator.admits(id, from, 'custom').admitted
  expect(['203.0.113.7', '10.20.4.17', '203.0.113.8'].map(admitted)).toEqual([true, true, false])
})

it('there is no verdict on an instance that is not there', () => {
  expect(() => emulator.admits('ccr-nothere0', '192.0.2.1')).toThrow('There is no instance ccr-nothere0.')
})

function pair({ vpcId, subnetId }: { vpcId: string; subnetId: string }) {
  return { vpcID: vpcId, subnetID: subnetId }
}
