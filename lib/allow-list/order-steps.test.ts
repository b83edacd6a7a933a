import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { admittedBy } from '#lib/allow-list/effect.ts'
import { applyChange, type Entry, type ListChange } from '#lib/allow-list/entry.ts'
import { admittedAfterSteps, deleteBatchSize, orderSteps, type Step } from '#lib/allow-list/order-steps.ts'
import { listAndChange } from '#lib/testing/arbitraries.ts'

const entry = (ipAddr: string, description = '') => ({ ipAddr, description })
const nothing: ListChange = { add: [], edit: [], remove: [] }

function describeAs(base: readonly Entry[], texts: readonly string[]): ListChange {
  return { ...nothing, edit: texts.map((ipAddr) => ({ ipAddr, to: { ipAddr, description: 'new words' } })) }
}

function inWords(steps: readonly Step[]): string[] {
  return steps.map((step) =>
    step.kind === 'add'
      ? `+ ${step.ipAddr} (${step.purpose})`
      : `- ${step.ipAddrs.join(' ')} (${step.purpose})`,
  )
}

/** Plays the calls as the cloud does, and returns the list after each of them, also half-way through a delete. */
function play(base: readonly Entry[], steps: readonly Step[]): { states: Entry[][]; final: Entry[] } {
  let list = [...base]
  const states: Entry[][] = [list]
  for (const step of steps) {
    if (step.kind === 'add') {
      expect(
        list.some((item) => item.ipAddr === step.ipAddr),
        `${step.ipAddr} is added twice`,
      ).toBe(false)
      list = [...list, { ipAddr: step.ipAddr, description: step.description }]
      states.push(list)
    } else {
      expect(step.ipAddrs.length).toBeGreaterThan(0)
      expect(step.ipAddrs.length).toBeLessThanOrEqual(deleteBatchSize)
      for (const order of [step.ipAddrs, [...step.ipAddrs].reverse()]) {
        let partial = list
        for (const ipAddr of order) {
          expect(
            partial.some((item) => item.ipAddr === ipAddr),
            `${ipAddr} is deleted but not there`,
          ).toBe(true)
          partial = partial.filter((item) => item.ipAddr !== ipAddr)
          states.push(partial)
        }
      }
      list = states.at(-1) as Entry[]
    }
  }
  return { states, final: list }
}

const byText = (a: Entry, b: Entry) => (a.ipAddr < b.ipAddr ? -1 : 1)

