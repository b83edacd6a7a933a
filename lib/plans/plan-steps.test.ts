import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { admittedBy } from '#lib/allow-list/effect.ts'
import { AddressSet } from '#lib/net/address-set.ts'
import { countPublic } from '#lib/net/public-addresses.ts'
import { changed, linkBody, planInput, state } from '#lib/testing/plan-arbitraries.ts'
import { admitsAfterSteps, drawPlan } from './draw-plan.ts'
import { fitChange } from './fit-change.ts'
import { orderPlan, type PlanStep, stateAfter, stateAfterStep } from './plan-steps.ts'
import { reverseChange } from './revert.ts'
import { defaultGuardSettings } from './settings.ts'
import { changeCount, type InstanceState, pairKey, stateVersion } from './state.ts'

const order = (base: InstanceState, wanted: Parameters<typeof orderPlan>[1]) =>
  orderPlan(base, fitChange(base, wanted).change, 'cover')

/** Whom an instance may admit while it goes through the steps: two sets while the endpoint moves. */
function reachable(base: InstanceState, steps: readonly PlanStep[]) {
  let now = base
  let isMoving = false
  return steps.map((step) => {
    now = stateAfterStep(now, step)
    if (step.kind === 'endpoint') isMoving = true
    if (step.kind === 'wait' && step.until.startsWith('endpoint')) isMoving = false
    const listed = admittedBy(now.entries).set
    const open = isMoving ? [true, false] : [now.endpointStatus !== 'closed']
    return open.map((isOpen) => (isOpen ? listed : AddressSet.empty))
  })
}

describe('orderPlan', () => {
  it('at no moment refuses whom both sides admit, nor admits whom neither does', () => {
    fc.assert(
      fc.property(planInput, ({ base, wanted }) => {
        const { steps } = order(base, wanted)
        const after = stateAfter(base, steps)
        const reachOf = ({ endpointStatus, entries }: InstanceState) =>
          endpointStatus === 'closed' ? AddressSet.empty : admittedBy(entries).set
        const [a, b] = [reachOf(base), reachOf(after)]
        for (const [at, sets] of reachable(base, steps).entries()) {
          for (const set of sets) {
            expect(a.intersect(b).isSubsetOf(set), `refused after step ${at}`).toBe(true)
            expect(set.isSubsetOf(a.union(b)), `admitted after step ${at}`).toBe(true)
          }
        }
      }),
      { numRuns: 1_000 },
    )
  })

  it('ends with exactly what was asked for', () => {
    fc.assert(
      fc.property(planInput, ({ base, wanted }) => {
        const { change } = fitChange(base, wanted)
        const after = stateAfter(base, order(base, wanted).steps)
        expect(new Set(after.entries.map(({ ipAddr, description }) => `${ipAddr} ${description}`))).toEqual(
          new Set(changed(base.entries, change.allowList).map((e) => `${e.ipAddr} ${e.description}`)),
        )
        expect(fitChange(after, wanted).change).toMatchObject({
          endpoint: null,
          links: { add: [], remove: [] },
        })
        expect(after.entries.some(({ description }) => description === 'cover')).toBe(false)
      }),
    )
  })

  it('keeps every link that stays, and lets none go before the new ways in stand', () => {
    fc.assert(
      fc.property(planInput, ({ base, wanted }) => {
        const { steps, gaps } = order(base, wanted)
        const after = stateAfter(base, steps)
        const broken = new Set(gaps.map(({ subject }) => subject))
        const staying = base.links
          .map(pairKey)
          .filter((key) => after.links.some((link) => pairKey(link) === key) && !broken.has(key))
        let now = base
        const awaited = new Set<string>()
        for (const step of steps) {
          now = stateAfterStep(now, step)
          if (step.kind === 'link-add' && !broken.has(pairKey(step.link))) awaited.add(pairKey(step.link))
          if (step.kind === 'endpoint' && step.action === 'open') awaited.add('endpoint')
          if (step.kind === 'wait') {
            if (step.until === 'link-created') awaited.delete(pairKey(step))
            if (step.until === 'endpoint-opened') awaited.delete('endpoint')
          }
          if (step.kind === 'link-delete' || (step.kind === 'endpoint' && step.action === 'close')) {
            expect([...awaited]).toEqual([])
          }
          for (const key of staying) expect(now.links.map(pairKey)).toContain(key)
        }
      }),
    )
  })

  const entries = [
    { ipAddr: '198.51.100.0/24', description: 'office' },
    { ipAddr: '203.0.113.7', description: 'runner' },
  ]
  const kinds = (steps: readonly PlanStep[]) =>
    steps.map((step) =>
      step.kind === 'entry-add' || step.kind === 'entry-delete'
        ? `${step.kind} ${step.purpose}`
        : step.kind === 'wait'
          ? `wait ${step.until}`
          : step.kind,
    )
  const list = { add: [{ ipAddr: '192.0.2.1', description: '' }], edit: [], remove: ['203.0.113.7'] }
  const links = { add: [linkBody('a')], remove: [{ vpcId: 'vpc-b', subnetId: 'sbn-b' }] }

  it.each([
    [
      'opened',
      null,
      ['link-add', 'entry-add new', 'wait link-created', 'entry-delete removed', 'link-delete'],
    ],
    [
      'closed',
      null,
      ['link-add', 'entry-add new', 'entry-delete removed', 'wait link-created', 'link-delete'],
    ],
    // Deleted before it opens: otherwise 203.0.113.7 would be admitted for a moment.
    [
      'closed',
      'open',
      [
        'link-add',
        'entry-add new',
        'entry-delete removed',
        'endpoint',
        'wait endpoint-opened',
        'wait link-created',
        'link-delete',
      ],
    ],
    // Added after it closed: otherwise 192.0.2.1 would be admitted for a moment.
    [
      'opened',
      'close',
      [
        'link-add',
        'wait link-created',
        'endpoint',
        'wait endpoint-closed',
        'entry-add new',
        'entry-delete removed',
        'link-delete',
      ],
    ],
  ] as const)('when %s and asked to %s goes in this order', (endpointStatus, endpoint, expected) => {
    const base = { endpointStatus, entries, links: [state.link('b')] }
    expect(kinds(order(base, { endpoint, allowList: list, links }).steps)).toEqual(expected)
  })

  it('says where a gap cannot be helped', () => {
    const pair = { vpcId: 'vpc-b', subnetId: 'sbn-b' }
    const base = {
      endpointStatus: 'opened',
      entries: [...entries, { ipAddr: 'what?', description: '' }],
      links: [state.link('b')],
    }
    const { steps, gaps } = order(base, {
      endpoint: null,
      allowList: {
        add: [],
        edit: [{ ipAddr: 'what?', to: { ipAddr: 'what?', description: 'odd' } }],
        remove: [],
      },
      links: { add: [linkBody('b')], remove: [pair] },
    })
    expect(gaps).toEqual([
      { kind: 'unreadableEntry', subject: 'what?' },
      { kind: 'linkReplaced', subject: 'vpc-b/sbn-b' },
    ])
    expect(kinds(steps).slice(-3)).toEqual(['link-delete', 'wait link-gone', 'link-add'])
  })

  it('joins deletes up to a hundred a call, but never one that is put back', () => {
    const many = Array.from({ length: 250 }, (_, at) => ({ ipAddr: `10.0.${at}.0/24`, description: '' }))
    const { steps } = order(
      { endpointStatus: 'opened', entries: many, links: [] },
      {
        endpoint: null,
        allowList: {
          add: [],
          edit: [{ ipAddr: '10.0.0.0/24', to: { ipAddr: '10.0.0.0/24', description: 'x' } }],
          remove: many.slice(1).map(({ ipAddr }) => ipAddr),
        },
        links: { add: [], remove: [] },
      },
    )
    expect(steps.map((step) => (step.kind === 'entry-delete' ? step.ipAddrs.length : step.kind))).toEqual([
      'entry-add',
      'entry-add',
      1,
      'entry-add',
      2,
      100,
      100,
      49,
    ])
  })
})

