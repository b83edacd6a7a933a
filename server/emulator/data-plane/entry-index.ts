// Whom an allow list admits, answered in a few look-ups however long the list is. An index belongs to one list and grows
// with it: lists only grow at their end, everything else makes a new one (see InstanceRecord.allowList).

import { parseIpv4Block } from '#server/emulator/ipv4.ts'
import type { EntryRecord } from '#server/emulator/state/records.ts'

/** The first `length` entries of a list: what it was at some moment. */
export type EntryList = { readonly array: readonly EntryRecord[]; readonly length: number }

type Index = {
  length: number
  /** First addresses of the listed blocks, by size of block. */
  readonly firstsBySize: Map<number, Set<number>>
}

const indexes = new WeakMap<readonly EntryRecord[], Index>()

/** Does any entry hold the address? Host bits mean the masked block; an unreadable entry holds nothing. */
export function listHolds(list: EntryList, address: number): boolean {
  for (const [size, firsts] of indexOf(list).firstsBySize) {
    if (firsts.has(address - (address % size))) return true
  }
  return false
}

function indexOf({ array, length }: EntryList): Index {
  let index = indexes.get(array)
  if (!index || index.length > length) {
    index = { length: 0, firstsBySize: new Map() }
    indexes.set(array, index)
  }
  for (; index.length < length; index.length += 1) {
    const block = parseIpv4Block(array[index.length]?.ipAddr ?? '')
    if (!block) continue
    const size = block.last - block.first + 1
    const firsts = index.firstsBySize.get(size)
    if (firsts) firsts.add(block.first)
    else index.firstsBySize.set(size, new Set([block.first]))
  }
  return index
}
