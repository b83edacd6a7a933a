import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { allowListVersion } from '#lib/allow-list/version.ts'
import { coverDescription } from '#lib/plans/draw-plan.ts'
import {
  createAllowListEntries,
  deleteAllowListEntries,
  getAllowList,
  updateAllowList,
} from './allow-list.ts'
import { type Services, startServices } from './testing/start-services.ts'

const id = 'ccr-test0001'
const base = [
  { ipAddr: '198.51.100.0/24', description: 'office' },
  { ipAddr: '192.168.0.1/24', description: '' },
  { ipAddr: '203.0.113.7', description: 'runner' },
]
const add = 'AddPublicNetworkWhitelist'
const remove = 'DeletePublicNetworkWhitelist'
let services: Services

beforeAll(async () => {
  services = await startServices()
})
afterAll(() => services.close())

beforeEach(async () => {
  const { emulator } = services
  emulator.reset('empty')
  emulator.setSwitches({ allowListMax: null, emptyList: 'array', descriptionMax: null })
  emulator.addInstance({ id, name: 'payments', region: 'gz', endpointStatus: 'opened', allowList: base })
  await services.forget()
})

const stored = () => services.emulator.instance(id).allowList
const change = (part: Partial<Parameters<typeof updateAllowList>[2]>) => ({
  add: [],
  edit: [],
  remove: [],
  ...part,
})
const entries = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    ipAddr: `192.0.${i >> 8}.${i & 255}`,
    description: `host ${i}`,
  }))

describe('getAllowList', () => {
  it('gives the entries as stored, with a version', async () => {
    expect(await getAllowList(services.as('viewer'), id)).toMatchObject({
      entries: base,
      version: allowListVersion(base),
      endpointStatus: 'opened',
    })
  })

  it.each(['array', 'null'] as const)('reads an empty list written as %s', async (emptyList) => {
    services.emulator.setSwitches({ emptyList })
    services.emulator.putAllowList(id, [])
    expect((await getAllowList(services.as('viewer'), id)).entries).toEqual([])
  })

  it('never takes a failure for an empty list', async () => {
    services.emulator.fault({ kind: 'malformedJson', operation: 'reads', instanceId: id })
    await expect(getAllowList(services.as('viewer'), id)).rejects.toMatchObject({ code: 'upstream_invalid' })
  })
})

