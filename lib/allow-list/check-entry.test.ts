import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkNewEntry } from '#lib/allow-list/check-entry.ts'
import {
  countInside,
  entriesAround,
  entriesInside,
  entriesMeaning,
  indexEntries,
} from '#lib/allow-list/entry-index.ts'
import { messages } from '#lib/messages/index.ts'
import { blockContains, parseAddress } from '#lib/net/cidr.ts'
import { entryList, storedText } from '#lib/testing/arbitraries.ts'

const list = [
  '203.0.113.0/24',
  '203.0.113.64/26',
  '220.181.108.178',
  '198.51.100.0/25',
  '198.51.100.128/25',
  'what?',
]

function judge(input: string, existing: readonly string[] = list) {
  const verdict = checkNewEntry(input, existing)
  return verdict.ok ? verdict.warnings.map((warning) => warning.reason) : verdict.problem.reason
}

describe('checkNewEntry', () => {
  it.each([
    ['8.8.8.8', []],
    ['  8.8.8.8 ', []],
    ['010.1.2.3', 'octal'],
    ['2001:db8::1', 'ipv6'],
    ['203.0.113.7/24', 'hostBits'],
    ['203.0.113.0/24', 'duplicate'],
    ['what?', 'notAddress'],
    ['220.181.108.178', 'duplicate'],
    ['220.181.108.178/32', ['duplicateMeaning']],
    ['203.0.113.7', ['documentation', 'coveredBy']],
    ['198.51.100.0/24', ['documentation', 'coveredTogether', 'covers']],
    ['203.0.112.0/23', ['covers']],
    ['10.0.0.0/8', ['wide', 'private']],
    ['192.168.0.0/16', ['private']],
    ['8.0.0.0/15', ['wide']],
    ['8.0.0.0/16', []],
    ['0.0.0.0/0', ['world', 'covers']],
    ['127.0.0.1', ['loopback']],
    ['100.64.1.1', ['sharedNat']],
    ['198.18.9.17', ['benchmark']],
  ])('%s → %j', (input, expected) => {
    expect(judge(input)).toEqual(expected)
  })

  it('names both readings of an entry with host bits', () => {
    expect(checkNewEntry('203.0.113.7/24', [])).toEqual({
      ok: false,
      problem: {
        reason: 'hostBits',
        values: { input: '203.0.113.7/24', suggestion: '203.0.113.0/24', address: '203.0.113.7' },
      },
      suggestion: '203.0.113.0/24',
      warnings: [],
    })
  })

  it('names the narrowest entry around and the entries inside', () => {
    const verdict = checkNewEntry('203.0.113.70', ['203.0.113.64/26', '203.0.0.0/16', '203.0.113.0/24'])
    expect(verdict.warnings).toContainEqual({
      reason: 'coveredBy',
      values: { input: '203.0.113.70', entry: '203.0.113.64/26' },
    })
    expect(checkNewEntry('203.0.0.0/16', list).warnings).toContainEqual({
      reason: 'covers',
      values: { input: '203.0.0.0/16', count: 2, entry: '203.0.113.0/24' },
      entries: ['203.0.113.0/24', '203.0.113.64/26'],
    })
  })

  it('has a sentence for every warning it gives', () => {
    fc.assert(
      fc.property(entryList, storedText, (existing, text) => {
        const verdict = checkNewEntry(text, indexEntries(existing))
        if (verdict.ok) {
          for (const { reason } of verdict.warnings)
            expect(messages.en.address.warning).toHaveProperty(reason)
        } else {
          expect(messages.en.address.problem).toHaveProperty(verdict.problem.reason)
        }
      }),
    )
  })
})

describe('an index', () => {
  it('finds what comparing with every entry finds', () => {
    fc.assert(
      fc.property(entryList, storedText, (entries, text) => {
        const index = indexEntries([...entries, { ipAddr: 'what?', description: '' }])
        const result = parseAddress(text)
        if (!result.ok) throw new Error(text)
        const { block } = result.value
        const all = index.entries.flatMap((item) =>
          item.parsed === null ? [] : [{ item, block: item.parsed.block }],
        )
        const same = all.filter(
          (other) => other.block.base === block.base && other.block.prefix === block.prefix,
        )
        const around = all.filter((other) => blockContains(other.block, block) && !same.includes(other))
        const inside = all.filter((other) => blockContains(block, other.block) && !same.includes(other))
        const positions = (list: readonly { position: number }[]) =>
          list.map((item) => item.position).sort((a, b) => a - b)
        expect(positions(entriesMeaning(index, block))).toEqual(positions(same.map(({ item }) => item)))
        expect(positions(entriesAround(index, block))).toEqual(positions(around.map(({ item }) => item)))
        expect(positions(entriesInside(index, block))).toEqual(positions(inside.map(({ item }) => item)))
        expect(countInside(index, block)).toBe(inside.length)
      }),
      { numRuns: 500 },
    )
  })
})
