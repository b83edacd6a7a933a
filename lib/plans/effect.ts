// What a plan does to one instance, in addresses: who can reach it before and after, and what the list would admit if the
// endpoint were open. Exact, on the union of the entries.

import { admittedBy } from '#lib/allow-list/effect.ts'
import type { Entry } from '#lib/allow-list/entry.ts'
import { AddressSet } from '#lib/net/address-set.ts'
import { formatAddress, formatBlock, parseAddress } from '#lib/net/cidr.ts'
import { countPublic } from '#lib/net/public-addresses.ts'
import { type InstanceState, isOpen, type LinkPair, pairKey } from './state.ts'

/** A named set of addresses: the office, the runners. */
export type NamedSource = {
  readonly id: string
  readonly name: string
  readonly isProtected: boolean
  readonly addresses: readonly string[]
}

export type TextDiff = {
  readonly added: readonly Entry[]
  readonly removed: readonly Entry[]
  /** Same stored text, another description. */
  readonly described: readonly { readonly before: Entry; readonly after: Entry }[]
}

/** Addresses that join or leave. Lists are cut at `shownAtMost`; the counts are of all. */
export type AddressDelta = {
  /** Addresses that can arrive over the public Internet. */
  readonly count: number
  readonly ranges: readonly { readonly first: string; readonly last: string; readonly count: number }[]
  readonly rangeCount: number
  readonly cidrs: readonly string[]
  readonly cidrCount: number
}

export const shownAtMost = 200

export type Comparison = {
  /** Public addresses, 0 to 4294967296. */
  readonly before: number
  readonly after: number
  readonly gained: AddressDelta
  readonly lost: AddressDelta
}

export type SourceEffect = {
  readonly id: string
  readonly name: string
  readonly isProtected: boolean
  /** Addresses of the source. */
  readonly total: number
  /** How many of them can reach the instance over its public endpoint. */
  readonly before: number
  readonly after: number
  /** How many of them the list names, whether or not the endpoint is open. */
  readonly listedBefore: number
  readonly listedAfter: number
}

export type ActorEffect = {
  readonly address: string
  readonly before: boolean
  readonly after: boolean
  readonly listedBefore: boolean
  readonly listedAfter: boolean
  /** Stored text of the narrowest entry that admits it. */
  readonly entryBefore: string | null
  readonly entryAfter: string | null
}

export type PlanEffect = {
  readonly text: TextDiff
  /** Who can reach the instance over its public endpoint: nobody while it is closed. */
  readonly reach: Comparison
  /** What the list says, whether or not the endpoint is open. */
  readonly listed: Comparison
  /** The endpoint is closed in the end, and the list admits others than before: it shows when somebody opens it. */
  readonly isLatent: boolean
  /** Open with an empty list, before or after: whom that admits is not documented. */
  readonly isEmptyAndOpenBefore: boolean
  readonly isEmptyAndOpenAfter: boolean
  readonly links: {
    readonly before: number
    readonly after: number
    readonly added: readonly LinkPair[]
    readonly removed: readonly LinkPair[]
  }
  /** Every named source that any of its four numbers is not the same for. */
  readonly sources: readonly SourceEffect[]
  /** null when the address of the person is not known. */
  readonly actor: ActorEffect | null
  /** Entries that say no address, before or after: whom they admit is not known. */
  readonly unreadable: readonly string[]
}

/** The sets behind an effect, for those who ask more. */
export type EffectSets = {
  readonly reachBefore: AddressSet
  readonly reachAfter: AddressSet
  readonly listedBefore: AddressSet
  readonly listedAfter: AddressSet
}

export type EffectInput = {
  readonly before: InstanceState
  readonly after: InstanceState
  readonly sources: readonly NamedSource[]
  /** Where the person who asks comes from, as text; null when unknown. */
  readonly actorAddress: string | null
}