describe('a change', () => {
  it('adds, edits and removes, make before break, and gives the list read back with the calls made', async () => {
    const operator = services.as('operator')
    const { version } = await getAllowList(operator, id)
    const answer = await updateAllowList(
      operator,
      id,
      change({
        baseVersion: version,
        add: [{ ipAddr: '192.0.2.0/28', description: 'vpn' }],
        edit: [{ ipAddr: '198.51.100.0/24', to: { ipAddr: '198.51.100.0/24', description: 'head office' } }],
        remove: ['203.0.113.7'],
      }),
    )
    const wanted = [
      { ipAddr: '192.168.0.1/24', description: '' },
      { ipAddr: '192.0.2.0/28', description: 'vpn' },
      { ipAddr: '198.51.100.0/24', description: 'head office' },
    ]
    expect(stored()).toEqual(wanted)
    expect(answer).toMatchObject({ entries: wanted, version: allowListVersion(wanted) })
    expect(answer.steps.map(({ kind, ipAddrs }) => `${kind} ${ipAddrs}`)).toEqual([
      'add 192.0.2.0/28',
      'add 198.51.100.0/25',
      'add 198.51.100.128/25',
      'delete 198.51.100.0/24',
      'add 198.51.100.0/24',
      'delete 198.51.100.0/25,198.51.100.128/25,203.0.113.7',
    ])
    expect(answer.steps.map((step) => step.upstreamRequestId)).toEqual(
      services.upstreamWrites().map((request) => request.requestId),
    )
  })

  it('writes one row with what it touched, before and after', async () => {
    await updateAllowList(
      services.as('operator'),
      id,
      change({ add: [{ ipAddr: '192.0.2.1', description: 'new' }], remove: ['203.0.113.7'] }),
    )
    const after = [...base.slice(0, 2), { ipAddr: '192.0.2.1', description: 'new' }]
    const rows = await services.auditRows()
    expect(rows).toMatchObject([
      {
        action: 'allow-list.update',
        outcome: 'succeeded',
        actorName: 'Some operator',
        instanceName: 'payments',
        input: { add: [{ ipAddr: '192.0.2.1', description: 'new' }], remove: ['203.0.113.7'] },
        before: {
          version: allowListVersion(base),
          entryCount: 3,
          entries: [{ ipAddr: '203.0.113.7', description: 'runner' }],
        },
        after: {
          version: allowListVersion(after),
          entryCount: 3,
          entries: [{ ipAddr: '192.0.2.1', description: 'new' }],
        },
        error: null,
      },
    ])
    expect(rows[0]?.upstreamCalls).toHaveLength(2)
  })

  it('deletes a stored text with host bits by exactly that text', async () => {
    await deleteAllowListEntries(services.as('operator'), id, { items: ['192.168.0.1/24'] })
    expect(stored()).toEqual([base[0], base[2]])
    expect(services.upstreamWrites().map((request) => JSON.parse(request.body))).toEqual([
      { items: ['192.168.0.1/24'] },
    ])
  })

  it('keeps descriptions to the letter', async () => {
    const odd = [
      { ipAddr: '192.0.2.1', description: '<img src=x onerror=alert(1)>' },
      { ipAddr: '192.0.2.2', description: '=HYPERLINK("http://example.com","x")' },
      { ipAddr: '192.0.2.3', description: '办公室 & "quoted" \\ %s {n}' },
    ]
    const { entries: after } = await createAllowListEntries(services.as('operator'), id, { entries: odd })
    expect(after).toEqual([...base, ...odd])
    expect(stored()).toEqual([...base, ...odd])
    expect(await services.auditRows()).toMatchObject([{ input: { add: odd }, after: { entries: odd } }])
  })

  it('of nothing makes no call', async () => {
    const same = { ipAddr: '203.0.113.7', description: 'runner' }
    const answer = await updateAllowList(
      services.as('operator'),
      id,
      change({ edit: [{ ipAddr: '203.0.113.7', to: same }] }),
    )
    expect(answer).toMatchObject({ entries: base, steps: [] })
    expect(services.upstreamWrites()).toEqual([])
  })

  it('of a thousand entries is one change', async () => {
    const { entries: after, steps } = await createAllowListEntries(services.as('operator'), id, {
      entries: entries(1_000),
    })
    expect(after).toHaveLength(1_003)
    expect(steps).toHaveLength(1_000)
    expect(stored()).toHaveLength(1_003)
    const removed = await deleteAllowListEntries(services.as('operator'), id, {
      items: entries(1_000).map((entry) => entry.ipAddr),
    })
    expect(removed.steps).toHaveLength(10)
    expect(stored()).toEqual(base)
  })

  it('is refused to a viewer without a call, with a row', async () => {
    const viewer = services.as('viewer')
    const attempts = [
      () => createAllowListEntries(viewer, id, { entries: entries(1) }),
      () => deleteAllowListEntries(viewer, id, { items: ['203.0.113.7'] }),
      () => updateAllowList(viewer, id, change({ remove: ['203.0.113.7'] })),
    ]
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' })
    expect(stored()).toEqual(base)
    expect(services.emulator.requests()).toEqual([])
    const rows = await services.auditRows()
    expect(rows.map((row) => `${row.action} ${row.outcome}`)).toEqual(Array(3).fill('access.refused refused'))
  })

  it('with a wrong field is refused as a whole, every wrong field named', async () => {
    const attempt = updateAllowList(
      services.as('operator'),
      id,
      change({
        add: [
          { ipAddr: '192.0.2.1', description: '' },
          { ipAddr: '192.0.2.1/24', description: '' },
          { ipAddr: '203.0.113.7', description: '' },
        ],
        remove: ['192.0.2.99'],
      }),
    )
    await expect(attempt).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [
        { path: 'remove.0', reason: 'errors.entry_unknown' },
        { path: 'add.1.ipAddr', reason: 'address.problem.hostBits' },
        { path: 'add.2.ipAddr', reason: 'address.problem.duplicate' },
      ],
    })
    await expect(
      createAllowListEntries(services.as('operator'), id, {
        entries: [{ ipAddr: 'fd00::1', description: '' }],
      }),
    ).rejects.toMatchObject({ fields: [{ path: 'entries.0.ipAddr', reason: 'address.problem.ipv6' }] })
    await expect(
      deleteAllowListEntries(services.as('operator'), id, { items: ['192.0.2.99'] }),
    ).rejects.toMatchObject({ fields: [{ path: 'items.0' }] })
    expect(services.upstreamWrites()).toEqual([])
    expect((await services.auditRows()).map((row) => row.outcome)).toEqual(Array(3).fill('refused'))
  })

  it('drawn from another list is stale: both versions and the list as it is', async () => {
    const operator = services.as('operator')
    const { version } = await getAllowList(operator, id)
    const now = [...base, { ipAddr: '192.0.2.77', description: 'added elsewhere' }]
    services.emulator.putAllowList(id, now)
    const attempt = createAllowListEntries(operator, id, { baseVersion: version, entries: entries(1) })
    await expect(attempt).rejects.toMatchObject({
      code: 'stale_write',
      details: { baseVersion: version, currentVersion: allowListVersion(now), entries: now },
    })
    expect(stored()).toEqual(now)
  })
})