describe('admitsAfterSteps', () => {
  it('counts what each step leaves', () => {
    fc.assert(
      fc.property(planInput, ({ base, wanted }) => {
        const { steps } = order(base, wanted)
        let now = base
        for (const { step, admits } of admitsAfterSteps(base, steps).drawn) {
          now = stateAfterStep(now, step)
          const listed = countPublic(admittedBy(now.entries).set)
          const addresses = now.endpointStatus === 'closed' ? 0 : listed
          expect(admits).toEqual({ addresses, listed, links: now.links.length })
        }
      }),
    )
  })
})

describe('fitChange', () => {
  it('finds nothing left of a plan that was applied', () => {
    fc.assert(
      fc.property(planInput, ({ base, wanted }) => {
        const after = stateAfter(base, order(base, wanted).steps)
        expect(changeCount(fitChange(after, wanted).change)).toBe(0)
      }),
    )
  })
})

describe('reverseChange', () => {
  it('leads back to where it began', () => {
    fc.assert(
      fc.property(planInput, ({ base, wanted }) => {
        const { change } = fitChange(base, wanted)
        const after = stateAfter(base, order(base, wanted).steps)
        const back = stateAfter(after, order(after, reverseChange(base, change)).steps)
        expect(stateVersion(back)).toBe(stateVersion(base))
      }),
    )
  })
})

describe('drawPlan', () => {
  it('names what is so already, and does the rest', () => {
    const base = { endpointStatus: 'opened', entries: [{ ipAddr: '192.0.2.1', description: 'a' }], links: [] }
    const plan = drawPlan({
      state: base,
      wanted: {
        endpoint: 'open',
        allowList: {
          add: [
            { ipAddr: '192.0.2.1', description: 'b' },
            { ipAddr: '192.0.2.2', description: '' },
          ],
          edit: [{ ipAddr: '192.0.2.9', to: { ipAddr: '192.0.2.8', description: '' } }],
          remove: ['192.0.2.7'],
        },
        links: { add: [], remove: [{ vpcId: 'vpc-x', subnetId: 'sbn-x' }] },
      },
      instanceName: 'payments',
      actorAddress: null,
      sources: [],
      settings: defaultGuardSettings,
    })
    expect(plan.notes).toEqual([
      { kind: 'endpointAlready', subject: 'opened' },
      { kind: 'notListed', subject: '192.0.2.7' },
      { kind: 'notListed', subject: '192.0.2.9' },
      { kind: 'listedOtherwise', subject: '192.0.2.1' },
      { kind: 'linkMissing', subject: 'vpc-x/sbn-x' },
    ])
    expect(plan.steps.map(({ step }) => step.kind)).toEqual(['entry-add'])
    expect(plan.effect.reach).toMatchObject({
      before: 1,
      after: 2,
      gained: { count: 1, cidrs: ['192.0.2.2'] },
    })
  })
})
