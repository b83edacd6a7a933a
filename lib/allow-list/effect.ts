// What a change really does: who can reach before and after, as exact address sets.

import type { Entry } from '#lib/allow-list/entry.ts'
import { AddressSet } from '#lib/net/address-set.ts'
import { type Ipv4Block, parseAddress } from '#lib/net/cidr.ts'
import { countPublic } from '#lib/net/public-addresses.ts'

export type Effect = {
  readonly before: AddressSet
  readonly after: AddressSet
  readonly gained: AddressSet
  readonly lost: AddressSet
  /** Numbers of addresses that can arrive over the public Internet, 0 to 4294967296. */
  readonly beforeCount: number
  readonly afterCount: number
  readonly gainedCount: number
  readonly lostCount: number
  /** The fewest blocks that say who gains and who loses, private and reserved ones included. */
  readonly gainedCidrs: readonly string[]
  readonly lostCidrs: readonly string[]
  /** Somebody was admitted, nobody is listed afterwards; what an opened endpoint does then is not documented. */
  readonly emptiesList: boolean
  /** Texts that say no address, before or after: whom they admit is not known, so they are in no set. */
  readonly unreadable: readonly string[]
}

/** The union of what a list admits, and the texts that could not be read. */
export function admittedBy(entries: readonly Pick<Entry, 'ipAddr'>[]): {
  set: AddressSet
  unreadable: string[]
} {
  const blocks: Ipv4Block[] = []
  const unreadable: string[] = []
  for (const { ipAddr } of entries) {
    const parsed = parseAddress(ipAddr)
    if (parsed.ok) blocks.push(parsed.value.block)
    else unreadable.push(ipAddr)
  }
  return { set: AddressSet.from(blocks), unreadable }
}

/** Compares two lists by what they admit. 10,000 entries each: a few milliseconds. */
export function effectOf(beforeList: readonly Entry[], afterList: readonly Entry[]): Effect {
  const before = admittedBy(beforeList)
  const after = admittedBy(afterList)
  const gained = after.set.subtract(before.set)
  const lost = before.set.subtract(after.set)
  return {
    before: before.set,
    after: after.set,
    gained,
    lost,
    beforeCount: countPublic(before.set),
    afterCount: countPublic(after.set),
    gainedCount: countPublic(gained),
    lostCount: countPublic(lost),
    gainedCidrs: gained.toCidrs(),
    lostCidrs: lost.toCidrs(),
    emptiesList: beforeList.length > 0 && afterList.length === 0,
    unreadable: [...new Set([...before.unreadable, ...after.unreadable])],
  }
}
