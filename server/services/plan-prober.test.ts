// The promise of every plan, watched from outside: while random plans are applied to a real embedded CCR, its data plane is
// asked at each point of the journal whom it admits. Nobody who has access before and after is ever refused, nobody who has
// it neither before nor after is ever admitted.

import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { formatAddress } from '#lib/net/cidr.ts'
import { guardIds } from '#lib/plans/settings.ts'
import { planInput } from '#lib/testing/plan-arbitraries.ts'
import { updateGuardSettings } from './guard-settings.ts'
import { plansAtRest } from './plan-runner.ts'
import { applyPlan, createPlan, getPlan } from './plans.ts'
import { type Services, startServices } from './testing/start-services.ts'

const id = 'ccr-test000a'
let services: Services
let probe = () => {}

beforeAll(async () => {
  services = await startServices({ regions: ['bj'], changePolicy: { atPoint: () => probe() } })
  services.emulator.setDelays({ openingMs: 3, closingMs: 3 })
  services.emulator.addInstance({ id, name: 'probed', region: 'bj' })
  const modes = Object.fromEntries(guardIds.map((guardId) => [guardId, 'warn' as const]))
  await updateGuardSettings(services.as('admin'), { modes })
})
afterAll(() => services.close())

/** Where the lists of the generator live, with a neighbour on each side that nobody lists. */
const probed = [0, 0x0a000000, 0x7ffffff8, 0xcb007100, 0xfffffff0].flatMap((corner) =>
  Array.from({ length: 18 }, (_, at) => corner + at - 1)
    .filter((address) => address >= 0 && address <= 0xffff_ffff)
    .map(formatAddress),
)
const admitted = () => new Set(probed.filter((from) => services.emulator.admits(id, from).admitted))

it('0 wrong refusals and 0 wrong admissions over random plans', { timeout: 120_000 }, async () => {
  const { emulator } = services
  const operator = services.as('operator')
  let probes = 0
  let plans = 0
  for (const { base, wanted } of fc.sample(planInput, { numRuns: 100, seed: 7 })) {
    emulator.putAllowList(id, base.entries)
    emulator.putEndpointStatus(id, base.endpointStatus)
    services.runtime.reads.invalidate('instance')
    const { endpoint, allowList } = wanted
    if (endpoint === null && allowList.add.length + allowList.edit.length + allowList.remove.length === 0)
      continue
    const plan = await createPlan(operator, {
      instanceIds: [id],
      changes: {
        ...(endpoint !== null && { endpoint }),
        allowList: {
          add: [...allowList.add],
          edit: allowList.edit.map((edit) => ({ ...edit })),
          remove: [...allowList.remove],
        },
      },
    })
    if (plan.steps.length === 0) continue
    const before = admitted()
    const seen: Set<string>[] = []
    probe = () => seen.push(admitted())
    await applyPlan(operator, plan.id, { acknowledge: [] })
    await plansAtRest(services.runtime)
    probe = () => {}
    expect(await getPlan(operator, plan.id)).toMatchObject({ status: 'applied', failure: null })
    await expect.poll(() => emulator.instance(id).publicEndpoint.status).toMatch(/^(?:opened|closed)$/)
    const after = admitted()
    for (const now of seen) {
      for (const from of probed) {
        if (before.has(from) && after.has(from)) expect(now.has(from), `${from} was refused`).toBe(true)
        if (!before.has(from) && !after.has(from)) expect(now.has(from), `${from} was admitted`).toBe(false)
        probes += 1
      }
    }
    plans += 1
  }
  expect(plans).toBeGreaterThan(60)
  expect(probes).toBeGreaterThan(30_000)
})
