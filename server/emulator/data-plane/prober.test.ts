import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Emulator } from '#server/emulator/start.ts'
import { startEmulator } from '#server/emulator/start.ts'
import { call } from '#server/emulator/testing/signed-client.ts'
import { createProbeConnection, isAdmitted } from './probe-connection.ts'
import { type Prober, startProber } from './prober.ts'

const instanceId = 'ccr-test0001'
const entry = (ipAddr: string) => ({ ipAddr, description: '' })
let emulator: Emulator
let prober: Prober | null = null

beforeAll(async () => {
  emulator = await startEmulator({ seed: 'empty', afterWrite: async () => prober?.round() })
})
afterAll(() => emulator.close())
beforeEach(() => {
  prober = null
  emulator.reset('empty')
  emulator.setSwitches({ refusedAnswer: 'reset' })
  emulator.addInstance({
    id: instanceId,
    name: 'probed',
    region: 'bj',
    endpointStatus: 'opened',
    allowList: [entry('127.0.0.5'), entry('127.0.0.6')],
  })
})

const path = `/v1/instances/${instanceId}/publiclinks/whitelist`
const add = (ipAddr: string) => call(emulator, 'POST', path, { body: entry(ipAddr) })
const remove = (ipAddr: string) => call(emulator, 'DELETE', path, { body: { items: [ipAddr] } })
const start = (options: Partial<Parameters<typeof startProber>[0]>) =>
  startProber({ url: emulator.url, instanceId, ...options })

describe.each(['reset', '403', 'timeout'] as const)('a prober, refused by %s', (refusedAnswer) => {
  beforeEach(() => {
    emulator.setSwitches({ refusedAnswer })
  })

  it('sees nothing wrong where nothing is', async () => {
    prober = await start({
      sources: ['127.0.0.6'],
      expectAlwaysAdmitted: ['127.0.0.5'],
      expectNeverAdmitted: ['127.0.0.7'],
      timeoutMs: 50,
    })
    await remove('127.0.0.6')
    await add('127.0.0.6')
    const { probes, changes, wrongRefusals, wrongAdmissions } = await prober.stop()
    expect([wrongRefusals, wrongAdmissions]).toEqual([[], []])
    expect(probes).toBeGreaterThanOrEqual(9)
    const seen = (source: string) => changes.filter((c) => c.source === source).map((c) => c.admitted)
    expect(seen('127.0.0.5')).toEqual([true])
    expect(seen('127.0.0.6')).toEqual([true, false, true])
    expect(seen('127.0.0.7')).toEqual([false])
  })

  it('catches the shortest wrong refusal and the shortest wrong admission', async () => {
    prober = await start({
      expectAlwaysAdmitted: ['127.0.0.5', '127.0.0.6'],
      expectNeverAdmitted: ['127.0.0.7', '127.0.0.8'],
      timeoutMs: 50,
    })
    await remove('127.0.0.5')
    await add('127.0.0.5')
    await add('127.0.0.7')
    await remove('127.0.0.7')
    const { wrongRefusals, wrongAdmissions } = await prober.stop()
    expect(new Set(wrongRefusals.map((each) => each.source))).toEqual(new Set(['127.0.0.5']))
    expect(new Set(wrongAdmissions.map((each) => each.source))).toEqual(new Set(['127.0.0.7']))
    expect(wrongRefusals[0]).toMatchObject({ admitted: false })
    expect(wrongAdmissions[0]).toMatchObject({ admitted: true })
    expect(wrongAdmissions[0]?.atMs).toBeGreaterThanOrEqual(wrongRefusals[0]?.atMs ?? Number.NaN)
  })
})

it('asks on the internal network too', async () => {
  emulator.reset('fleet')
  emulator.setSources({ '127.1.0.0/24': '192.168.145.0/24' })
  prober = await startProber({
    url: emulator.url,
    instanceId: 'ccr-4k74gw7d',
    network: 'internal',
    expectAlwaysAdmitted: ['127.1.0.9'],
    expectNeverAdmitted: ['127.0.0.9'],
  })
  const { wrongRefusals, wrongAdmissions } = await prober.stop()
  expect([wrongRefusals, wrongAdmissions]).toEqual([[], []])
})

describe('a prober that cannot ask says so', () => {
  it('when there is no such instance', async () => {
    await expect(start({ instanceId: 'ccr-nothere0', sources: ['127.0.0.5'] })).rejects.toThrow(
      'There is no instance ccr-nothere0.',
    )
  })
  it('when nobody listens', async () => {
    const own = await startEmulator({ seed: 'empty' })
    await own.close()
    await expect(start({ url: own.url, sources: ['127.0.0.5'] })).rejects.toThrow()
  })
  it('when it has no source, or one that is not of this machine', async () => {
    await expect(start({})).rejects.toThrow('at least one source')
    await expect(start({ sources: ['127.0.0.5', '192.0.2.1'] })).rejects.toMatchObject({
      code: expect.stringMatching(/EADDRNOTAVAIL|EINVAL/),
    })
  })
  it('when the registry goes away', async () => {
    const going = await start({ sources: ['127.0.0.5', '127.0.0.9'] })
    emulator.removeInstance(instanceId)
    await going.round()
    await expect(going.stop()).rejects.toThrow('A registry does not answer 404')
  })
})

describe('a connection', () => {
  const open = (from: string, timeoutMs = 1_000) =>
    createProbeConnection({
      address: '127.0.0.1',
      port: emulator.port,
      host: `${instanceId}-pub.cnc.bj.localhost`,
      from,
      timeoutMs,
    })

  it('asks again and again, also after it was cut', async () => {
    const connection = open('127.0.0.5')
    const answers = []
    for (const list of [['127.0.0.5'], ['127.0.0.6'], ['127.0.0.6'], ['127.0.0.5']]) {
      emulator.putAllowList(instanceId, list.map(entry))
      answers.push(await connection.ask())
    }
    const admitted = { kind: 'status', status: 401 }
    expect(answers).toEqual([admitted, { kind: 'closed' }, { kind: 'closed' }, admitted])
    connection.close()
    expect(await connection.ask()).toEqual({ kind: 'closed' })
  })

  it('waits no longer than it is told', async () => {
    emulator.setSwitches({ refusedAnswer: 'timeout' })
    const connection = open('127.0.0.9', 20)
    expect(await connection.ask()).toEqual({ kind: 'timeout' })
    emulator.putAllowList(instanceId, [entry('127.0.0.9')])
    expect(await connection.ask()).toEqual({ kind: 'status', status: 401 })
    connection.close()
  })

  it('takes only what a registry says for an admission', () => {
    expect(isAdmitted({ kind: 'status', status: 401 })).toBe(true)
    expect(isAdmitted({ kind: 'status', status: 200 })).toBe(true)
    expect(isAdmitted({ kind: 'status', status: 403 })).toBe(false)
    expect(() => isAdmitted({ kind: 'status', status: 500 })).toThrow('500')
  })
})
