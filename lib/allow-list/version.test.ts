import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { admittedBy, effectOf } from '#lib/allow-list/effect.ts'
import { applyChange } from '#lib/allow-list/entry.ts'
import { allowListVersion } from '#lib/allow-list/version.ts'
import { entryList, listAndChange } from '#lib/testing/arbitraries.ts'

const entry = (ipAddr: string, description = '') => ({ ipAddr, description })

describe('allowListVersion', () => {
  it('is fixed: versions outlive a release in open pages', () => {
    expect(allowListVersion([])).toBe('e3b0c44298fc1c14')
    expect(
      allowListVersion([entry('203.0.113.0/24', '办公网'), entry('192.168.0.1/24')]),
    ).toMatchInlineSnapshot(`"526a3a6c48411e01"`)
  })

  it('does not see order, and sees everything else', () => {
    const shuffled = entryList.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    )
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        expect(allowListVersion(other)).toBe(allowListVersion(list))
        expect(allowListVersion([...list, entry('9.9.9.9')])).not.toBe(allowListVersion(list))
      }),
    )
    const different = [
      [entry('a', 'b')],
      [entry('a', 'b'), entry('a', 'b')],
      [entry('b', 'a')],
      [entry('a')],
      [entry('a', 'b ')],
      [entry('a","b')],
      [entry('a', 'b\n')],
      [entry('1.2.3.4')],
      [entry('1.2.3.4/32')],
    ].map(allowListVersion)
    expect(new Set(different).size).toBe(different.length)
  })
})

describe('effectOf', () => {
  it('tells gained and lost on the union, not entry by entry', () => {
    const before = [entry('203.0.113.0/24'), entry('203.0.113.64/26'), entry('192.168.0.1/24')]
    expect(effectOf(before, before.slice(0, 1))).toMatchObject({
      gainedCount: 0,
      lostCount: 0,
      gainedCidrs: [],
      lostCidrs: ['192.168.0.0/24'],
    })
    const effect = effectOf(before, [
      entry('203.0.113.0/25'),
      entry('203.0.112.0/24'),
      entry('gateway.example'),
    ])
    expect(effect).toMatchObject({
      beforeCount: 256,
      afterCount: 384,
      gainedCount: 256,
      lostCount: 128,
      gainedCidrs: ['203.0.112.0/24'],
      lostCidrs: ['192.168.0.0/24', '203.0.113.128/25'],
      emptiesList: false,
      unreadable: ['gateway.example'],
    })
    expect(effectOf(before, []).emptiesList).toBe(true)
    expect(effectOf([], []).emptiesList).toBe(false)
  })

  it('accounts for every address once', () => {
    fc.assert(
      fc.property(listAndChange, ({ base, change }) => {
        const next = applyChange(base, change)
        const effect = effectOf(base, next)
        expect(effect.after).toEqual(admittedBy(next).set)
        expect(effect.before.union(effect.gained).subtract(effect.lost).equals(effect.after)).toBe(true)
        expect(effect.gained.intersect(effect.before).isEmpty).toBe(true)
        expect(effect.lost.intersect(effect.after).isEmpty).toBe(true)
        expect(effect.afterCount).toBe(effect.beforeCount + effect.gainedCount - effect.lostCount)
      }),
    )
  })
})
