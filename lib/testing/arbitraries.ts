// Generators of small worlds for property tests: few addresses, so that entries meet, cover and repeat each other.

import fc from 'fast-check'
import type { Entry, ListChange } from '#lib/allow-list/entry.ts'
import { blockOf, formatAddress, formatBlock } from '#lib/net/cidr.ts'

const corner = fc.constantFrom(0, 0x0a000000, 0x7ffffff8, 0xcb007100, 0xfffffff0)

/** Texts as the cloud may store them: canonical, with /32, with host bits; mostly within sixteen addresses. */
export const storedText: fc.Arbitrary<string> = fc
  .tuple(
    corner,
    fc.nat(15),
    fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: 28, max: 32 }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 27 }) },
    ),
    fc.constantFrom('canonical', 'canonical', 'slash', 'hostBits'),
  )
  .map(([base, offset, prefix, spelling]) => {
    const address = base + Math.min(offset, 0xffffffff - base)
    if (spelling === 'hostBits') return `${formatAddress(address)}/${prefix}`
    const block = blockOf(address, prefix)
    return spelling === 'slash' ? `${formatAddress(block.base)}/${prefix}` : formatBlock(block)
  })

export const description: fc.Arbitrary<string> = fc.constantFrom('', 'office', 'ci', '办公网')

export const entry: fc.Arbitrary<Entry> = fc.record({ ipAddr: storedText, description })

/** A list in which each text occurs once, as in the cloud. */
export const entryList: fc.Arbitrary<Entry[]> = fc.uniqueArray(entry, {
  maxLength: 14,
  selector: (item) => item.ipAddr,
})

/** A list and a change that fits it: removals and edits name stored texts, no text is there twice afterwards. */
export const listAndChange: fc.Arbitrary<{ base: Entry[]; change: ListChange }> = fc
  .tuple(
    entryList,
    entryList,
    fc.array(fc.constantFrom('keep', 'remove', 'describe', 'replace'), { minLength: 14, maxLength: 14 }),
  )
  .map(([base, fresh, fates]) => {
    const spare = fresh.filter((item) => !base.some((other) => other.ipAddr === item.ipAddr))
    const change = { add: [] as Entry[], edit: [] as { ipAddr: string; to: Entry }[], remove: [] as string[] }
    base.forEach((item, at) => {
      const fate = fates[at]
      if (fate === 'remove') change.remove.push(item.ipAddr)
      if (fate === 'describe') {
        change.edit.push({
          ipAddr: item.ipAddr,
          to: { ipAddr: item.ipAddr, description: `${item.description}!` },
        })
      }
      const to = fate === 'replace' ? spare.pop() : undefined
      if (to !== undefined) change.edit.push({ ipAddr: item.ipAddr, to })
    })
    change.add.push(...spare)
    return { base, change }
  })
