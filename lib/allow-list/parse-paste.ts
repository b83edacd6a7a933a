// Whatever somebody pastes, line by line: lists, CSV, ranges, JSON, comments, sentences with addresses in them.

import { checkNewEntry, type EntryVerdict } from '#lib/allow-list/check-entry.ts'
import type { Entry } from '#lib/allow-list/entry.ts'
import type { EntryIndex } from '#lib/allow-list/entry-index.ts'
import { AddressSet } from '#lib/net/address-set.ts'
import { type AddressProblem, formatAddress, parseAddress } from '#lib/net/cidr.ts'

/** Why something pasted yields no entry. The sentence is `address.paste.<reason>` with `values`. */
export type PasteProblem =
  | { readonly reason: 'noAddress'; readonly values: { readonly input: string } }
  | {
      readonly reason: 'rangeReversed'
      readonly values: { readonly input: string; readonly suggestion: string }
    }
  | {
      readonly reason: 'rangeTooScattered'
      readonly values: { readonly input: string; readonly blocks: number }
    }
  | { readonly reason: 'jsonShape'; readonly values: { readonly input: string } }
  | { readonly reason: 'repeated'; readonly values: { readonly input: string; readonly line: number } }

export type PastedItem =
  | {
      readonly kind: 'entry'
      readonly entry: Entry
      /** Where the text of the address came from; a range becomes several entries. */
      readonly from: 'address' | 'range'
    }
  | { readonly kind: 'addressProblem'; readonly problem: AddressProblem; readonly suggestion: string | null }
  | { readonly kind: 'problem'; readonly problem: PasteProblem }

export type PastedLine = {
  /** From 1; in JSON the number of the element. */
  readonly line: number
  readonly text: string
  /** Nothing to read: an empty line, a comment, or the head of a table. */
  readonly ignored: 'blank' | 'comment' | 'header' | null
  readonly items: readonly PastedItem[]
}

export type JudgedItem =
  | { readonly kind: 'entry'; readonly entry: Entry; readonly verdict: EntryVerdict }
  | Exclude<PastedItem, { kind: 'entry' }>

export type JudgedLine = Omit<PastedLine, 'items'> & { readonly items: readonly JudgedItem[] }

export type JudgedPaste = {
  readonly lines: readonly JudgedLine[]
  /** What can be added, in order, each text once. */
  readonly entries: readonly Entry[]
  readonly refusedItems: number
}

/** A range that needs more blocks than this is refused: it is hardly what was meant, and each block is one call. */
export const maxBlocksOfRange = 32

/** Reads a pasted text. Never throws; every line gets an answer. */
export function parsePaste(text: string): PastedLine[] {
  return parseJson(text) ?? text.split(/\r\n|\r|\n|\u2028|\u2029/).map(parseLine)
}

/** Reads a pasted text and judges it against the list it would join. 10,000 lines take well under a second. */
export function judgePaste(text: string, index: EntryIndex): JudgedPaste {
  const entries: Entry[] = []
  const lineOf = new Map<string, number>()
  let refusedItems = 0
  const lines = parsePaste(text).map((line): JudgedLine => {
    const items = line.items.map((item): JudgedItem => {
      if (item.kind !== 'entry') {
        refusedItems++
        return item
      }
      const { entry } = item
      const verdict = checkNewEntry(entry.ipAddr, index)
      if (!verdict.ok) {
        refusedItems++
        return { kind: 'entry', entry, verdict }
      }
      const earlier = lineOf.get(verdict.parsed.meaning)
      if (earlier !== undefined) {
        refusedItems++
        const values = { input: entry.ipAddr, line: earlier }
        return { kind: 'problem', problem: { reason: 'repeated', values } }
      }
      lineOf.set(verdict.parsed.meaning, line.line)
      entries.push(entry)
      return { kind: 'entry', entry, verdict }
    })
    return { ...line, items }
  })
  return { lines, entries, refusedItems }
}