describe('orderSteps', () => {
  it('ends at the wanted list, never refuses what both lists admit, never admits what neither does', () => {
    fc.assert(
      fc.property(listAndChange, ({ base, change }) => {
        const { steps, gaps } = orderSteps(base, change)
        expect(gaps).toEqual([])
        const wanted = applyChange(base, change)
        const { states, final } = play(base, steps)
        expect([...final].sort(byText)).toEqual([...wanted].sort(byText))
        const before = admittedBy(base).set
        const after = admittedBy(wanted).set
        const [inBoth, inEither] = [before.intersect(after), before.union(after)]
        for (const state of states) {
          const { set } = admittedBy(state)
          expect(inBoth.isSubsetOf(set)).toBe(true)
          expect(set.isSubsetOf(inEither)).toBe(true)
        }
        expect(admittedAfterSteps(base, steps).at(-1) ?? before).toEqual(after)
      }),
      { numRuns: 1500 },
    )
  })

  it('adds before it deletes', () => {
    const base = [entry('203.0.113.0/24', 'office'), entry('198.51.100.7', 'partner')]
    const change = {
      add: [entry('203.0.113.0/25')],
      edit: [{ ipAddr: '198.51.100.7', to: entry('198.51.100.8', 'partner') }],
      remove: ['203.0.113.0/24'],
    }
    expect(inWords(orderSteps(base, change).steps)).toEqual([
      '+ 198.51.100.8 (new)',
      '+ 203.0.113.0/25 (new)',
      '- 203.0.113.0/24 198.51.100.7 (removed)',
    ])
  })

  it.each([
    ['the other spelling of an address', '198.51.100.7', ['198.51.100.7/32']],
    ['the plain spelling of a /32', '198.51.100.7/32', ['198.51.100.7']],
    ['the block that host bits mean', '198.51.100.7/24', ['198.51.100.0/24']],
    ['two halves', '198.51.100.0/24', ['198.51.100.0/25', '198.51.100.128/25']],
    ['two single addresses', '198.51.100.6/31', ['198.51.100.6', '198.51.100.7']],
    ['halves of the world', '0.0.0.0/0', ['0.0.0.0/1', '128.0.0.0/1']],
  ])('covers a changed description by %s', (_, text, covers) => {
    const base = [entry(text, 'old words')]
    const { steps } = orderSteps(base, describeAs(base, [text]), 'temporary')
    expect(inWords(steps)).toEqual([
      ...covers.map((cover) => `+ ${cover} (cover)`),
      `- ${text} (replacement)`,
      `+ ${text} (replacement)`,
      `- ${covers.join(' ')} (cover)`,
    ])
    expect(steps.filter((step) => step.kind === 'add').map((step) => step.description)).toEqual([
      ...covers.map(() => 'temporary'),
      'new words',
    ])
  })

  it.each([
    ['a wider entry', '198.51.0.0/16'],
    ['the other spelling', '198.51.100.7/32'],
  ])('needs no cover under %s', (_, other) => {
    const base = [entry('198.51.100.7', 'old words'), entry(other)]
    const { steps } = orderSteps(base, describeAs(base, ['198.51.100.7']))
    expect(inWords(steps)).toEqual(['- 198.51.100.7 (replacement)', '+ 198.51.100.7 (replacement)'])
  })

  it('lets an entry that is to go cover the change first', () => {
    const base = [entry('198.51.100.7', 'old words'), entry('198.51.100.0/24')]
    const change = { ...describeAs(base, ['198.51.100.7']), remove: ['198.51.100.0/24'] }
    expect(inWords(orderSteps(base, change).steps)).toEqual([
      '- 198.51.100.7 (replacement)',
      '+ 198.51.100.7 (replacement)',
      '- 198.51.100.0/24 (removed)',
    ])
  })

  it('adds only the half that is missing', () => {
    const base = [entry('198.51.100.0/24', 'old words'), entry('198.51.100.0/25')]
    expect(inWords(orderSteps(base, describeAs(base, ['198.51.100.0/24'])).steps)[0]).toBe(
      '+ 198.51.100.128/25 (cover)',
    )
    expect(orderSteps(base, describeAs(base, ['198.51.100.0/24'])).steps).toHaveLength(4)
  })

  it('says where it cannot cover', () => {
    const base = [entry('gateway.example', 'old words')]
    const { steps, gaps } = orderSteps(base, describeAs(base, ['gateway.example']))
    expect(inWords(steps)).toEqual(['- gateway.example (replacement)', '+ gateway.example (replacement)'])
    expect(gaps).toEqual([{ ipAddr: 'gateway.example', reason: 'unreadable' }])
  })

  it('makes no call for a change that changes nothing', () => {
    const base = [entry('198.51.100.7', 'same')]
    expect(
      orderSteps(base, { ...nothing, edit: [{ ipAddr: '198.51.100.7', to: entry('198.51.100.7', 'same') }] }),
    ).toEqual({
      steps: [],
      gaps: [],
    })
    expect(orderSteps(base, { ...nothing, remove: ['198.51.100.9'] }).steps).toEqual([])
  })

  it('splits long deletes', () => {
    const base = Array.from({ length: 250 }, (_, at) => entry(`198.18.${at}.1`))
    const { steps } = orderSteps(base, { ...nothing, remove: base.map((item) => item.ipAddr) })
    expect(steps.map((step) => (step.kind === 'delete' ? step.ipAddrs.length : 0))).toEqual([100, 100, 50])
  })
})
