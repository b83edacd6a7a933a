import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Plan } from '#lib/contract/plans.ts'
import { plansAtRest } from '#server/services/plan-runner.ts'
import {
  applyPlan,
  confirmPlan,
  createPlan,
  getPlan,
  listPlanEvents,
  revertPlan,
} from '#server/services/plans.ts'
import { type Services, startServices } from '#server/services/testing/start-services.ts'
import { doDuePlanWork, startPlanWorker } from './plan-worker.ts'

const id = 'ccr-test000a'
const base = [{ ipAddr: '198.51.100.0/24', description: 'office' }]
const minuteMs = 60_000
let services: Services
let clockMs = 0

beforeAll(async () => {
  services = await startServices({ clock: () => Date.now() + clockMs })
})
afterAll(() => services.close())

beforeEach(async () => {
  await services.forget()
  clockMs = 0
  services.emulator.reset('empty')
  services.emulator.addInstance({
    id,
    name: 'payments',
    region: 'bj',
    endpointStatus: 'opened',
    allowList: base,
  })
  services.runtime.reads.invalidate('place')
})

const operator = () => services.as('operator')
const texts = () => services.emulator.instance(id).allowList.map(({ ipAddr }) => ipAddr)
const read = (plan: Plan) => getPlan(operator(), plan.id)

async function applied(confirmWithinMinutes = 10): Promise<Plan> {
  const allowList = { add: [{ ipAddr: '203.0.113.9', description: '' }], edit: [], remove: [] }
  const plan = await createPlan(operator(), { instanceIds: [id], changes: { allowList } })
  await applyPlan(operator(), plan.id, { acknowledge: [], confirmWithinMinutes })
  await plansAtRest(services.runtime)
  expect(texts()).toContain('203.0.113.9')
  return read(plan)
}

describe('a plan that has to be confirmed', () => {
  it('goes back by itself when nobody did, as a plan of its own in the name of the console', async () => {
    const plan = await applied()
    expect(plan.confirmBy).toBe((plan.finishedAt ?? 0) + 10 * minuteMs)
    expect(await listPlanEvents(operator(), plan.id, 0)).toMatchObject({ status: 'applied', isOver: false })
    clockMs = 9 * minuteMs
    await doDuePlanWork(services.runtime)
    expect(texts()).toContain('203.0.113.9')

    clockMs = 10 * minuteMs + 5_000
    await doDuePlanWork(services.runtime)
    expect(services.emulator.instance(id).allowList).toEqual(base)
    const reverted = await read(plan)
    expect(reverted.revertedByPlanId).not.toBeNull()
    expect(await getPlan(operator(), reverted.revertedByPlanId ?? '')).toMatchObject({
      status: 'applied',
      appliedByName: 'system',
      revertsPlanId: plan.id,
    })
    expect((await services.auditRows()).at(-1)).toMatchObject({
      action: 'allow-list.update',
      actorName: 'system',
      outcome: 'succeeded',
    })
    const sent = services.upstreamWrites().length
    await doDuePlanWork(services.runtime)
    expect(services.upstreamWrites()).toHaveLength(sent)
  })

  it('stays when it is confirmed, and can be confirmed once', async () => {
    const plan = await applied()
    expect((await confirmPlan(operator(), plan.id)).confirmedAt).not.toBeNull()
    clockMs = 20 * minuteMs
    await doDuePlanWork(services.runtime)
    expect(texts()).toContain('203.0.113.9')
    await expect(confirmPlan(operator(), plan.id)).rejects.toMatchObject({
      reason: 'errors.plan_not_awaiting',
    })
  })

  it('goes back after a restart, in whichever process looks first, and once', async () => {
    const plan = await applied()
    clockMs = 11 * minuteMs
    const second = await services.secondRuntime()
    await Promise.all([
      doDuePlanWork(second),
      doDuePlanWork(services.runtime),
      doDuePlanWork(second),
      doDuePlanWork(services.runtime),
    ])
    expect(services.emulator.instance(id).allowList).toEqual(base)
    expect(services.upstreamWrites()).toHaveLength(2)
    await expect(confirmPlan(operator(), plan.id)).rejects.toMatchObject({
      reason: 'errors.plan_not_awaiting',
    })
  })

  it('is tried again while the cloud fails', async () => {
    const plan = await applied()
    clockMs = 11 * minuteMs
    services.emulator.fault({ kind: 'unavailable', operation: 'reads' })
    await doDuePlanWork(services.runtime)
    expect(await read(plan)).toMatchObject({ revertedByPlanId: null })
    services.emulator.clearFaults()
    await doDuePlanWork(services.runtime)
    expect(texts()).toContain('203.0.113.9')
    clockMs += 20_000
    await doDuePlanWork(services.runtime)
    expect(services.emulator.instance(id).allowList).toEqual(base)
  })

  it('does not go back when somebody has taken it back by hand', async () => {
    const plan = await applied()
    const back = await revertPlan(operator(), plan.id)
    await applyPlan(operator(), back.id, { acknowledge: [] })
    await plansAtRest(services.runtime)
    const sent = services.upstreamWrites().length
    clockMs = 20 * minuteMs
    await doDuePlanWork(services.runtime)
    expect(services.upstreamWrites()).toHaveLength(sent)
    expect((await read(plan)).revertedByPlanId).toBe(back.id)
  })

  it('leaves what others have done since', async () => {
    await applied()
    services.emulator.putAllowList(id, [
      ...services.emulator.instance(id).allowList,
      { ipAddr: '8.8.8.8', description: 'theirs' },
    ])
    clockMs = 11 * minuteMs
    await doDuePlanWork(services.runtime)
    expect(texts()).toEqual(['198.51.100.0/24', '8.8.8.8'])
  })
})

it('a worker looks at once and ends when it is told to', async () => {
  const plan = await applied()
  clockMs = 11 * minuteMs
  const stop = startPlanWorker(services.runtime)
  await stop()
  expect((await read(plan)).revertedByPlanId).not.toBeNull()
  expect(services.emulator.instance(id).allowList).toEqual(base)
})
