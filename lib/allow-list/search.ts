// Search by containment: an address or block finds the entries that admit it, words find descriptions.
// Never by how the text of an address begins: `10.2` is not a prefix of `10.20.0.0/16` in any sense that matters.

import type { Entry } from '#lib/allow-list/entry.ts'
import {
  type EntryIndex,
  entriesAround,
  entriesInside,
  entriesMeaning,
  type IndexedEntry,
} from '#lib/allow-list/entry-index.ts'
import { blockOf, formatBlock, type Ipv4Block, parseAddress } from '#lib/net/cidr.ts'

/** A piece of a text to mark, `end` excluded. */
export type Mark = { readonly start: number; readonly end: number }

export type AddressMatch = {
  readonly entry: Entry
  readonly position: number
  /** `admits`: holds all of what was asked. `inside`: holds a part of the block that was asked. */
  readonly relation: 'admits' | 'inside'
  /** Leading bits that the entry and the query share because both fix them, 0 to 32. */
  readonly matchedBits: number
  /** The octets of the stored text that those bits fix completely. */
  readonly mark: Mark
}

export type WordMatch = {
  readonly entry: Entry
  readonly position: number
  /** In the description. */
  readonly marks: readonly Mark[]
  /** In the stored text; only texts that are not addresses are searched for words. */
  readonly addressMarks: readonly Mark[]
}

export type SearchResult =
  | { readonly kind: 'everything' }
  | {
      readonly kind: 'address'
      readonly block: Ipv4Block
      /** Canonical text of what was asked. */
      readonly meaning: string
      /** Admitting entries first, narrowest first, then those inside; each in address order. */
      readonly matches: readonly AddressMatch[]
      readonly admittedBy: number
      readonly inside: number
      /** Are all, some or none of the asked addresses admitted by the list as a whole? */
      readonly admitted: 'all' | 'some' | 'none'
    }
  | { readonly kind: 'words'; readonly matches: readonly WordMatch[] }

/**
 * Searches a list that was read once. Up to four octets as they are typed (`203.0.113.`) stand for their block; host bits
 * in a query are taken as the block; everything else is words, all of which must occur, in any case.
 */
export function searchEntries(index: EntryIndex, query: string): SearchResult {
  const text = query.trim()
  if (text === '') return { kind: 'everything' }
  const block = blockOfQuery(text)
  return block === null ? searchWords(index, text) : searchBlock(index, block)
}

function blockOfQuery(text: string): Ipv4Block | null {
  const parsed = parseAddress(text)
  if (parsed.ok) return parsed.value.block
  const octets = /^(\d{1,3})\.(?:(\d{1,3})\.?)?(?:(\d{1,3})\.?)?$/.exec(text)?.slice(1).filter(Boolean) ?? []
  if (octets.length === 0) return null
  const whole = parseAddress([...octets, '0', '0', '0'].slice(0, 4).join('.'))
  return whole.ok ? blockOf(whole.value.block.base, octets.length * 8) : null
}

function searchBlock(index: EntryIndex, block: Ipv4Block): SearchResult {
  const admitting = [...entriesMeaning(index, block), ...entriesAround(index, block)]
  const inside = entriesInside(index, block)
  const match = (item: IndexedEntry, relation: AddressMatch['relation']): AddressMatch => {
    const matchedBits = Math.min(block.prefix, item.parsed?.block.prefix ?? 0)
    return {
      entry: item.entry,
      position: item.position,
      relation,
      matchedBits,
      mark: { start: 0, end: lengthOfOctets(item.entry.ipAddr, matchedBits >> 3) },
    }
  }
  const all = index.admitted.containsBlock(block)
  return {
    kind: 'address',
    block,
    meaning: formatBlock(block),
    matches: [
      ...admitting.map((item) => match(item, 'admits')),
      ...inside.map((item) => match(item, 'inside')),
    ],
    admittedBy: admitting.length,
    inside: inside.length,
    admitted: all ? 'all' : index.admitted.touchesBlock(block) ? 'some' : 'none',
  }
}

function lengthOfOctets(text: string, octets: number): number {
  if (octets === 0) return 0
  const address = text.split('/')[0] ?? ''
  return address.split('.').slice(0, octets).join('.').length
}

function searchWords(index: EntryIndex, text: string): SearchResult {
  const words = fold(text).split(/\s+/)
  const matches: WordMatch[] = []
  for (const item of index.entries) {
    const description = fold(item.entry.description)
    const address = item.parsed === null ? fold(item.entry.ipAddr) : ''
    if (!words.every((word) => description.includes(word) || address.includes(word))) continue
    matches.push({
      entry: item.entry,
      position: item.position,
      marks: marksOf(description, words),
      addressMarks: marksOf(address, words),
    })
  }
  return { kind: 'words', matches }
}

// Lower case letter by letter, leaving those that would change length (İ), so that marks fit the original text.
function fold(text: string): string {
  const lower = text.toLowerCase()
  if (lower.length === text.length) return lower
  return Array.from(text, (char) =>
    char.toLowerCase().length === char.length ? char.toLowerCase() : char,
  ).join('')
}

function marksOf(text: string, words: readonly string[]): Mark[] {
  const found: Mark[] = []
  for (const word of words) {
    for (let start = text.indexOf(word); start >= 0; start = text.indexOf(word, start + word.length)) {
      found.push({ start, end: start + word.length })
    }
  }
  found.sort((a, b) => a.start - b.start || b.end - a.end)
  const merged: Mark[] = []
  for (const mark of found) {
    const last = merged.at(-1)
    if (last === undefined || mark.start > last.end) merged.push(mark)
    else if (mark.end > last.end) merged[merged.length - 1] = { start: last.start, end: mark.end }
  }
  return merged
}
