import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AddressSet } from '#lib/net/address-set.ts'
import { blockOf, type Ipv4Block, lastAddress, parseAddress } from '#lib/net/cidr.ts'
import { countPublic, neverPublicSet, publicSet } from '#lib/net/public-addresses.ts'

// Small universes at both ends and in the middle, where 32-bit signs could go wrong.
const universeSize = 64
const starts = [0, 0x7fffffe0, 0x80000000, lastAddress - universeSize + 1]
const start = fc.constantFrom(...starts)
const offsets = fc.array(
  fc.tuple(fc.integer({ min: 0, max: universeSize - 1 }), fc.integer({ min: 27, max: 32 })),
  { maxLength: 12 },
)

function blocksAt(base: number, list: readonly (readonly [number, number])[]): Ipv4Block[] {
  return list.map(([offset, prefix]) => blockOf(base + offset, prefix))
}

/** The naive model: one address at a time. */
function bits(blocks: readonly Ipv4Block[]): Set<number> {
  const all = new Set<number>()
  for (const { base, prefix } of blocks) for (let at = 0; at < 2 ** (32 - prefix); at++) all.add(base + at)
  return all
}

function addressesOf(set: AddressSet): number[] {
  return set.intervals.flatMap(({ first, last }) =>
    Array.from({ length: last - first + 1 }, (_, at) => first + at),
  )
}

function sorted(addresses: Iterable<number>): number[] {
  return [...addresses].sort((a, b) => a - b)
}

function setOf(...texts: string[]): AddressSet {
  return AddressSet.from(
    texts.map((text) => {
      const result = parseAddress(text)
      if (!result.ok) throw new Error(text)
      return result.value.block
    }),
  )
}

describe('AddressSet', () => {
  it('does what the naive model does', () => {
    fc.assert(
      fc.property(start, offsets, offsets, (base, left, right) => {
        const [a, b] = [blocksAt(base, left), blocksAt(base, right)]
        const [setA, setB] = [AddressSet.from(a), AddressSet.from(b)]
        const [inA, inB] = [bits(a), bits(b)]
        expect(addressesOf(setA)).toEqual(sorted(inA))
        expect(setA.count).toBe(inA.size)
        expect(addressesOf(setA.union(setB))).toEqual(sorted(new Set([...inA, ...inB])))
        expect(addressesOf(setA.intersect(setB))).toEqual(sorted([...inA].filter((n) => inB.has(n))))
        expect(addressesOf(setA.subtract(setB))).toEqual(sorted([...inA].filter((n) => !inB.has(n))))
        expect(setA.isSubsetOf(setB)).toBe([...inA].every((n) => inB.has(n)))
        expect(setA.countShared(setB)).toBe([...inA].filter((n) => inB.has(n)).length)
        expect(setA.equals(setB)).toBe(inA.size === inB.size && [...inA].every((n) => inB.has(n)))
        for (const block of b) {
          const addresses = [...bits([block])]
          expect(setA.containsBlock(block)).toBe(addresses.every((n) => inA.has(n)))
          expect(setA.touchesBlock(block)).toBe(addresses.some((n) => inA.has(n)))
          expect(setA.contains(block.base)).toBe(inA.has(block.base))
        }
      }),
      { numRuns: 500 },
    )
  })

  it('keeps intervals sorted, apart, and equal for equal sets however they were made', () => {
    fc.assert(
      fc.property(start, offsets, fc.integer(), (base, list, seed) => {
        const blocks = blocksAt(base, list)
        const set = AddressSet.from(blocks)
        const { intervals } = set
        intervals.forEach(({ first, last }, at) => {
          expect(first).toBeLessThanOrEqual(last)
          const next = intervals[at + 1]
          if (next) expect(next.first).toBeGreaterThan(last + 1)
        })
        const shuffled = [...blocks].sort((a, b) => ((a.base ^ seed) >>> 0) - ((b.base ^ seed) >>> 0))
        expect(AddressSet.from(new Set(shuffled)).equals(set)).toBe(true)
        expect(AddressSet.fromRanges(intervals).equals(set)).toBe(true)
        expect(AddressSet.from(set.toBlocks()).equals(set)).toBe(true)
      }),
    )
  })

  it('says a set in the fewest blocks', () => {
    fc.assert(
      fc.property(start, offsets, (base, list) => {
        const set = AddressSet.from(blocksAt(base, list))
        const blocks = set.toBlocks()
        // Aligned blocks are fewest when none can grow: its parent must not be wholly inside the set.
        for (const { base: at, prefix } of blocks) {
          if (prefix > 0) expect(set.containsBlock(blockOf(at, prefix - 1))).toBe(false)
        }
        expect(blocks.reduce((sum, { prefix }) => sum + 2 ** (32 - prefix), 0)).toBe(set.count)
      }),
    )
  })

  it('handles the ends of the space', () => {
    expect(AddressSet.everything.count).toBe(4294967296)
    expect(AddressSet.everything.toCidrs()).toEqual(['0.0.0.0/0'])
    expect(setOf('0.0.0.0/1', '128.0.0.0/1').equals(AddressSet.everything)).toBe(true)
    expect(AddressSet.everything.subtract(AddressSet.everything)).toBe(AddressSet.empty)
    expect(AddressSet.empty.toCidrs()).toEqual([])
    expect(setOf('255.255.255.255').union(setOf('0.0.0.0')).toCidrs()).toEqual(['0.0.0.0', '255.255.255.255'])
    expect(AddressSet.everything.subtract(setOf('255.255.255.255', '0.0.0.0')).count).toBe(2 ** 32 - 2)
    expect(AddressSet.fromRanges([{ first: 9, last: 3 }])).toBe(AddressSet.empty)
  })

  it('splits a range into the usual blocks', () => {
    const set = AddressSet.fromRanges([{ first: 0x0a000001, last: 0x0a00000a }])
    expect(set.toCidrs()).toEqual(['10.0.0.1', '10.0.0.2/31', '10.0.0.4/30', '10.0.0.8/31', '10.0.0.10'])
  })
})

describe('public addresses', () => {
  it('leave out what never arrives over the Internet, and only that', () => {
    expect(countPublic(setOf('10.0.0.0/8', '192.168.0.1/24', '127.0.0.0/8', '224.0.0.0/3'))).toBe(0)
    expect(countPublic(setOf('203.0.113.0/24', '198.18.0.0/15', '10.0.0.0/8'))).toBe(256 + 131072)
    expect(countPublic(AddressSet.everything)).toBe(publicSet.count)
    expect(publicSet.count + neverPublicSet.count).toBe(2 ** 32)
    expect(publicSet.intersect(neverPublicSet).isEmpty).toBe(true)
  })
})
