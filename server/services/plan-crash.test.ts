// The process that applies a plan is killed, for real, at every point of its journal; another goes on. Nothing may be lost,
// nothing done twice.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Plan } from '#lib/contract/plans.ts'
import { closeAbandonedEvents } from '#server/audit/record.ts'
import { doDuePlanWork } from '#server/jobs/plan-worker.ts'
import { runPlan } from './plan-runner.ts'
import { cancelPlan, createPlan, getPlan } from './plans.ts'
import { type Services, startServices } from './testing/start-services.ts'

const script = fileURLToPath(new URL('testing/apply-and-die.ts', import.meta.url))
const id = 'ccr-test000a'
const pair = { vpcId: 'vpc-9070rw5u03rs', subnetId: 'sbn-qeimde0m7wyp' }
const base = [
  { ipAddr: '198.51.100.0/24', description: 'office' },
  { ipAddr: '192.0.2.7', description: 'runner' },
]
let services: Services
let clockMs = 0

beforeAll(async () => {
  services = await startServices({ clock: () => Date.now() + clockMs, regions: ['bj'] })
})
afterAll(() => services.close())

beforeEach(async () => {
  const { emulator } = services
  await services.forget()
  clockMs = 0
  emulator.reset('empty')
  emulator.setDelays({ openingMs: 0, closingMs: 0, linkCreatingMs: 0, linkDeletingMs: 0 })
  emulator.addInstance({ id, name: 'payments', region: 'bj', endpointStatus: 'closed', allowList: base })
  emulator.putLinkStatus(id, { vpcId: pair.vpcId, subnetId: 'sbn-old', status: 'created' })
  services.runtime.reads.invalidate('place')
  emulator.clearRequests()
})

const operator = () => services.as('operator')

/** Every kind of step: link, cover, replacement, removal, endpoint, waits, unlink. */
async function acceptedPlan(): Promise<Plan> {
  const plan = await createPlan(operator(), {
    instanceIds: [id],
    changes: {
      endpoint: 'open',
      allowList: {
        add: [{ ipAddr: '203.0.113.9', description: 'new' }],
        edit: [{ ipAddr: '198.51.100.0/24', to: { ipAddr: '198.51.100.0/24', description: 'new words' } }],
        remove: ['192.0.2.7'],
      },
      links: {
        add: [{ ...pair, ipType: 'auto', autoDnsResolve: true }],
        remove: [{ vpcId: pair.vpcId, subnetId: 'sbn-old' }],
      },
    },
  })
  // As accepting does, but in no process yet.
  await services.runtime.db
    .updateTable('plan')
    .set({
      status: 'applying',
      applied_at: Date.now(),
      applied_by_id: 'id',
      applied_by_name: 'Some operator',
    })
    .where('id', '=', plan.id)
    .execute()
  return plan
}

