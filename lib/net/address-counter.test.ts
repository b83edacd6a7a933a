import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AddressCounter, publicSize } from '#lib/net/address-counter.ts'
import { AddressSet } from '#lib/net/address-set.ts'
import { blockOf, type Ipv4Block, parseAddress } from '#lib/net/cidr.ts'
import { countPublic } from '#lib/net/public-addresses.ts'

const block = fc
  .tuple(
    fc.oneof(fc.integer({ min: 0, max: 0xffff_ffff }), fc.integer({ min: 0x08080800, max: 0x0808081f })),
    fc.oneof(fc.integer({ min: 0, max: 32 }), fc.integer({ min: 27, max: 32 })),
  )
  .map(([address, prefix]) => blockOf(address, prefix))

function blockFrom(text: string): Ipv4Block {
  const parsed = parseAddress(text)
  if (!parsed.ok) throw new Error(text)
  return parsed.value.block
}

describe('publicSize', () => {
  it.each([
    ['8.8.8.8', 1],
    ['10.0.0.0/8', 0],
    ['0.0.0.0/0', countPublic(AddressSet.everything)],
    ['255.255.255.255', 0],
    ['192.0.2.0/24', 256],
  ])('of %s is %i', (text, size) => expect(publicSize(blockFrom(text))).toBe(size))
})

describe('AddressCounter', () => {
  it('counts as the union of what it holds, whatever came and went', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), block), { maxLength: 40 }), (moves) => {
        const counter = new AddressCounter()
        const held: Ipv4Block[] = []
        for (const [isAdd, each] of moves) {
          if (isAdd) {
            counter.add(each)
            held.push(each)
          } else {
            const gone = held.findIndex(({ base, prefix }) => base === each.base && prefix === each.prefix)
            counter.delete(each)
            if (gone >= 0) held.splice(gone, 1)
          }
          const other = held[0]
          if (!isAdd && other) {
            counter.delete(other)
            held.shift()
          }
          expect(counter.count).toBe(countPublic(AddressSet.from(held)))
        }
      }),
    )
  })
})
