import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reachSources } from '#lib/exposure/reach-sources.ts'
import { AddressSet } from '#lib/net/address-set.ts'
import { formatBlock } from '#lib/net/cidr.ts'
import { countPublic } from '#lib/net/public-addresses.ts'

const entry = (ipAddr: string, description = '') => ({ ipAddr, description })

describe('reachSources', () => {
  it('names each entry while there are few', () => {
    const rows = reachSources([entry('203.0.113.9'), entry('198.51.100.0/24', 'partner')])
    expect(rows.map((r) => [r.label, r.isAddress, r.before])).toEqual([
      ['partner', false, 256],
      ['203.0.113.9', true, 1],
    ])
  })

  it('leaves out covered, duplicate, private and unreadable entries', () => {
    const rows = reachSources([
      entry('203.0.113.0/24', 'office'),
      entry('203.0.113.64/26', 'rooms'),
      entry('203.0.113.7/32', 'vpn'),
      entry('10.0.0.0/8', 'inside'),
      entry('what?', 'typo'),
    ])
    expect(rows.map((r) => r.label)).toEqual(['office'])
  })

  it('groups what does not fit, singles apart from blocks', () => {
    const blocks = Array.from({ length: 6 }, (_, i) => entry(`198.51.${i}.0/24`, `b${i}`))
    const singles = Array.from({ length: 3 }, (_, i) => entry(`203.0.113.${i * 2}`, `s${i}`))
    const rows = reachSources([...blocks, ...singles])
    expect(rows.map((r) => [r.kind, r.entryCount, r.before])).toEqual([
      ['entry', 1, 256],
      ['entry', 1, 256],
      ['entry', 1, 256],
      ['blocks', 3, 768],
      ['singles', 3, 3],
    ])
  })

  it('says what pending edits change on each stream', () => {
    const before = [
      entry('203.0.113.0/24', 'office'),
      entry('203.0.113.64/26', 'rooms'),
      entry('198.51.100.0/24', 'x'),
    ]
    const after = [
      entry('203.0.113.64/26', 'rooms'),
      entry('198.51.100.0/24', 'x'),
      entry('192.0.2.1', 'new'),
    ]
    const rows = reachSources(before, after)
    expect(rows.map((r) => [r.label, r.before, r.after])).toEqual([
      ['office', 256, 64],
      ['x', 256, 256],
      ['new', 0, 1],
    ])
  })

  it('keeps the sum: the streams partition the admitted public addresses', () => {
    const block = fc
      .record({ base: fc.nat(0xffff_ffff), prefix: fc.integer({ min: 0, max: 32 }) })
      .map(({ base, prefix }) => ({
        base: prefix === 0 ? 0 : ((base >> (32 - prefix)) << (32 - prefix)) >>> 0,
        prefix,
      }))
    fc.assert(
      fc.property(fc.array(block, { maxLength: 30 }), (blocks) => {
        const rows = reachSources(blocks.map((b) => entry(formatBlock(b))))
        const total = rows.reduce((sum, row) => sum + row.before, 0)
        expect(rows.length).toBeLessThanOrEqual(5)
        expect(total).toBe(countPublic(AddressSet.from(blocks)))
      }),
    )
  })
})
