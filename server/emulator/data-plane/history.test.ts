import { afterEach, beforeEach, expect, it } from 'vitest'
import { frozenClock } from '#server/emulator/clock.ts'
import type { Emulator } from '#server/emulator/start.ts'
import { startEmulator } from '#server/emulator/start.ts'
import { call } from '#server/emulator/testing/signed-client.ts'

const id = 'ccr-test0001'
const entry = (ipAddr: string) => ({ ipAddr, description: '' })
let emulator: Emulator

beforeEach(async () => {
  emulator = await startEmulator({
    seed: 'empty',
    clock: frozenClock(),
    switches: { dataPlaneDelayMs: 1_000 },
    delays: { openingMs: 5_000, closingMs: 5_000 },
  })
  emulator.addInstance({
    id,
    name: 'lag',
    region: 'bj',
    endpointStatus: 'opened',
    allowList: [entry('192.0.2.1')],
  })
})
afterEach(() => emulator.close())

const admits = (from: string) => emulator.admits(id, from).admitted
const add = (ipAddr: string) =>
  call(emulator, 'POST', `/v1/instances/${id}/publiclinks/whitelist`, { body: entry(ipAddr) })
const remove = (ipAddr: string) =>
  call(emulator, 'DELETE', `/v1/instances/${id}/publiclinks/whitelist`, { body: { items: [ipAddr] } })

it('sees an addition and a deletion that much later', async () => {
  expect((await add('192.0.2.2')).status).toBe(200)
  expect([admits('192.0.2.1'), admits('192.0.2.2')]).toEqual([true, false])
  emulator.advance(400)
  expect((await remove('192.0.2.1')).status).toBe(200)
  emulator.advance(599)
  expect([admits('192.0.2.1'), admits('192.0.2.2')]).toEqual([true, false])
  emulator.advance(1)
  expect([admits('192.0.2.1'), admits('192.0.2.2')]).toEqual([true, true])
  emulator.advance(399)
  expect(admits('192.0.2.1')).toBe(true)
  emulator.advance(1)
  expect([admits('192.0.2.1'), admits('192.0.2.2')]).toEqual([false, true])
})

it('sees an opening and a closing that much later', async () => {
  const act = (action: string) =>
    call(emulator, 'PUT', `/v1/instances/${id}/publiclinks`, { body: { action } })
  expect((await act('close')).status).toBe(200)
  emulator.advance(5_999)
  expect(emulator.instance(id).publicEndpoint.status).toBe('closed')
  expect(admits('192.0.2.1')).toBe(true)
  emulator.advance(1)
  expect(admits('192.0.2.1')).toBe(false)
  await act('open')
  emulator.advance(5_999)
  expect(admits('192.0.2.1')).toBe(false)
  emulator.advance(1)
  expect(admits('192.0.2.1')).toBe(true)
})

it('sees a call that much later', async () => {
  emulator.setSwitches({ admitWhileClosing: false })
  emulator.advance(1_000)
  await call(emulator, 'PUT', `/v1/instances/${id}/publiclinks`, { body: { action: 'close' } })
  emulator.advance(999)
  expect(emulator.admits(id, '192.0.2.1')).toMatchObject({ admitted: true, endpointStatus: 'opened' })
  emulator.advance(1)
  expect(emulator.admits(id, '192.0.2.1')).toMatchObject({ admitted: false, endpointStatus: 'closing' })
})

it('sees a link that much later', () => {
  emulator.reset('fleet')
  const link = { vpcId: 'vpc-9070rw5u03rs', subnetId: 'sbn-qeimde0m7wyp' }
  const linked = () => emulator.admits('ccr-4k74gw7d', '192.168.9.9', 'internal').admitted
  emulator.advance(1_000)
  expect(linked()).toBe(true)
  emulator.putLinkStatus('ccr-4k74gw7d', { ...link, status: 'failed' })
  emulator.advance(999)
  expect(linked()).toBe(true)
  emulator.advance(1)
  expect(linked()).toBe(false)
})

it('begins to lag, and ceases to, in the middle', async () => {
  emulator.setSwitches({ dataPlaneDelayMs: 0 })
  await add('192.0.2.2')
  expect(admits('192.0.2.2')).toBe(true)
  emulator.setSwitches({ dataPlaneDelayMs: 500 })
  await remove('192.0.2.2')
  expect(admits('192.0.2.2')).toBe(true)
  emulator.setSwitches({ dataPlaneDelayMs: 0 })
  expect(admits('192.0.2.2')).toBe(false)
})
