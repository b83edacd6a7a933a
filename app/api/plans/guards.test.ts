// Every guard against the raw API: by plan and by the direct verbs, nobody gets past one without what it wants.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { EndpointName } from '#lib/contract/endpoints.ts'
import type { CreatePlanBody } from '#lib/contract/plans.ts'
import { type GuardId, type GuardMode, guardIds } from '#lib/plans/settings.ts'
import { plansAtRest } from '#server/services/plan-runner.ts'
import { startTestApp, type TestApp } from '#server/testing/app.ts'

const id = 'ccr-test0001'
const params = { instanceId: id }
// The address of the tests' browser is 203.0.113.7.
const base = [
  { ipAddr: '203.0.113.0/24', description: 'office' },
  { ipAddr: '192.0.2.7', description: 'runner' },
]
let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
  await app.call('createSource', {
    as: await app.as('admin'),
    body: { name: 'CI', isProtected: true, addresses: ['192.0.2.7'] },
  })
})
afterAll(() => app.close())
// What a test has begun must not reach into the next.
afterEach(() => plansAtRest(app.runtime))

beforeEach(async () => {
  app.emulator.reset('empty')
  app.emulator.addInstance({ id, name: 'payments', region: 'bj', endpointStatus: 'opened', allowList: base })
  for (const key of ['instance', 'region', 'place']) app.runtime.reads.invalidate(key)
  await app.runtime.db.deleteFrom('setting').execute()
})

type Case = {
  readonly typed: string
  readonly changes: CreatePlanBody['changes']
  /** The same by a verb of its own; none where that verb refuses the input anyway. */
  readonly direct: { readonly name: EndpointName; readonly body: Record<string, unknown> } | null
}
const adding = (...texts: string[]): Omit<Case, 'typed'> => {
  const add = texts.map((ipAddr) => ({ ipAddr, description: '' }))
  return {
    changes: { allowList: { add, edit: [], remove: [] } },
    direct: { name: 'createAllowListEntries', body: { entries: add } },
  }
}
const removing = (...texts: string[]): Omit<Case, 'typed'> => ({
  changes: { allowList: { add: [], edit: [], remove: texts } },
  direct: { name: 'deleteAllowListEntries', body: { items: texts } },
})

const cases: Readonly<Record<GuardId, Case>> = {
  'own-source': { typed: '203.0.113.7', ...removing('203.0.113.0/24') },
  'protected-source': { typed: 'CI', ...removing('192.0.2.7') },
  'world-range': { typed: 'payments', ...adding('0.0.0.0/1', '128.0.0.0/1') },
  'wide-prefix': { typed: 'payments', ...adding('20.0.0.0/15') },
  'private-range': { typed: 'payments', ...adding('10.0.0.0/24') },
  'empty-open-list': { typed: 'payments', ...removing('203.0.113.0/24', '192.0.2.7') },
  'last-way-in': {
    typed: 'payments',
    changes: { endpoint: 'close' },
    direct: { name: 'updatePublicEndpoint', body: { action: 'close' } },
  },
  'host-bits': { typed: 'payments', changes: adding('20.0.0.1/24').changes, direct: null },
}

/** Only this guard speaks, in this way. */
async function only(guardId: GuardId, mode: GuardMode): Promise<void> {
  const modes = Object.fromEntries(guardIds.map((each) => [each, each === guardId ? mode : 'warn']))
  await app.call('updateGuardSettings', { as: await app.as('admin'), body: { modes } })
}
const writes = () => app.emulator.requests().filter(({ method }) => method !== 'GET')
const call = async (name: EndpointName, rest: object) =>
  app.call(name, { as: await app.as('operator'), ...rest } as never)

async function attempts({ changes, direct }: Case, acknowledge: readonly object[]) {
  const drawn = await app.call('createPlan', {
    as: await app.as('operator'),
    body: { instanceIds: [id], changes },
  })
  expect(drawn.status).toBe(200)
  const byPlan = () => call('applyPlan', { params: { planId: drawn.body.id }, body: { acknowledge } })
  if (direct === null) return [byPlan]
  return [byPlan, () => call(direct.name, { params, body: { ...direct.body, acknowledge } })]
}

describe.each(guardIds)('%s', (guardId) => {
  const given = cases[guardId]
  const right = { guardId, typed: given.typed }

  it('that blocks stops everybody, whatever they typed', async () => {
    await only(guardId, 'block')
    for (const attempt of await attempts(given, [right])) {
      expect(await attempt()).toMatchObject({
        status: 409,
        error: { code: 'conflict', details: { guardIds: [guardId] } },
      })
    }
    if (given.direct) {
      const silent = await call(given.direct.name, { params, body: given.direct.body })
      expect(silent).toMatchObject({ status: 409, error: { code: 'conflict' } })
    }
    expect(writes()).toEqual([])
  })

  it('that wants a confirmation takes the right text for the right guard and nothing else', async () => {
    await only(guardId, 'confirm')
    const wrong = [
      [],
      [{ guardId }],
      [{ guardId, typed: `${given.typed} ` }],
      [{ guardId: guardId === 'own-source' ? 'last-way-in' : 'own-source', typed: given.typed }],
    ]
    for (const acknowledge of wrong) {
      for (const attempt of await attempts(given, acknowledge)) {
        expect(await attempt()).toMatchObject({
          status: 409,
          error: { code: 'confirmation_required', details: { guardIds: [guardId], findings: [right] } },
        })
      }
    }
    expect(writes()).toEqual([])
    const [byPlan] = await attempts(given, [right])
    expect(await byPlan?.()).toMatchObject({ status: 200 })
    await expect.poll(() => writes().length).toBeGreaterThan(0)
  })

  it('that wants a confirmation is satisfied by the direct verb too', async () => {
    if (given.direct === null) return
    await only(guardId, 'confirm')
    const body = { ...given.direct.body, acknowledge: [right] }
    expect(await call(given.direct.name, { params, body })).toMatchObject({ status: 200 })
    expect(writes().length).toBeGreaterThan(0)
  })

  it('that warns lets it pass, and is told in the plan', async () => {
    await only(guardId, 'warn')
    const drawn = await app.call('createPlan', {
      as: await app.as('operator'),
      body: { instanceIds: [id], changes: given.changes },
    })
    expect(drawn.body.instances[0]?.findings).toContainEqual(
      expect.objectContaining({ guardId, mode: 'warn' }),
    )
    expect(await call('applyPlan', { params: { planId: drawn.body.id }, body: {} })).toMatchObject({
      status: 200,
      body: { status: 'applying' },
    })
  })
})
