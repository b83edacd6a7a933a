// Everything a row of the editor shows, worked out once per draft: meaning, numbers, flags, whose address it is.

import { type Draft, type DraftRow, draftRows } from '#lib/allow-list/draft.ts'
import { type EntryIndex, indexEntries } from '#lib/allow-list/entry-index.ts'
import { type EntryFlag, flagEntries } from '#lib/allow-list/flags.ts'
import { type Mark, type SearchResult, searchEntries } from '#lib/allow-list/search.ts'
import { AddressSet } from '#lib/net/address-set.ts'
import { type Ipv4Block, type ParsedAddress, parseAddress } from '#lib/net/cidr.ts'
import { countPublic } from '#lib/net/public-addresses.ts'

export type EntryView = {
  /** The text in the draft now; what selecting, editing and removing name. */
  readonly text: string
  /** Unlike the text unique even in a list that holds one twice. */
  readonly key: string
  readonly row: DraftRow
  readonly parsed: ParsedAddress | null
  /** Public addresses it admits by itself; null when the text says no address. */
  readonly admits: number | null
  /** None for a removed row: it is no longer among the others. */
  readonly flags: readonly EntryFlag[]
  readonly isYours: 'exactly' | 'within' | null
}

export type ListView = {
  readonly rows: readonly EntryView[]
  /** The list as it would be, in the order of the rows that stay. */
  readonly index: EntryIndex
  /** Texts of rows that could all go at once without refusing anybody. */
  readonly superfluous: readonly string[]
}

/** Reads a draft once. 1,000 entries take a few milliseconds. */
export function viewOfDraft(draft: Draft, myAddress: string | null): ListView {
  const rows = draftRows(draft)
  const kept = rows.filter((row) => row.state !== 'removed')
  const index = indexEntries(kept.map((row) => row.entry))
  const flags = flagEntries(index)
  const mine = blockOfMine(myAddress)
  let position = 0
  const views = rows.map((row, at): EntryView => {
    const isKept = row.state !== 'removed'
    const parsed = isKept ? (index.entries[position]?.parsed ?? null) : parsedOf(row.entry.ipAddr)
    const ownFlags = isKept ? (flags[position] ?? []) : []
    if (isKept) position++
    return {
      text: row.entry.ipAddr,
      key: `${at}:${row.entry.ipAddr}`,
      row,
      parsed,
      admits: parsed === null ? null : countPublic(AddressSet.from([parsed.block])),
      flags: ownFlags,
      isYours: yours(parsed, mine),
    }
  })
  return { rows: views, index, superfluous: superfluousOf(views) }
}

function parsedOf(text: string): ParsedAddress | null {
  const result = parseAddress(text)
  return result.ok ? result.value : null
}

function blockOfMine(address: string | null): Ipv4Block | null {
  return address === null ? null : (parsedOf(address)?.block ?? null)
}

function yours(parsed: ParsedAddress | null, mine: Ipv4Block | null): EntryView['isYours'] {
  if (parsed === null || mine === null) return null
  const { base, prefix } = parsed.block
  if (mine.base < base || mine.base >= base + parsed.size) return null
  return prefix === 32 ? 'exactly' : 'within'
}

// Covered ones, all of several that mean the same but the first, and those from which nobody arrives.
function superfluousOf(views: readonly EntryView[]): string[] {
  const seen = new Set<string>()
  const texts: string[] = []
  for (const { row, parsed, admits, flags, text } of views) {
    if (row.state === 'removed' || parsed === null) continue
    const isRepeated = seen.has(parsed.meaning)
    seen.add(parsed.meaning)
    if (isRepeated || admits === 0 || flags.some(({ flag }) => flag === 'covered')) texts.push(text)
  }
  return texts
}

export type RowMatch = {
  readonly addressMarks: readonly Mark[]
  readonly descriptionMarks: readonly Mark[]
}

export type ListSearch = {
  /** The answer on the list as it would be. */
  readonly result: SearchResult
  /** Rows to show, by key; null shows all. */
  readonly matches: ReadonlyMap<string, RowMatch> | null
}

/** Rows that a search shows. Removed rows are found as well, so that a removal can be looked up and taken back. */
export function searchView(view: ListView, query: string): ListSearch {
  const result = searchEntries(view.index, query)
  if (result.kind === 'everything') return { result, matches: null }
  const kept = view.rows.filter(({ row }) => row.state !== 'removed')
  const removed = view.rows.filter(({ row }) => row.state === 'removed')
  const matches = new Map<string, RowMatch>()
  collect(result, kept, matches)
  if (removed.length > 0) {
    const among = searchEntries(indexEntries(removed.map(({ row }) => row.entry)), query)
    collect(among, removed, matches)
  }
  return { result, matches }
}

function collect(result: SearchResult, rows: readonly EntryView[], matches: Map<string, RowMatch>): void {
  if (result.kind === 'everything') return
  for (const match of result.matches) {
    const key = rows[match.position]?.key
    if (key === undefined) continue
    matches.set(
      key,
      'mark' in match
        ? { addressMarks: [match.mark], descriptionMarks: [] }
        : { addressMarks: match.addressMarks, descriptionMarks: match.marks },
    )
  }
}

/** A text cut at its marks. */
export function piecesOf(
  text: string,
  marks: readonly Mark[],
): { readonly text: string; readonly isMarked: boolean }[] {
  const pieces: { text: string; isMarked: boolean }[] = []
  let at = 0
  for (const { start, end } of marks) {
    if (end <= start) continue
    if (start > at) pieces.push({ text: text.slice(at, start), isMarked: false })
    pieces.push({ text: text.slice(start, end), isMarked: true })
    at = end
  }
  if (at < text.length) pieces.push({ text: text.slice(at), isMarked: false })
  return pieces
}

/** Rows of the list itself: what is added or removed already has one way to go, back. */
export function isSelectable({ row }: EntryView): boolean {
  return row.state === 'same' || row.state === 'edited'
}

/** Texts of the selectable rows from one row to another, both included, whichever stands first. */
export function textsBetween(rows: readonly EntryView[], from: string, to: string): string[] {
  const start = rows.findIndex((row) => row.text === from)
  const end = rows.findIndex((row) => row.text === to)
  if (start === -1 || end === -1) return [to]
  return rows
    .slice(Math.min(start, end), Math.max(start, end) + 1)
    .filter(isSelectable)
    .map(({ text }) => text)
}
