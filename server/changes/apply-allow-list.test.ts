import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Entry, ListChange } from '#lib/allow-list/entry.ts'
import { orderSteps, type Step } from '#lib/allow-list/order-steps.ts'
import { issueTicket, type UpstreamNote } from '#server/audit/ticket.ts'
import { type CcrClient, createCcrClient } from '#server/ccr/client.ts'
import { Credential } from '#server/ccr/credentials.ts'
import { type Emulator, startEmulator } from '#server/emulator/start.ts'
import { applyAllowListSteps } from './apply-allow-list.ts'

const instanceId = 'ccr-test0001'
const base: readonly Entry[] = [
  { ipAddr: '198.51.100.0/24', description: 'office' },
  { ipAddr: '203.0.113.7', description: 'runner' },
]

let emulator: Emulator
let client: CcrClient

beforeAll(async () => {
  emulator = await startEmulator({ seed: 'empty' })
  const { accessKeyId, secretAccessKey } = emulator
  client = createCcrClient({
    account: {
      name: 'test',
      regions: ['bj'],
      readCredential: new Credential({ accessKeyId, secretAccessKey }),
    },
    endpoints: { ccr: emulator.url, vpc: emulator.url },
    clock: () => Date.now(),
    random: () => 0,
    policy: { headersTimeoutMs: 300, bodyTimeoutMs: 300, maxAttempts: 1 },
  })
})

afterAll(() => emulator.close())

beforeEach(() => {
  emulator.reset('empty')
  emulator.setSwitches({ duplicateEntry: 'conflict', missingEntry: 'notFound', deleteItemsMax: null })
  emulator.addInstance({
    id: instanceId,
    name: 'test',
    region: 'bj',
    endpointStatus: 'opened',
    allowList: [...base],
  })
})

const stored = () => emulator.instance(instanceId).allowList
const writes = () => emulator.requests({ instanceId }).filter(({ method }) => method !== 'GET')

function apply(change: Partial<ListChange>) {
  return applySteps(orderSteps(base, { add: [], edit: [], remove: [], ...change }, 'cover').steps)
}

async function applySteps(steps: readonly Step[]) {
  const notes: UpstreamNote[] = []
  const ticket = issueTicket('event', notes)
  const result = await applyAllowListSteps({
    steps,
    secondLookMs: 0,
    beforeCall: () => Promise.resolve(),
    port: {
      add: (entry) =>
        client.createAllowListEntry(ticket, 'bj', instanceId, {
          ipAddr: entry.ipAddr,
          description: entry.description,
        }),
      delete: (ipAddrs) => client.deleteAllowListEntries(ticket, 'bj', instanceId, ipAddrs),
      readEntries: async () => (await client.getPublicEndpoint('bj', instanceId)).entries,
    },
  })
  return { ...result, notes }
}

const addresses = (count: number) =>
  Array.from({ length: count }, (_, i) => `192.0.${i >> 8}.${i & 255}`).map((ipAddr) => ({
    ipAddr,
    description: 'x',
  }))

describe('steps that succeed', () => {
  it('are done in order, each with the id of its call', async () => {
    const { done, failure, remaining, notes } = await apply({
      add: [{ ipAddr: '192.0.2.1', description: 'new' }],
      edit: [{ ipAddr: '198.51.100.0/24', to: { ipAddr: '198.51.100.0/24', description: 'head office' } }],
      remove: ['203.0.113.7'],
    })
    expect(failure).toBeNull()
    expect(remaining).toEqual([])
    expect(stored()).toEqual([
      { ipAddr: '192.0.2.1', description: 'new' },
      { ipAddr: '198.51.100.0/24', description: 'head office' },
    ])
    expect(done.map((each) => each.upstreamRequestId)).toEqual(writes().map((each) => each.requestId))
    expect(notes.map((note) => note.requestId)).toEqual(writes().map((each) => each.requestId))
  })

  it('delete many in one call, and covers together with what is removed', async () => {
    emulator.putAllowList(instanceId, [...base, ...addresses(90)])
    const { done } = await applySteps([
      { kind: 'delete', ipAddrs: ['203.0.113.7'], purpose: 'cover' },
      { kind: 'delete', ipAddrs: addresses(90).map((entry) => entry.ipAddr), purpose: 'removed' },
    ])
    expect(done).toHaveLength(1)
    expect(writes()).toHaveLength(1)
    expect(stored()).toEqual([base[0]])
  })
})

