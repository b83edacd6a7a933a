// Search by containment: an address finds every entry that admits it; words find descriptions.

import { type EntryIndex, entriesAround, entriesInside, entriesMeaning } from '#lib/allow-list/entry-index.ts'
import { formatBlock, parseAddress } from '#lib/net/cidr.ts'

export type SearchAnswer =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'address'
      /** What was asked about, in its plainest spelling. */
      readonly asked: string
      readonly isSingle: boolean
      /** whole: everything asked about is admitted; part: some of it; no: nothing. */
      readonly admitted: 'whole' | 'part' | 'no'
      /** Positions of the entries concerned: those around it, then those inside it, in list order. */
      readonly positions: ReadonlySet<number>
      readonly count: number
      readonly total: number
    }
  | {
      readonly kind: 'words'
      readonly words: readonly string[]
      readonly positions: ReadonlySet<number>
      readonly count: number
      readonly total: number
      /** Digits and dots that are not yet an address: the page says what would be one. */
      readonly isUnfinished: boolean
    }

/** Answers a search text. A block with host bits asks about the block it means. */
export function searchEntries(index: EntryIndex, text: string): SearchAnswer {
  const asked = text.trim()
  const total = index.entries.length
  if (asked === '') return { kind: 'none' }
  const parsed = parseAddress(asked)
  if (parsed.ok) {
    const { block } = parsed.value
    const found = [
      ...entriesMeaning(index, block),
      ...entriesAround(index, block),
      ...entriesInside(index, block),
    ]
    return {
      kind: 'address',
      asked: formatBlock(block),
      isSingle: block.prefix === 32,
      admitted: index.admitted.containsBlock(block)
        ? 'whole'
        : index.admitted.touchesBlock(block)
          ? 'part'
          : 'no',
      positions: new Set(found.map((item) => item.position)),
      count: found.length,
      total,
    }
  }
  const words = asked.toLowerCase().split(/\s+/)
  const positions = new Set<number>()
  for (const { entry, position } of index.entries) {
    const haystack = `${entry.ipAddr}\n${entry.description}`.toLowerCase()
    if (words.every((word) => haystack.includes(word))) positions.add(position)
  }
  return {
    kind: 'words',
    words,
    positions,
    count: positions.size,
    total,
    isUnfinished: /^[\d.]+(?:\/\d*)?$/.test(asked),
  }
}

/** How many characters of a stored text its prefix fixes in whole octets: what a match marks. 0 when not even one. */
export function fixedLength(stored: string): number {
  const parsed = parseAddress(stored)
  if (!parsed.ok) return 0
  const slash = stored.indexOf('/')
  const address = slash === -1 ? stored : stored.slice(0, slash)
  const octets = Math.floor(parsed.value.block.prefix / 8)
  if (octets === 4) return address.length
  return address.split('.').slice(0, octets).join('.').length + (octets > 0 ? 1 : 0)
}

/** A text cut into stretches that match one of the words and stretches that do not. */
export function markWords(
  text: string,
  words: readonly string[],
): { readonly text: string; readonly isMatch: boolean }[] {
  const lower = text.toLowerCase()
  // Lower-casing may change the length of a text; then its places mean nothing and nothing is marked.
  if (lower.length !== text.length) return [{ text, isMatch: false }]
  const marked = new Uint8Array(text.length)
  for (const word of words) {
    if (word === '') continue
    for (let at = lower.indexOf(word); at !== -1; at = lower.indexOf(word, at + 1)) {
      marked.fill(1, at, at + word.length)
    }
  }
  const parts: { text: string; isMatch: boolean }[] = []
  for (let at = 0; at < text.length; ) {
    let end = at
    while (end < text.length && marked[end] === marked[at]) end++
    parts.push({ text: text.slice(at, end), isMatch: marked[at] === 1 })
    at = end
  }
  return parts
}
