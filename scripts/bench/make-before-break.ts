// 1,000 random changes of an allow list, made through the service while probers ask at the registry's door from every
// address that must always, or never, be let in; every other change meets a failing cloud. Fails on the first wrong
// refusal or admission, with the smallest change that shows it. RUNS and SEED choose how many and which.

import fc from 'fast-check'
import {
  type Scenario,
  scenario,
  startWatchedServices,
  type WatchedChange,
} from '#server/changes/testing/watched-changes.ts'
import { updateAllowList } from '#server/services/allow-list.ts'

const numRuns = Number(process.env.RUNS ?? 1_000)
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)

const watched = await startWatchedServices()
const { services, instanceId } = watched
const results: WatchedChange[] = []
let failures = 0

const make = ({ change }: Scenario) =>
  updateAllowList(services.as('operator'), instanceId, {
    add: [...change.add],
    edit: [...change.edit],
    remove: [...change.remove],
  })

const startedMs = performance.now()
const outcome = await fc.check(
  fc.asyncProperty(scenario, async (given) => {
    const result = await watched.watch(given, make)
    if (given.fault !== null && !result.isDone) failures += 1
    results.push(result)
    const isRight = result.wrongRefusals.length === 0 && result.wrongAdmissions.length === 0
    return isRight && (given.fault !== null || result.isDone)
  }),
  { numRuns, seed },
)
const seconds = (performance.now() - startedMs) / 1_000
await watched.close()

const sum = (of: (result: WatchedChange) => number) => results.reduce((total, each) => total + of(each), 0)
const row = (name: string, value: number) =>
  console.log(name.padEnd(36), Math.round(value).toLocaleString('en').padStart(10))
row('changes', results.length)
row('… of them stopped by the cloud', failures)
row(
  'calls to the cloud that wrote',
  sum((each) => each.writes),
)
row(
  'probes',
  sum((each) => each.probes),
)
row(
  'wrong refusals',
  sum((each) => each.wrongRefusals.length),
)
row(
  'wrong admissions',
  sum((each) => each.wrongAdmissions.length),
)
row('seconds', seconds)
if (outcome.failed) {
  console.error(`SEED=${seed} fails with`, JSON.stringify(outcome.counterexample?.[0], null, 2))
  if (outcome.errorInstance !== null) console.error(outcome.errorInstance)
  process.exitCode = 1
}