// A token that means to be an address: digits and dots, possibly with a prefix, a mask, or the usual mistakes.
const octetLike = '(?:\\d+|\\*)'
const tokenSource = `${octetLike}(?:\\.${octetLike}){3,}(?:\\/\\d+(?:\\.\\d+)*)?`
const tokenPattern = new RegExp(`(?<![\\w.:/])${tokenSource}(?![\\w/])(?!\\.\\d)`, 'g')
// The short form `10.0.0.1-20` only without blanks: `10.0.0.1 - 20 machines` is a note, not a range.
const rangePattern =
  /^(\d+\.\d+\.\d+\.\d+)(?:\s*(?:-|–|—|~|～|\bto\b|到|至)\s*(\d+\.\d+\.\d+\.\d+)|[-–—~～](\d+))(?=$|[\s,;|，；、#])/i
const separators = /[,;|\t，；、]/
const headerWords =
  /^(?:ip|ipaddr|ip_addr|ip address|address|addresses|cidr|source|block|地址|ip ?地址|网段)$/i

function parseLine(raw: string, at: number): PastedLine {
  const line = at + 1
  // A byte-order mark and list bullets are how a text was kept, not what it says.
  const text = raw
    .replace(/^\uFEFF/, '')
    .replace(/^\s*(?:[-*•·]\s+|\d+[.)]\s+)/, '')
    .trim()
  if (text === '') return { line, text: raw, ignored: 'blank', items: [] }
  if (/^(?:#|\/\/|;|--)/.test(text)) return { line, text: raw, ignored: 'comment', items: [] }
  const isHeader = headerWords.test(unquote(text.split(separators)[0] ?? ''))
  if (isHeader) return { line, text: raw, ignored: 'header', items: [] }
  return { line, text: raw, ignored: null, items: itemsOf(text) }
}

function itemsOf(text: string): PastedItem[] {
  const range = rangePattern.exec(text)
  if (range !== null) {
    const [whole, first = '', last, lastOctet = ''] = range
    return itemsOfRange(whole, first, last ?? lastOctet, descriptionOf(text.slice(whole.length)))
  }

  const cells = splitCells(text)
  const [head = ''] = cells
  // Every cell an address: a row of addresses. The first cell an address: a table with a description beside it.
  if (cells.length > 1 && cells.every((cell) => parseAddress(cell).ok)) {
    return cells.map((cell) => itemOf(cell, ''))
  }
  if (cells.length > 1 && looksLikeAddress(head))
    return [itemOf(head, descriptionOf(cells.slice(1).join(', ')))]
  const found = [...text.matchAll(tokenPattern)]
  const word = unquote(cells.length > 1 ? text : head)
  if (!/\s/.test(word) && (found.length === 0 || isTelling(word))) return [itemOfToken(word)]

  const [only] = found
  if (only === undefined) return itemsWithoutToken(text)
  if (found.length > 1) return found.map(([token]) => itemOf(token, ''))
  const before = text.slice(0, only.index).trim()
  const after = text.slice(only.index + only[0].length).trim()
  // A note stands before or after the address; words on both sides are a sentence, not a description.
  const description = before === '' ? after : after === '' || /^[.。!！]$/.test(after) ? before : ''
  return [itemOf(only[0], descriptionOf(description))]
}

// One word: is what is wrong with all of it more to the point than the addresses that can be picked out of it?
function isTelling(word: string): boolean {
  const result = parseAddress(word)
  return result.ok || result.problem.reason !== 'notAddress'
}

// No dotted quad among the words. The first word may still be an attempt at an address worth explaining.
function itemsWithoutToken(text: string): PastedItem[] {
  const [word = ''] = text.split(/\s+/)
  const isAttempt = /^[\d./]+$/.test(word) && /[./]/.test(word)
  const hasIpv6 = /^[0-9a-f:]*::?[0-9a-f:]*[0-9a-f](?:\/\d+)?$/i.test(word) && word.split(':').length > 2
  return isAttempt || hasIpv6 ? [itemOfToken(word)] : [noAddress(text)]
}

function itemOfToken(token: string): PastedItem {
  const result = parseAddress(token)
  if (result.ok) return entryItem(token, '')
  const isWord = result.problem.reason === 'hostname' || result.problem.reason === 'notAddress'
  if (isWord && !/[\d.]/.test(token)) return noAddress(token)
  return { kind: 'addressProblem', problem: result.problem, suggestion: result.suggestion ?? null }
}

function itemOf(cell: string, description: string): PastedItem {
  const text = unquote(cell)
  const result = parseAddress(text)
  if (result.ok) return entryItem(text, description)
  return { kind: 'addressProblem', problem: result.problem, suggestion: result.suggestion ?? null }
}

function entryItem(ipAddr: string, description: string): PastedItem {
  return { kind: 'entry', entry: { ipAddr, description }, from: 'address' }
}

function noAddress(input: string): PastedItem {
  return { kind: 'problem', problem: { reason: 'noAddress', values: { input: shortened(input) } } }
}

function itemsOfRange(text: string, firstText: string, lastText: string, description: string): PastedItem[] {
  const wholeLast = lastText.includes('.') ? lastText : firstText.replace(/\d+$/, lastText)
  const first = parseAddress(firstText)
  const last = parseAddress(wholeLast)
  if (!first.ok) return [itemOf(firstText, '')]
  if (!last.ok) return [itemOf(wholeLast, '')]
  const range = { first: first.value.block.base, last: last.value.block.base }
  if (range.last < range.first) {
    const suggestion = `${formatAddress(range.last)}-${formatAddress(range.first)}`
    return [{ kind: 'problem', problem: { reason: 'rangeReversed', values: { input: text, suggestion } } }]
  }
  const cidrs = AddressSet.fromRanges([range]).toCidrs()
  if (cidrs.length > maxBlocksOfRange) {
    const values = { input: text, blocks: cidrs.length }
    return [{ kind: 'problem', problem: { reason: 'rangeTooScattered', values } }]
  }
  return cidrs.map((ipAddr) => ({ kind: 'entry', entry: { ipAddr, description }, from: 'range' }))
}

function looksLikeAddress(cell: string): boolean {
  const text = unquote(cell)
  const result = parseAddress(text)
  return (
    result.ok ||
    /^[\d.*/:]+$/.test(text) ||
    ['octal', 'leadingZero', 'octetRange'].includes(result.problem.reason)
  )
}

// Cells of a row: separators outside double quotes, doubled quotes inside them (RFC 4180).
function splitCells(text: string): string[] {
  const cells: string[] = []
  let cell = ''
  let isQuoted = false
  for (const char of text) {
    if (char === '"') isQuoted = !isQuoted
    if (!isQuoted && separators.test(char)) {
      cells.push(cell.trim())
      cell = ''
    } else {
      cell += char
    }
  }
  cells.push(cell.trim())
  return cells.filter((value, at) => value !== '' || at === 0)
}

function unquote(text: string): string {
  const trimmed = text.trim()
  const quoted = /^(["'`])([\s\S]*)\1$/.exec(trimmed)
  return quoted === null ? trimmed : (quoted[2] ?? '').replaceAll('""', '"').trim()
}

function descriptionOf(text: string): string {
  return unquote(text.replace(/^[\s,;|:，；、：#=-]+/, '').replace(/[\s,;|:，；、：=-]+$/, ''))
}

function shortened(text: string): string {
  const chars = [...text]
  return chars.length > 60 ? `${chars.slice(0, 60).join('')}…` : text
}

const addressKeys = ['ipAddr', 'ip', 'cidr', 'address', 'ipAddress', 'block', 'source']
const descriptionKeys = ['description', 'desc', 'comment', 'note', 'name', 'remark']
const listKeys = ['entries', 'whitelist', 'allowList', 'items', 'ips', 'addresses']

// The whole text as JSON: an array, or an object that holds one. Null when it is not JSON; then lines are tried.
function parseJson(text: string): PastedLine[] | null {
  const trimmed = text.replace(/^\uFEFF/, '').trim()
  if (!/^[[{]/.test(trimmed)) return null
  let value: unknown
  try {
    value = JSON.parse(trimmed)
  } catch {
    return null
  }
  const list = listOf(value)
  if (list === null) {
    const items: PastedItem[] = [
      { kind: 'problem', problem: { reason: 'jsonShape', values: { input: shortened(trimmed) } } },
    ]
    return [{ line: 1, text: trimmed, ignored: null, items }]
  }
  return list.map((element, at) => {
    const shown = typeof element === 'string' ? element : (JSON.stringify(element) ?? '')
    return { line: at + 1, text: shown, ignored: null, items: itemsOfElement(element, shown) }
  })
}

function listOf(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value
  if (!isRecord(value)) return null
  if (stringAt(value, addressKeys) !== null) return [value]
  for (const key of listKeys) if (Array.isArray(value[key])) return value[key]
  return null
}

function itemsOfElement(element: unknown, shown: string): PastedItem[] {
  if (typeof element === 'string') return itemsOf(element.trim())
  const address = isRecord(element) ? stringAt(element, addressKeys) : null
  if (!isRecord(element) || address === null) {
    return [{ kind: 'problem', problem: { reason: 'jsonShape', values: { input: shortened(shown) } } }]
  }
  return [itemOf(address, (stringAt(element, descriptionKeys) ?? '').trim())]
}

function stringAt(record: Record<string, unknown>, keys: readonly string[]): string | null {
  for (const key of keys) {
    const value = record[key]
    if (typeof value === 'string') return value
  }
  return null
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