/** Compares two states of an instance. 10,000 entries: a few ten milliseconds. */
export function planEffect({ before, after, sources, actorAddress }: EffectInput): {
  readonly effect: PlanEffect
  readonly sets: EffectSets
} {
  const was = admittedBy(before.entries)
  const will = admittedBy(after.entries)
  const sets: EffectSets = {
    reachBefore: isOpen(before.endpointStatus) ? was.set : AddressSet.empty,
    reachAfter: isOpen(after.endpointStatus) ? will.set : AddressSet.empty,
    listedBefore: was.set,
    listedAfter: will.set,
  }
  const keysBefore = new Set(before.links.map(pairKey))
  const keysAfter = new Set(after.links.map(pairKey))
  const pairOf = ({ vpcId, subnetId }: LinkPair): LinkPair => ({ vpcId, subnetId })
  const effect: PlanEffect = {
    text: textDiff(before.entries, after.entries),
    reach: compare(sets.reachBefore, sets.reachAfter),
    listed: compare(sets.listedBefore, sets.listedAfter),
    isLatent: !isOpen(after.endpointStatus) && !was.set.equals(will.set),
    isEmptyAndOpenBefore: isOpen(before.endpointStatus) && before.entries.length === 0,
    isEmptyAndOpenAfter: isOpen(after.endpointStatus) && after.entries.length === 0,
    links: {
      before: before.links.length,
      after: after.links.length,
      added: after.links.filter((link) => !keysBefore.has(pairKey(link))).map(pairOf),
      removed: before.links.filter((link) => !keysAfter.has(pairKey(link))).map(pairOf),
    },
    sources: sources.map((source) => sourceEffect(source, sets)).filter(isTouched),
    actor: actorEffect(actorAddress, sets, before.entries, after.entries),
    unreadable: [...new Set([...was.unreadable, ...will.unreadable])],
  }
  return { effect, sets }
}

function compare(before: AddressSet, after: AddressSet): Comparison {
  return {
    before: countPublic(before),
    after: countPublic(after),
    gained: deltaOf(after.subtract(before)),
    lost: deltaOf(before.subtract(after)),
  }
}

function deltaOf(set: AddressSet): AddressDelta {
  const { intervals } = set
  const cidrs = set.toBlocks()
  return {
    count: countPublic(set),
    ranges: intervals.slice(0, shownAtMost).map(({ first, last }) => ({
      first: formatAddress(first),
      last: formatAddress(last),
      count: last - first + 1,
    })),
    rangeCount: intervals.length,
    cidrs: cidrs.slice(0, shownAtMost).map(formatBlock),
    cidrCount: cidrs.length,
  }
}

function textDiff(before: readonly Entry[], after: readonly Entry[]): TextDiff {
  const was = new Map(before.map((entry) => [entry.ipAddr, entry]))
  const will = new Map(after.map((entry) => [entry.ipAddr, entry]))
  const bare = ({ ipAddr, description }: Entry): Entry => ({ ipAddr, description })
  const described: { before: Entry; after: Entry }[] = []
  for (const [ipAddr, entry] of was) {
    const now = will.get(ipAddr)
    if (now && now.description !== entry.description)
      described.push({ before: bare(entry), after: bare(now) })
  }
  return {
    added: [...will.values()].filter((entry) => !was.has(entry.ipAddr)).map(bare),
    removed: [...was.values()].filter((entry) => !will.has(entry.ipAddr)).map(bare),
    described,
  }
}

/** The addresses of a named source; texts that cannot be read are left out. */
export function setOfSource({ addresses }: Pick<NamedSource, 'addresses'>): AddressSet {
  return admittedBy(addresses.map((ipAddr) => ({ ipAddr }))).set
}

function sourceEffect(source: NamedSource, sets: EffectSets): SourceEffect {
  const set = setOfSource(source)
  const shared = (other: AddressSet) => set.countShared(other)
  return {
    id: source.id,
    name: source.name,
    isProtected: source.isProtected,
    total: set.count,
    before: shared(sets.reachBefore),
    after: shared(sets.reachAfter),
    listedBefore: shared(sets.listedBefore),
    listedAfter: shared(sets.listedAfter),
  }
}

function isTouched({ before, after, listedBefore, listedAfter }: SourceEffect): boolean {
  return before !== after || listedBefore !== listedAfter
}

function actorEffect(
  address: string | null,
  sets: EffectSets,
  entriesBefore: readonly Entry[],
  entriesAfter: readonly Entry[],
): ActorEffect | null {
  const parsed = address === null ? null : parseAddress(address)
  if (!parsed?.ok) return null
  const at = parsed.value.block.base
  return {
    address: parsed.value.stored,
    before: sets.reachBefore.contains(at),
    after: sets.reachAfter.contains(at),
    listedBefore: sets.listedBefore.contains(at),
    listedAfter: sets.listedAfter.contains(at),
    entryBefore: narrowest(entriesBefore, at),
    entryAfter: narrowest(entriesAfter, at),
  }
}

function narrowest(entries: readonly Entry[], address: number): string | null {
  let found: { readonly text: string; readonly prefix: number } | null = null
  for (const { ipAddr } of entries) {
    const parsed = parseAddress(ipAddr)
    if (!parsed.ok) continue
    const { base, prefix } = parsed.value.block
    const isInside = address >= base && address < base + 2 ** (32 - prefix)
    if (isInside && prefix > (found?.prefix ?? -1)) found = { text: ipAddr, prefix }
  }
  return found?.text ?? null
}
