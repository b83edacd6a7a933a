// What the care of an apply costs: milliseconds per step of a plan that adds entries one by one, journal, lease, looks and
// audit included, beside the bare signed calls. Pauses between calls are left out on both sides.

import { issueTicket } from '#server/audit/ticket.ts'
import { changeFrom, drawInstances, insertPlan } from '#server/services/plan-draw.ts'
import { readPlanParts } from '#server/services/plan-rows.ts'
import { runPlan } from '#server/services/plan-runner.ts'
import { startServices } from '#server/services/testing/start-services.ts'

const stepCount = 200
const instanceId = 'ccr-bench001'
const services = await startServices({ regions: ['bj'] })
services.emulator.addInstance({ id: instanceId, name: 'bench', region: 'bj', endpointStatus: 'opened' })
const entries = (third: number) =>
  Array.from({ length: stepCount }, (_, at) => ({ ipAddr: `20.0.${third}.${at}`, description: 'bench' }))

async function perStepMs(work: () => Promise<void>): Promise<number> {
  const startMs = performance.now()
  await work()
  return (performance.now() - startMs) / stepCount
}

async function bare(third: number): Promise<void> {
  const [account] = services.runtime.accounts
  if (!account) throw new Error('There is no account')
  const ticket = issueTicket('bench', [])
  for (const entry of entries(third))
    await account.client.createAllowListEntry(ticket, 'bj', instanceId, entry)
}

async function planned(third: number): Promise<void> {
  const context = services.as('operator')
  const { runtime } = services
  const changes = { allowList: { add: entries(third), edit: [], remove: [] } }
  const drawings = await drawInstances(context, [{ instanceId, wanted: changeFrom(changes) }])
  const planId = await insertPlan(context, changes, drawings, { status: 'applying' })
  await runPlan(runtime, planId)
  const { plan } = await readPlanParts(context, planId)
  if (plan.status !== 'applied') throw new Error(`The plan is ${plan.status}`)
}

// The first round of each warms up.
await bare(0)
await planned(1)
const bareMs = await perStepMs(() => bare(2))
const plannedMs = await perStepMs(() => planned(3))
console.log(`bare calls          ${bareMs.toFixed(2)} ms a call`)
console.log(
  `the same as a plan  ${plannedMs.toFixed(2)} ms a step, ${(plannedMs - bareMs).toFixed(2)} ms more`,
)
await services.close()
