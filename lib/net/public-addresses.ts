// Which addresses can stand behind a request that arrives over the public Internet.

import { AddressSet } from '#lib/net/address-set.ts'
import { neverPublicBlocks } from '#lib/net/cidr.ts'

/** Private, shared, loopback, link-local, multicast and reserved space (IANA special-purpose registry). */
export const neverPublicSet: AddressSet = AddressSet.from(neverPublicBlocks)

/** Everything else. */
export const publicSet: AddressSet = AddressSet.everything.subtract(neverPublicSet)

/**
 * Addresses of the set from which a client could arrive over the public Internet. Documentation and benchmark ranges
 * are counted although nobody routes them, as demonstrations are made of them.
 */
export function countPublic(set: AddressSet): number {
  return set.subtract(neverPublicSet).count
}
