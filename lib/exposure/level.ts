// What an instance's settings expose, on one five-step scale. Counted on the union of the entries, never entry by entry.

import { AddressSet } from '#lib/net/address-set.ts'
import { type Ipv4Block, parseAddress } from '#lib/net/cidr.ts'
import { countPublic, publicSet } from '#lib/net/public-addresses.ts'

export type ExposureLevel = 'closed' | 'privateOnly' | 'narrow' | 'broad' | 'world'

export type ExposureThresholds = {
  /** More addresses than this are broad. */
  readonly broadAbove: number
  /** This many addresses or more are the world. */
  readonly worldFrom: number
}

export const defaultThresholds: ExposureThresholds = { broadAbove: 4096, worldFrom: 2 ** 28 }

export type ExposureInput = {
  /** As the cloud reports it; a word that is not known counts as opened. */
  readonly endpointStatus: string
  readonly entries: readonly { readonly ipAddr: string }[]
  readonly links: readonly { readonly status: string }[]
  readonly thresholds?: ExposureThresholds
}

export type Exposure = {
  readonly level: ExposureLevel
  /** Public addresses that are admitted now: 0 when the endpoint is closed. */
  readonly publicAddresses: number
  /** Public addresses the list would admit if the endpoint were opened again: 0 unless it is closed. */
  readonly latentAddresses: number
  readonly entryCount: number
  readonly createdLinks: number
  /** Opened with an empty list. What the cloud does then is not documented, so it counts as open to all. */
  readonly emptyAndOpened: boolean
  /** Entries that are not IPv4 addresses or blocks; whom they admit is not known. */
  readonly unreadableEntries: number
}

/** Level and counts of one instance. Pure: what is not known is counted as exposed. */
export function exposureOf({
  endpointStatus,
  entries,
  links,
  thresholds = defaultThresholds,
}: ExposureInput): Exposure {
  const blocks: Ipv4Block[] = []
  let unreadableEntries = 0
  for (const entry of entries) {
    const parsed = parseAddress(entry.ipAddr)
    if (parsed.ok) blocks.push(parsed.value.block)
    else unreadableEntries++
  }
  // Only `closed` is closed: an endpoint that is still closing, or in a state nobody knows, may yet answer.
  const isClosed = endpointStatus === 'closed'
  const emptyAndOpened = !isClosed && entries.length === 0
  const listed = emptyAndOpened ? publicSet.count : countPublic(AddressSet.from(blocks))
  const publicAddresses = isClosed ? 0 : listed
  const createdLinks = links.filter((link) => link.status === 'created').length
  return {
    level: levelOf(publicAddresses, createdLinks, unreadableEntries > 0 && !isClosed, thresholds),
    publicAddresses,
    latentAddresses: isClosed ? listed : 0,
    entryCount: entries.length,
    createdLinks,
    emptyAndOpened,
    unreadableEntries,
  }
}

function levelOf(
  publicAddresses: number,
  createdLinks: number,
  hasUnknown: boolean,
  { broadAbove, worldFrom }: ExposureThresholds,
): ExposureLevel {
  if (publicAddresses >= worldFrom) return 'world'
  if (publicAddresses > broadAbove) return 'broad'
  if (publicAddresses > 0 || hasUnknown) return 'narrow'
  return createdLinks > 0 ? 'privateOnly' : 'closed'
}