/** How the process ended: the signal that killed it, or null when it came to its end. */
async function applyElsewhere(planId: string, point: string): Promise<NodeJS.Signals | null> {
  const { database } = services.runtime.config
  const given = {
    planId,
    point,
    emulatorPort: services.emulator.port,
    accessKeyId: services.emulator.accessKeyId,
    secretAccessKey: services.emulator.secretAccessKey,
    database: database.kind === 'sqlite' ? `file:${database.path}` : database.url.reveal(),
  }
  const child = spawn(process.execPath, ['--conditions=react-server', script, JSON.stringify(given)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
  if (signal === null && code !== 0) throw new Error(`The process ended with ${code}`)
  return signal
}

/** The next look of a worker, after the dead process's holds have ended. */
async function goOn(): Promise<void> {
  clockMs += 61_000
  services.runtime.reads.invalidate('instance')
  await doDuePlanWork(services.runtime)
}

const writesSent = () =>
  services.upstreamWrites().map(({ operation, body }) => JSON.stringify([operation, body]))

function assertApplied(): void {
  const { allowList, publicEndpoint, links } = services.emulator.instance(id)
  expect([...allowList].sort((x, y) => (x.ipAddr < y.ipAddr ? -1 : 1))).toEqual([
    { ipAddr: '198.51.100.0/24', description: 'new words' },
    { ipAddr: '203.0.113.9', description: 'new' },
  ])
  expect(publicEndpoint.status).toBe('opened')
  expect(links.map(({ subnetId }) => subnetId)).toEqual([pair.subnetId])
}

const stepCount = 11
const whens = ['before', 'begun', 'sent', 'ended'] as const
type When = (typeof whens)[number]
// Before a step is the same as after the one before it, but for the first.
const points = Array.from({ length: stepCount }, (_, at) =>
  whens.filter((when) => when !== 'before' || at === 0).map((when) => [when, at] as const),
).flat()

/** How many points of the journal lie before this one. */
function pointOf(when: When, step: number): string {
  return String(step * whens.length + whens.indexOf(when))
}

describe('killed at every point of the journal', () => {
  it.each(points)(
    '%s step %i: the next process goes on and does each call once',
    { timeout: 30_000 },
    async (when, at) => {
      const plan = await acceptedPlan()
      expect(plan.steps).toHaveLength(stepCount)
      expect(await applyElsewhere(plan.id, pointOf(when, at))).toBe('SIGKILL')
      const before = await getPlan(operator(), plan.id)
      expect(before.status).toBe('applying')
      // A process that is not dead for sure is left alone.
      await doDuePlanWork(services.runtime)
      expect((await getPlan(operator(), plan.id)).version).toBe(before.version)

      await goOn()
      const after = await getPlan(operator(), plan.id)
      expect(after).toMatchObject({ status: 'applied', failure: null })
      expect(after.steps.map(({ status }) => status)).toEqual(Array(stepCount).fill('done'))
      assertApplied()
      expect(new Set(writesSent()).size).toBe(writesSent().length)
      expect(writesSent()).toHaveLength(plan.steps.filter(({ step }) => step.kind !== 'wait').length)
    },
  )
})

it('leaves no row of the log open for ever: what a dead process attempted is unknown', async () => {
  const plan = await acceptedPlan()
  await applyElsewhere(plan.id, pointOf('begun', 4))
  await goOn()
  const outcomes = async () =>
    (await services.auditRows())
      .filter(({ action }) => action === 'allow-list.update')
      .map(({ outcome }) => outcome)
  expect(await outcomes()).toEqual(['started', 'succeeded'])
  await closeAbandonedEvents(services.runtime.db, services.runtime.clock())
  expect(await outcomes()).toEqual(['unknown', 'succeeded'])
})

describe('after a crash', () => {
  it('somebody else’s change stops it and tidies up what was temporary', async () => {
    const plan = await acceptedPlan()
    const covers = plan.steps.findIndex(({ step }) => step.kind === 'entry-delete')
    expect(await applyElsewhere(plan.id, pointOf('begun', covers))).toBe('SIGKILL')
    const { allowList } = services.emulator.instance(id)
    expect(allowList.length).toBeGreaterThan(3)
    services.emulator.putAllowList(id, [...allowList, { ipAddr: '8.8.8.8', description: 'theirs' }])
    await goOn()
    const stopped = await getPlan(operator(), plan.id)
    expect(stopped).toMatchObject({ status: 'stopped', failure: { error: { code: 'stale_write' } } })
    const texts = services.emulator.instance(id).allowList.map(({ ipAddr }) => ipAddr)
    expect(texts.sort()).toEqual(['192.0.2.7', '198.51.100.0/24', '203.0.113.9', '8.8.8.8'])
  })

  it('a request to cancel that came in between is heard', async () => {
    const plan = await acceptedPlan()
    await applyElsewhere(plan.id, pointOf('ended', 0))
    await cancelPlan(operator(), plan.id)
    await goOn()
    expect(await getPlan(operator(), plan.id)).toMatchObject({ status: 'cancelled' })
  })

  it('waits for the cloud when it cannot be asked, and goes on when it can', async () => {
    const plan = await acceptedPlan()
    await applyElsewhere(plan.id, pointOf('sent', 2))
    services.emulator.fault({ kind: 'unavailable', operation: 'reads' })
    await goOn()
    expect(await getPlan(operator(), plan.id)).toMatchObject({ status: 'applying', failure: null })
    services.emulator.clearFaults()
    await goOn()
    expect(await getPlan(operator(), plan.id)).toMatchObject({ status: 'applied' })
    assertApplied()
  })
})

it('several processes on one database apply it once', async () => {
  const plan = await acceptedPlan()
  const second = await services.secondRuntime()
  await Promise.all([
    runPlan(services.runtime, plan.id),
    runPlan(second, plan.id),
    applyElsewhere(plan.id, 'never'),
    doDuePlanWork(services.runtime),
    doDuePlanWork(second),
  ])
  expect(await getPlan(operator(), plan.id)).toMatchObject({ status: 'applied', failure: null })
  assertApplied()
  expect(writesSent()).toHaveLength(plan.steps.filter(({ step }) => step.kind !== 'wait').length)
})
