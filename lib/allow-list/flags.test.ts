import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Entry } from '#lib/allow-list/entry.ts'
import { type EntryFlag, flagEntries } from '#lib/allow-list/flags.ts'
import { messages } from '#lib/messages/index.ts'
import { AddressSet } from '#lib/net/address-set.ts'
import { blockContains, formatBlock, type Ipv4Block, parseAddress } from '#lib/net/cidr.ts'
import { entryList } from '#lib/testing/arbitraries.ts'

function names(texts: readonly string[]): string[][] {
  return flagEntries(texts.map((ipAddr) => ({ ipAddr, description: 'x' }))).map((flags) =>
    flags.map(({ flag }) => flag),
  )
}

function blockOfText(text: string): Ipv4Block {
  const result = parseAddress(text)
  if (!result.ok) throw new Error(text)
  return result.value.block
}

const find = (flags: readonly EntryFlag[] | undefined, name: EntryFlag['flag']) =>
  (flags ?? []).find(({ flag }) => flag === name)

describe('flagEntries', () => {
  it.each([
    [
      ['203.0.113.0/24', '203.0.113.64/26', '203.0.113.70'],
      [
        ['covers', 'documentation'],
        ['covered', 'covers', 'documentation'],
        ['covered', 'documentation'],
      ],
    ],
    [
      ['220.181.108.178', '220.181.108.178/32'],
      [['duplicate'], ['duplicate']],
    ],
    [['192.168.0.1/24'], [['hostBits', 'private']]],
    [
      ['8.8.8.0/25', '8.8.8.128/25'],
      [['mergeable'], ['mergeable']],
    ],
    [
      ['8.8.8.128/25', '8.8.9.0/25'],
      [[], []],
    ],
    // Merging what is covered anyway would be tidying in the wrong place.
    [
      ['8.8.0.0/16', '8.8.8.0/25', '8.8.8.128/25'],
      [['covers'], ['covered'], ['covered']],
    ],
    [
      ['0.0.0.0/1', '128.0.0.0/1'],
      [['mergeable'], ['mergeable']],
    ],
    [
      ['010.1.2.3', 'gateway.example', ''],
      [['unreadable'], ['unreadable'], ['unreadable']],
    ],
    [[], []],
  ])('%j', (texts, expected) => {
    expect(names(texts)).toEqual(expected)
  })

  it('names the other entry and keeps the reason of an unreadable one', () => {
    const flags = flagEntries([
      { ipAddr: '203.0.113.0/24', description: 'office' },
      { ipAddr: '203.0.113.64/26', description: ' ' },
      { ipAddr: '010.1.2.3', description: 'typo' },
    ])
    expect(find(flags[1], 'covered')?.values).toEqual({ entry: '203.0.113.0/24' })
    expect(find(flags[1], 'noDescription')).toBeDefined()
    expect(find(flags[2], 'unreadable')).toMatchObject({ problem: { reason: 'octal' } })
  })

  it('says what comparing every pair says', () => {
    fc.assert(
      fc.property(entryList, (entries: Entry[]) => {
        const blocks = entries.map((item) => blockOfText(item.ipAddr))
        const same = (a: Ipv4Block, b: Ipv4Block) => a.base === b.base && a.prefix === b.prefix
        flagEntries(entries).forEach((flags, at) => {
          const block = blocks[at] as Ipv4Block
          const wider = blocks.filter((other) => blockContains(other, block) && !same(other, block))
          const inside = blocks.filter((other) => blockContains(block, other) && !same(other, block))
          const twins = blocks.filter((other, place) => place !== at && same(other, block))
          const covered = find(flags, 'covered')
          expect(covered !== undefined).toBe(wider.length > 0)
          if (covered?.flag === 'covered') {
            expect(blockOfText(covered.values.entry).prefix).toBe(
              Math.max(...wider.map(({ prefix }) => prefix)),
            )
          }
          const covers = find(flags, 'covers')
          expect(covers?.flag === 'covers' ? covers.values.count : 0).toBe(inside.length)
          const duplicate = find(flags, 'duplicate')
          expect(duplicate?.flag === 'duplicate' ? duplicate.entries.length : 0).toBe(twins.length)
          const mergeable = find(flags, 'mergeable')
          if (mergeable?.flag === 'mergeable') {
            const pair = AddressSet.from([block, blockOfText(mergeable.values.entry)])
            expect(pair.toBlocks().map(formatBlock)).toEqual([mergeable.values.merged])
          }
          for (const { flag } of flags) {
            expect(messages.en.address.flag).toHaveProperty(flag)
            expect(messages.en.address.flagDetail).toHaveProperty(flag)
          }
        })
      }),
      { numRuns: 500 },
    )
  })
})
