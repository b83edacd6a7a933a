import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { indexEntries } from '#lib/allow-list/entry-index.ts'
import { searchEntries } from '#lib/allow-list/search.ts'
import { AddressSet } from '#lib/net/address-set.ts'
import { blockContains, parseAddress } from '#lib/net/cidr.ts'
import { entryList, storedText } from '#lib/testing/arbitraries.ts'

const index = indexEntries([
  { ipAddr: '203.0.113.0/24', description: 'Office egress' },
  { ipAddr: '203.0.113.25', description: 'VPN concentrator' },
  { ipAddr: '203.0.113.25/32', description: 'VPN, again' },
  { ipAddr: '198.18.4.0/23', description: '构建集群 NAT' },
  { ipAddr: '10.200.0.1/16', description: 'old office' },
  { ipAddr: 'gateway.example', description: 'İstanbul office' },
])

function found(query: string): string[] {
  const result = searchEntries(index, query)
  return result.kind === 'everything' ? ['everything'] : result.matches.map((match) => match.entry.ipAddr)
}

describe('searchEntries', () => {
  it.each([
    ['', ['everything']],
    ['  ', ['everything']],
    ['203.0.113.25', ['203.0.113.25', '203.0.113.25/32', '203.0.113.0/24']],
    ['203.0.113.26', ['203.0.113.0/24']],
    ['203.0.113.25/30', ['203.0.113.0/24', '203.0.113.25', '203.0.113.25/32']],
    ['203.0.', ['203.0.113.0/24', '203.0.113.25', '203.0.113.25/32']],
    ['203.0.113', ['203.0.113.0/24', '203.0.113.25', '203.0.113.25/32']],
    // By containment, not by how the text begins.
    ['10.2', []],
    ['10.200.77.1', ['10.200.0.1/16']],
    ['198.18.5.255', ['198.18.4.0/23']],
    ['OFFICE', ['203.0.113.0/24', '10.200.0.1/16', 'gateway.example']],
    ['old office', ['10.200.0.1/16']],
    ['集群', ['198.18.4.0/23']],
    ['gateway', ['gateway.example']],
    ['nobody', []],
    ['25', []],
    ['999.1', []],
  ])('%j finds %j', (query, expected) => {
    expect(found(query)).toEqual(expected)
  })

  it('marks the octets that decide, and sums up', () => {
    const result = searchEntries(index, '203.0.113.25')
    expect(result).toMatchObject({
      kind: 'address',
      meaning: '203.0.113.25',
      admittedBy: 3,
      inside: 0,
      admitted: 'all',
    })
    const marked = (query: string) => {
      const { matches } = searchEntries(index, query) as Extract<
        ReturnType<typeof searchEntries>,
        { kind: 'address' }
      >
      return matches.map(({ entry, mark, matchedBits }) => [
        entry.ipAddr.slice(mark.start, mark.end),
        matchedBits,
      ])
    }
    expect(marked('203.0.113.25')).toEqual([
      ['203.0.113.25', 32],
      ['203.0.113.25', 32],
      ['203.0.113', 24],
    ])
    expect(marked('198.18.5.1')).toEqual([['198.18', 23]])
    expect(searchEntries(index, '203.0.112.0/23')).toMatchObject({
      admitted: 'some',
      admittedBy: 0,
      inside: 3,
    })
    expect(searchEntries(index, '8.8.8.8')).toMatchObject({ admitted: 'none', matches: [] })
  })

  it('marks words where they stand, whatever their case', () => {
    const marks = (query: string, at: number) => {
      const result = searchEntries(index, query)
      const match = result.kind === 'words' ? result.matches[at] : undefined
      return [match?.marks, match?.addressMarks].map((list, side) =>
        (list ?? []).map(({ start, end }) =>
          (side === 0 ? match?.entry.description : match?.entry.ipAddr)?.slice(start, end),
        ),
      )
    }
    expect(marks('egress offi', 0)).toEqual([['Offi', 'egress'], []])
    expect(marks('way stanbul', 0)).toEqual([['stanbul'], ['way']])
    expect(marks('fic ffi', 0)).toEqual([['ffic'], []])
  })

  it('finds exactly the entries that admit, or lie inside', () => {
    fc.assert(
      fc.property(entryList, storedText, (entries, query) => {
        const result = searchEntries(indexEntries(entries), query)
        const asked = parseAddress(query)
        if (!asked.ok || result.kind !== 'address') throw new Error(query)
        const { block } = asked.value
        const blocks = entries.map((item) => {
          const parsed = parseAddress(item.ipAddr)
          if (!parsed.ok) throw new Error(item.ipAddr)
          return parsed.value.block
        })
        const admitting = blocks.filter((other) => blockContains(other, block)).length
        const touching = blocks.filter(
          (other) => blockContains(other, block) || blockContains(block, other),
        ).length
        expect(result.admittedBy).toBe(admitting)
        expect(result.matches).toHaveLength(touching)
        expect(new Set(result.matches.map((match) => match.position)).size).toBe(touching)
        const set = AddressSet.from(blocks)
        const asSet = AddressSet.from([block])
        const expected = asSet.isSubsetOf(set) ? 'all' : asSet.intersect(set).isEmpty ? 'none' : 'some'
        expect(result.admitted).toBe(expected)
      }),
      { numRuns: 500 },
    )
  })
})
