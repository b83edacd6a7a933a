// Who stands at the gate: the allow list boiled down to the few streams the reach diagram draws.
// Covered and duplicate entries add nobody, so they are no stream of their own.

import { AddressSet } from '#lib/net/address-set.ts'
import { type Ipv4Block, parseAddress } from '#lib/net/cidr.ts'
import { countPublic } from '#lib/net/public-addresses.ts'

export type ListedEntry = { readonly ipAddr: string; readonly description: string }

export type ReachSource = {
  readonly key: string
  readonly kind: 'entry' | 'singles' | 'blocks'
  /** Description of the entry, or its address when it has none; empty for a group. */
  readonly label: string
  readonly isAddress: boolean
  /** Entries behind the stream. */
  readonly entryCount: number
  /** Public addresses of the stream the list admits now and after the pending edits. */
  readonly before: number
  readonly after: number
}

type Candidate = { readonly entry: ListedEntry; readonly block: Ipv4Block; readonly size: number }

/**
 * At most `limit` streams, widest first, single addresses last. `after` is the list with pending edits; leave it out
 * when there are none.
 */
export function reachSources(
  before: readonly ListedEntry[],
  after: readonly ListedEntry[] = before,
  limit = 5,
): ReachSource[] {
  const beforeSet = setOf(before)
  const afterSet = after === before ? beforeSet : setOf(after)
  const candidates = uncovered([...before, ...(after === before ? [] : after)])
  const blocks = candidates.filter((c) => c.block.prefix < 32)
  const singles = candidates.filter((c) => c.block.prefix === 32)
  const stream = (kind: ReachSource['kind'], members: readonly Candidate[]): ReachSource => {
    const set = AddressSet.from(members.map((m) => m.block))
    const only = members.length === 1 ? members[0]?.entry : undefined
    const description = only?.description.trim() ?? ''
    return {
      key: members
        .map((m) => m.entry.ipAddr)
        .join(' ')
        .slice(0, 80),
      kind: only ? 'entry' : kind,
      label: only ? description || only.ipAddr : '',
      isAddress: only !== undefined && description === '',
      entryCount: members.length,
      before: countPublic(set.intersect(beforeSet)),
      after: countPublic(set.intersect(afterSet)),
    }
  }
  if (blocks.length + singles.length <= limit) {
    return [...blocks, ...singles].map((candidate) => stream('entry', [candidate]))
  }
  const rowsForBlocks = singles.length > 0 ? limit - 1 : limit
  const shown = blocks.length <= rowsForBlocks ? blocks.length : rowsForBlocks - 1
  const rows = blocks.slice(0, shown).map((candidate) => stream('entry', [candidate]))
  if (blocks.length > shown) rows.push(stream('blocks', blocks.slice(shown)))
  if (singles.length > 0) rows.push(stream('singles', singles))
  return rows
}

function setOf(entries: readonly ListedEntry[]): AddressSet {
  const blocks: Ipv4Block[] = []
  for (const { ipAddr } of entries) {
    const parsed = parseAddress(ipAddr)
    if (parsed.ok) blocks.push(parsed.value.block)
  }
  return AddressSet.from(blocks)
}

/** Readable entries with public addresses that no wider or earlier one covers, widest first, list order among equals. */
function uncovered(entries: readonly ListedEntry[]): Candidate[] {
  const candidates: (Candidate & { readonly order: number })[] = []
  entries.forEach((entry, order) => {
    const parsed = parseAddress(entry.ipAddr)
    if (!parsed.ok) return
    const { block } = parsed.value
    const size = countPublic(AddressSet.from([block]))
    if (size > 0) candidates.push({ entry, block, size, order })
  })
  // CIDR blocks nest or are disjoint, so in address order a block is covered exactly when it ends inside the last kept one.
  candidates.sort(
    (a, b) => a.block.base - b.block.base || a.block.prefix - b.block.prefix || a.order - b.order,
  )
  let coveredTo = -1
  const kept = candidates.filter(({ block }) => {
    const last = block.base + 2 ** (32 - block.prefix) - 1
    if (last <= coveredTo) return false
    coveredTo = last
    return true
  })
  return kept.sort((a, b) => b.size - a.size || a.order - b.order)
}