describe('two editors at once', () => {
  it('lose no update', async () => {
    const mine = entries(10)
    const theirs = Array.from({ length: 10 }, (_, i) => ({ ipAddr: `192.0.99.${i}`, description: 'theirs' }))
    const second = services.as('admin', { runtime: await services.secondRuntime() })
    await Promise.all([
      createAllowListEntries(services.as('operator'), id, { entries: mine }),
      createAllowListEntries(second, id, { entries: theirs }),
      deleteAllowListEntries(services.as('operator'), id, { items: ['203.0.113.7'] }),
    ])
    expect(stored()).toHaveLength(22)
    expect(stored()).toEqual(expect.arrayContaining([base[0], base[1], ...mine, ...theirs]))
  })

  it('who saw the same list: the later one is told', async () => {
    const [one, two] = [
      services.as('operator'),
      services.as('admin', { runtime: await services.secondRuntime() }),
    ]
    const { version } = await getAllowList(one, id)
    const results = await Promise.allSettled([
      createAllowListEntries(one, id, { baseVersion: version, entries: entries(1) }),
      createAllowListEntries(two, id, {
        baseVersion: version,
        entries: [{ ipAddr: '192.0.99.1', description: '' }],
      }),
    ])
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(results.find((result) => result.status === 'rejected')).toMatchObject({
      reason: { code: 'stale_write' },
    })
    expect(stored()).toHaveLength(4)
  })
})

describe('a failure in the middle', () => {
  it('of twenty additions keeps what was added and says exactly what', async () => {
    services.emulator.setSwitches({ allowListMax: 11 })
    const attempt = createAllowListEntries(services.as('operator'), id, { entries: entries(20) })
    const now = [...base, ...entries(8)]
    await expect(attempt).rejects.toMatchObject({
      code: 'quota_exceeded',
      upstream: { code: 'QuotaExceed' },
      details: { entries: now, version: allowListVersion(now) },
    })
    const { details } = await attempt.catch((error) => error)
    expect(details.done).toHaveLength(8)
    expect(details.done[7]).toMatchObject({ kind: 'add', ipAddrs: ['192.0.0.7'] })
    expect(details.remaining).toHaveLength(12)
    expect(details.remaining[0]).toMatchObject({ kind: 'add', ipAddrs: ['192.0.0.8'] })
    expect(stored()).toEqual(now)
    expect(await services.auditRows()).toMatchObject([
      {
        outcome: 'failed',
        before: { entryCount: 3 },
        after: { entryCount: 11 },
        error: { code: 'quota_exceeded' },
      },
    ])
  })

  it('of an edit puts the entry back as it was and leaves no stand-in', async () => {
    services.emulator.setSwitches({ descriptionMax: 30 })
    const to = { ipAddr: '198.51.100.0/24', description: 'longer than this cloud takes for a description' }
    const attempt = updateAllowList(
      services.as('operator'),
      id,
      change({ edit: [{ ipAddr: '198.51.100.0/24', to }] }),
    )
    await expect(attempt).rejects.toMatchObject({ code: 'upstream_rejected' })
    expect(stored()).toHaveLength(3)
    expect(stored()).toEqual(expect.arrayContaining(base))
  })

  it('of an edit that cannot be undone leaves the stand-ins, so nobody loses access', async () => {
    services.emulator.fault({ kind: 'latency', operation: remove, latencyMs: 50, count: 1 })
    const to = { ipAddr: '198.51.100.0/24', description: 'head office' }
    const attempt = updateAllowList(
      services.as('operator'),
      id,
      change({ edit: [{ ipAddr: '198.51.100.0/24', to }] }),
    )
    await expect.poll(() => services.emulator.faults().length).toBe(0)
    services.emulator.fault({ kind: 'unavailable', operation: add })
    await expect(attempt).rejects.toMatchObject({ code: 'upstream_unavailable' })
    expect(stored()).toEqual([
      base[1],
      base[2],
      { ipAddr: '198.51.100.0/25', description: coverDescription },
      { ipAddr: '198.51.100.128/25', description: coverDescription },
    ])
  })
})

describe('a lost answer', () => {
  it.each([
    [add, 'resetAfterCommit', 2],
    [add, 'resetBeforeCommit', 3],
    [remove, 'resetAfterCommit', 2],
    [remove, 'resetBeforeCommit', 3],
  ] as const)('to %s, %s: the list comes out right after %i calls', async (operation, kind, calls) => {
    services.emulator.fault({ kind, operation, count: 1 })
    const answer = await updateAllowList(
      services.as('operator'),
      id,
      change({ add: entries(1), remove: ['203.0.113.7'] }),
    )
    expect(stored()).toEqual([base[0], base[1], ...entries(1)])
    expect(answer.entries).toEqual(stored())
    expect(services.upstreamWrites()).toHaveLength(calls)
    expect(await services.auditRows()).toMatchObject([{ outcome: 'succeeded' }])
  })

  it('with no way to look is unknown, in the answer and in the row', async () => {
    services.emulator.fault({ kind: 'resetAfterCommit', operation: add, count: 1, latencyMs: 50 })
    const attempt = createAllowListEntries(services.as('operator'), id, { entries: entries(2) })
    await expect.poll(() => services.emulator.faults().length).toBe(0)
    services.emulator.fault({ kind: 'unavailable', operation: 'reads' })
    await expect(attempt).rejects.toMatchObject({ code: 'outcome_unknown', details: { done: [] } })
    expect(await services.auditRows()).toMatchObject([{ outcome: 'unknown', after: null }])
  })
})
