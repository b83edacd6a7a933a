import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { frozenClock } from './clock.ts'
import type { ControlClient } from './control-client.ts'
import { createControlClient } from './control-client.ts'
import type { Emulator } from './start.ts'
import { startEmulator } from './start.ts'
import { call } from './testing/signed-client.ts'

let emulator: Emulator
let control: ControlClient
beforeEach(async () => {
  emulator = await startEmulator({ clock: frozenClock(), delays: { openingMs: 5000 } })
  control = createControlClient(emulator.url)
})
afterEach(() => emulator.close())

const id = 'ccr-8jv3c7pl'

it('changes an instance as somebody else would', async () => {
  const changed = await control.patchInstance(id, {
    allowList: [{ ipAddr: '9.9.9.9', description: 'behind your back' }],
    endpointStatus: 'opened',
    links: [{ vpcId: 'vpc-s4u6prod2n9k', subnetId: 'sbn-su2d5h8j1k4m', status: 'failed', ipAddress: '' }],
  })
  expect(changed.publicEndpoint.status).toBe('opened')
  const config = await call(emulator, 'GET', `/v1/instances/${id}/publiclinks`)
  expect(config.json).toMatchObject({ status: 'opened', whitelist: [{ ipAddr: '9.9.9.9' }] })
  const links = await call(emulator, 'GET', `/v1/instances/${id}/privatelinks`)
  expect(links.json).toMatchObject({ items: [{ status: 'failed', ipAddress: '' }, { status: 'created' }] })
})

it('moves the clock, changes delays and switches', async () => {
  await control.setDelays({ openingMs: 60_000 })
  await call(emulator, 'PUT', `/v1/instances/${id}/publiclinks`, { body: { action: 'open' } })
  const before = emulator.now()
  expect(await control.advance(59_999)).toBe(before + 59_999)
  expect((await control.instance(id)).publicEndpoint.status).toBe('opening')
  await control.advance(1)
  expect((await control.instance(id)).publicEndpoint.status).toBe('opened')
  expect(await control.setSwitches({ hostBits: 'refuse' })).toMatchObject({ hostBits: 'refuse' })
})

it('adds and removes instances, faults, and starts again', async () => {
  await control.addInstance({ id: 'ccr-fresh001', name: 'fresh', region: 'cd', endpointStatus: 'opened' })
  expect((await control.instances()).map((each) => each.id)).toContain('ccr-fresh001')
  await control.removeInstance('ccr-fresh001')
  await expect(control.instance('ccr-fresh001')).rejects.toThrow('There is no instance ccr-fresh001.')
  await control.fault({ kind: 'unavailable', operation: 'ListInstances' })
  expect((await call(emulator, 'GET', '/v1/instances')).status).toBe(503)
  expect(await control.requests({ operation: 'ListInstances' })).toMatchObject([
    { status: 503, fault: 'unavailable' },
  ])
  await control.clearRequests()
  expect(await control.requests()).toEqual([])
  await control.clearFaults()
  expect((await call(emulator, 'GET', '/v1/instances')).status).toBe(200)
  await control.reset('generated:3x5')
  const generated = await control.instances()
  expect(generated.map((each) => each.allowList.length)).toEqual([5, 5, 5])
})

describe('refusals', () => {
  const put = async (path: string, body: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${emulator.url}/__emulator/${path}`, { method: 'PUT', body, headers })
    return { status: response.status, error: ((await response.json()) as { error: string }).error }
  }

  it.each([
    ['switches', '{"hostBits":"maybe"}', 'The switch "hostBits" must be one of accept, refuse, not "maybe".'],
    ['switches', '{"allowListMax":"many"}', 'The switch "allowListMax" must be like null, not "many".'],
    ['switches', '{"weather":"fine"}', 'There is no switch called "weather".'],
    [
      'delays',
      '{"openingMs":-1}',
      'The delay "openingMs" must be a whole number of milliseconds, 0 or more.',
    ],
    ['clock', '{}', 'Send {"nowMs": …} or {"advanceMs": …}.'],
    ['instances/ccr-8jv3c7pl', '{"color":"red"}', 'An instance has no "color" to change.'],
    [
      'instances/ccr-8jv3c7pl',
      '{"allowList":["1.1.1.1"]}',
      '"allowList" must be a list of objects with the strings ipAddr, description.',
    ],
    ['instances/ccr-nothere0', '{}', 'There is no instance ccr-nothere0.'],
    ['instances/ccr-8jv3c7pl', '[]', 'Send a JSON object.'],
  ])('PUT %s %s says what is wrong', async (path, body, sentence) => {
    expect(await put(path, body)).toEqual({ status: 400, error: sentence })
  })

  it('answers no web page', async () => {
    const answer = await put('clock', '{"advanceMs":1}', { origin: 'https://evil.example' })
    expect(answer.status).toBe(403)
  })

  it('is 404 for what it lacks', async () => {
    expect((await put('weather', '{}')).status).toBe(404)
  })
})

it('never shows a secret', async () => {
  const state = await (await fetch(`${emulator.url}/__emulator/state`)).text()
  expect(state).toContain('prod-images')
  expect(state).not.toContain(emulator.secretAccessKey)
})
