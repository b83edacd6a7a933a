// What is noteworthy about each entry of a list as it stands. Facts only: nothing here is an error, since stored entries
// are the cloud's truth.

import type { Entry } from '#lib/allow-list/entry.ts'
import { countInside, type EntryIndex, entriesMeaning, indexEntries } from '#lib/allow-list/entry-index.ts'
import {
  type AddressProblem,
  blockContains,
  formatBlock,
  type Ipv4Block,
  type SpecialKind,
  specialRange,
} from '#lib/net/cidr.ts'

/** Badge `address.flag.<flag>` and its sentence `address.flagDetail.<flag>`, both with `values`. */
export type EntryFlag =
  /** The text is no IPv4 address or block; the sentence of the problem says why. */
  | {
      readonly flag: 'unreadable'
      readonly values: { readonly input: string }
      readonly problem: AddressProblem
    }
  | {
      readonly flag: 'duplicate'
      readonly values: { readonly entry: string }
      readonly entries: readonly string[]
    }
  | { readonly flag: 'covered'; readonly values: { readonly entry: string } }
  | { readonly flag: 'covers'; readonly values: { readonly count: number } }
  | { readonly flag: 'mergeable'; readonly values: { readonly entry: string; readonly merged: string } }
  | { readonly flag: 'hostBits'; readonly values: { readonly meaning: string } }
  | { readonly flag: SpecialKind; readonly values: { readonly block: string; readonly source: string } }
  | { readonly flag: 'noDescription'; readonly values: Readonly<Record<string, never>> }

/**
 * Flags of every entry, in list order, most telling first. O(n log n): 10,000 entries take some ten milliseconds.
 * Give the index when there already is one.
 */
export function flagEntries(list: readonly Entry[] | EntryIndex): EntryFlag[][] {
  const index = 'byStored' in list ? list : indexEntries(list)
  const covering = nearestCovers(index)
  return index.entries.map((item) => {
    const { entry, parsed, problem } = item
    const flags: EntryFlag[] = []
    if (problem !== null) flags.push({ flag: 'unreadable', values: { input: entry.ipAddr }, problem })
    if (parsed !== null) {
      const { block } = parsed
      const same = entriesMeaning(index, block).filter((other) => other.position !== item.position)
      const [first] = same
      if (first !== undefined) {
        const entries = same.map((other) => other.entry.ipAddr)
        flags.push({ flag: 'duplicate', values: { entry: first.entry.ipAddr }, entries })
      }
      const cover = covering[item.position]
      if (cover !== undefined) flags.push({ flag: 'covered', values: { entry: cover } })
      const count = countInside(index, block)
      if (count > 0) flags.push({ flag: 'covers', values: { count } })
      if (parsed.hostBits) flags.push({ flag: 'hostBits', values: { meaning: parsed.meaning } })
      const special = specialRange(block)
      if (special !== null) {
        flags.push({ flag: special.kind, values: { block: special.block, source: special.source } })
      }
      const merge = cover === undefined ? mergeOf(index, block) : null
      if (merge !== null) flags.push({ flag: 'mergeable', values: merge })
    }
    if (entry.description.trim() === '') flags.push({ flag: 'noDescription', values: {} })
    return flags
  })
}

// One sweep in address order with the blocks around the current place on a stack; blocks nest or are apart.
function nearestCovers(index: EntryIndex): (string | undefined)[] {
  const covers: (string | undefined)[] = []
  const stack: { block: Ipv4Block; text: string }[] = []
  for (const { entry, parsed, position } of index.sorted) {
    if (parsed === null) continue
    const { block } = parsed
    for (let top = stack.at(-1); top !== undefined && !blockContains(top.block, block); top = stack.at(-1))
      stack.pop()
    const around = stack.findLast((item) => item.block.prefix < block.prefix)
    if (around !== undefined) covers[position] = around.text
    // A duplicate is not a second layer, so the stack holds each block once and is at most 33 deep.
    if (stack.at(-1)?.block.prefix !== block.prefix) stack.push({ block, text: entry.ipAddr })
  }
  return covers
}

// Two neighbours of one size that are the halves of one block say the same as that block.
function mergeOf(index: EntryIndex, block: Ipv4Block): { entry: string; merged: string } | null {
  if (block.prefix === 0) return null
  const size = 2 ** (32 - block.prefix)
  const parent = { base: Math.floor(block.base / (size * 2)) * size * 2, prefix: block.prefix - 1 }
  const siblingBase = parent.base === block.base ? block.base + size : parent.base
  const [sibling] = entriesMeaning(index, { base: siblingBase, prefix: block.prefix })
  return sibling === undefined ? null : { entry: sibling.entry.ipAddr, merged: formatBlock(parent) }
}
