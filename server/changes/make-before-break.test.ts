import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orderSteps, type Step } from '#lib/allow-list/order-steps.ts'
import { issueTicket } from '#server/audit/ticket.ts'
import { createCcrClient } from '#server/ccr/client.ts'
import { Credential } from '#server/ccr/credentials.ts'
import { applyAllowListSteps } from '#server/changes/apply-allow-list.ts'
import { updateAllowList } from '#server/services/allow-list.ts'
import {
  type Scenario,
  scenario,
  startWatchedServices,
  type WatchedServices,
} from './testing/watched-changes.ts'

let watched: WatchedServices
beforeAll(async () => {
  watched = await startWatchedServices()
})
afterAll(() => watched.close())

it('never refuses whom both lists admit and never admits whom neither does, at the door itself', async () => {
  const make = ({ change }: Scenario) =>
    updateAllowList(watched.services.as('operator'), watched.instanceId, {
      add: [...change.add],
      edit: [...change.edit],
      remove: [...change.remove],
    })
  let writes = 0
  await fc.assert(
    fc.asyncProperty(scenario, async (given) => {
      const result = await watched.watch(given, make)
      expect(result).toMatchObject({ wrongRefusals: [], wrongAdmissions: [] })
      if (given.fault === null) expect(result.isDone).toBe(true)
      writes += result.writes
    }),
    { numRuns: 50 },
  )
  expect(writes).toBeGreaterThan(50)
}, 60_000)

// The same calls in an order that is wrong: what the test above is worth.
describe('the probers notice', () => {
  const base = [
    { ipAddr: '203.0.113.0/24', description: 'office' },
    { ipAddr: '198.51.100.7', description: 'runner' },
  ]
  const given: Scenario = {
    base,
    change: {
      add: [{ ipAddr: '203.0.113.0/25', description: 'office, floor 1' }],
      edit: [{ ipAddr: '198.51.100.7', to: { ipAddr: '198.51.100.7', description: 'runner 7' } }],
      remove: ['203.0.113.0/24'],
    },
    fault: null,
  }
  const { steps } = orderSteps(base, given.change, 'cover')

  const makeBy = (order: readonly Step[]) => async () => {
    const { accessKeyId, secretAccessKey, url } = watched.services.emulator
    const client = createCcrClient({
      account: {
        name: 'test',
        regions: ['bj'],
        readCredential: new Credential({ accessKeyId, secretAccessKey }),
      },
      endpoints: { ccr: url, vpc: url },
      clock: () => Date.now(),
      random: () => 0,
    })
    const ticket = issueTicket('event', [])
    const { failure } = await applyAllowListSteps({
      steps: order,
      secondLookMs: 0,
      beforeCall: () => Promise.resolve(),
      port: {
        add: ({ ipAddr, description }) =>
          client.createAllowListEntry(ticket, 'bj', watched.instanceId, { ipAddr, description }),
        delete: (ipAddrs) => client.deleteAllowListEntries(ticket, 'bj', watched.instanceId, ipAddrs),
        readEntries: async () => (await client.getPublicEndpoint('bj', watched.instanceId)).entries,
      },
    })
    expect(failure).toBeNull()
  }

  it('nothing in the right order', async () => {
    expect(await watched.watch(given, makeBy(steps))).toMatchObject({
      wrongRefusals: [],
      wrongAdmissions: [],
      writes: 5,
      isDone: true,
    })
  })

  it('deletes before adds', async () => {
    const isLater = (step: Step) => step.kind === 'add' && step.purpose === 'new'
    const order = [...steps.filter((step) => !isLater(step)), ...steps.filter(isLater)]
    const result = await watched.watch(given, makeBy(order))
    expect(result).toMatchObject({ wrongAdmissions: [], isDone: true })
    expect(new Set(result.wrongRefusals)).toEqual(new Set(['203.0.113.0', '203.0.113.127']))
  })

  it('a description replaced without cover', async () => {
    const order = steps.filter((step) => step.purpose !== 'cover')
    const result = await watched.watch(given, makeBy(order))
    expect(result).toMatchObject({ wrongAdmissions: [], isDone: true })
    expect(new Set(result.wrongRefusals)).toEqual(new Set(['198.51.100.7']))
  })

  it('a cover that is too wide', async () => {
    const order: Step[] = [
      { kind: 'add', ipAddr: '198.51.100.6/31', description: '', purpose: 'cover' },
      ...steps.slice(0, -1),
      { kind: 'delete', ipAddrs: ['198.51.100.6/31'], purpose: 'cover' },
      ...steps.slice(-1),
    ]
    const result = await watched.watch(given, makeBy(order))
    expect(result).toMatchObject({ wrongRefusals: [], isDone: true })
    expect(new Set(result.wrongAdmissions)).toEqual(new Set(['198.51.100.6']))
  })
})