describe('a lost answer', () => {
  const change: Partial<ListChange> = { add: addresses(3), remove: ['203.0.113.7'] }
  const wanted = [base[0], ...addresses(3)]

  it.each(['AddPublicNetworkWhitelist', 'DeletePublicNetworkWhitelist'] as const)(
    'to %s after it took effect counts as done and is not sent again',
    async (name) => {
      emulator.fault({ kind: 'resetAfterCommit', operation: name, count: 1 })
      const { failure, done } = await apply(change)
      expect(failure).toBeNull()
      expect(stored()).toEqual(wanted)
      expect(done).toHaveLength(4)
      expect(writes()).toHaveLength(4)
    },
  )

  it.each(['AddPublicNetworkWhitelist', 'DeletePublicNetworkWhitelist'] as const)(
    'to %s before it took effect is sent once more',
    async (name) => {
      emulator.fault({ kind: 'resetBeforeCommit', operation: name, count: 1 })
      const { failure } = await apply(change)
      expect(failure).toBeNull()
      expect(stored()).toEqual(wanted)
      expect(writes()).toHaveLength(5)
    },
  )

  it('twice in a row without effect is a change not made, and the rest is not tried', async () => {
    emulator.fault({ kind: 'resetBeforeCommit', operation: 'AddPublicNetworkWhitelist', count: 2 })
    const { failure, done, remaining } = await apply(change)
    expect(failure).toMatchObject({ code: 'upstream_unavailable', reason: 'errors.write_not_done' })
    expect(done).toEqual([])
    expect(remaining).toHaveLength(4)
    expect(stored()).toEqual(base)
  })

  it('is unknown when the list cannot be read either', async () => {
    emulator.fault({ kind: 'resetAfterCommit', operation: 'AddPublicNetworkWhitelist', count: 1 })
    emulator.fault({ kind: 'unavailable', operation: 'reads' })
    const { failure } = await apply(change)
    expect(failure).toMatchObject({ code: 'outcome_unknown' })
    expect(writes()).toHaveLength(1)
  })

  it('is waited for no longer than the client waits', async () => {
    emulator.fault({ kind: 'hangAfterCommit', operation: 'AddPublicNetworkWhitelist', count: 1 })
    const { failure } = await apply(change)
    expect(failure).toBeNull()
    expect(stored()).toEqual(wanted)
  })
})

describe('a refusal', () => {
  it('stops the rest and says how far it came', async () => {
    emulator.setSwitches({ allowListMax: 4 })
    const { failure, done, remaining } = await apply({ add: addresses(5), remove: ['203.0.113.7'] })
    emulator.setSwitches({ allowListMax: null })
    expect(failure).toMatchObject({ code: 'quota_exceeded' })
    expect(done).toHaveLength(2)
    expect(remaining).toHaveLength(4)
    expect(stored()).toEqual([...base, ...addresses(2)])
  })

  it('because the entry is there already counts as done when it is the same', async () => {
    emulator.putAllowList(instanceId, [...base, { ipAddr: '192.0.0.1', description: 'x' }])
    const { failure } = await apply({ add: addresses(3) })
    expect(failure).toBeNull()
    expect(stored().filter((entry) => entry.ipAddr === '192.0.0.1')).toHaveLength(1)
  })

  it('because the entry is there with another description is a conflict', async () => {
    emulator.putAllowList(instanceId, [...base, { ipAddr: '192.0.0.1', description: 'theirs' }])
    const { failure, done } = await apply({ add: addresses(3) })
    expect(failure).toMatchObject({ code: 'conflict' })
    expect(done).toHaveLength(1)
    expect(stored()).toContainEqual({ ipAddr: '192.0.0.1', description: 'theirs' })
  })

  it('because one of many is gone already does not keep the others', async () => {
    emulator.putAllowList(instanceId, [base[0] ?? { ipAddr: '', description: '' }])
    const { failure } = await apply({ remove: ['198.51.100.0/24', '203.0.113.7'] })
    expect(failure).toBeNull()
    expect(stored()).toEqual([])
  })

  it('of a large delete is answered with smaller ones', async () => {
    emulator.putAllowList(instanceId, addresses(40))
    emulator.setSwitches({ deleteItemsMax: 15 })
    const ipAddrs = addresses(40).map((entry) => entry.ipAddr)
    const { failure, done } = await applySteps([{ kind: 'delete', ipAddrs, purpose: 'removed' }])
    expect(failure).toBeNull()
    expect(stored()).toEqual([])
    expect(done.flatMap(({ step }) => (step.kind === 'delete' ? step.ipAddrs : []))).toEqual(ipAddrs)
  })
})

it('sends nothing more once it may not', async () => {
  let calls = 0
  const result = await applyAllowListSteps({
    steps: addresses(5).map((entry) => ({ kind: 'add', ...entry, purpose: 'new' })),
    secondLookMs: 0,
    beforeCall: () => (++calls > 2 ? Promise.reject(new Error('lease lost')) : Promise.resolve()),
    port: {
      add: (entry) =>
        client.createAllowListEntry(issueTicket('event', []), 'bj', instanceId, {
          ipAddr: entry.ipAddr,
          description: entry.description,
        }),
      delete: () => Promise.reject(new Error('not asked for')),
      readEntries: () => Promise.reject(new Error('not asked for')),
    },
  })
  expect(result.failure).toMatchObject({ code: 'internal' })
  expect(result.remaining).toHaveLength(3)
  expect(writes()).toHaveLength(2)
})
