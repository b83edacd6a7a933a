// Who a client pretends to be. On one machine every client comes from 127.0.0.0/8, which no real allow list names; this
// table says which address such a client stands for. An address it does not name stands for itself.

import { parseIpv4, parseIpv4Block } from '#server/emulator/ipv4.ts'

/** `127.0.0.5` → `203.0.113.9`, or blocks of one size: `127.1.0.0/24` → `203.0.113.0/24`, each to its counterpart. */
export type SourceTable = Readonly<Record<string, string>>

export type SourceMap = {
  list(): SourceTable
  /** Adds to the table; null takes a row out. Throws an Error with a sentence, and changes nothing, on a wrong row. */
  change(rows: Readonly<Record<string, string | null>>): void
  clear(): void
  /** The address the client stands for, as an unsigned number. The narrowest row decides. */
  seenAs(address: number): number
}

type Row = { readonly text: string; readonly to: string; readonly toFirst: number }

export function createSourceMap(initial: SourceTable = {}): SourceMap {
  // By size of the block, then by its first address.
  const rows = new Map<number, Map<number, Row>>()
  let sizes: number[] = []
  const change: SourceMap['change'] = (wanted) => {
    const parsed = Object.entries(wanted).map(([from, to]) => parseRow(from, to))
    for (const { first, size, row } of parsed) {
      const ofSize = rows.get(size) ?? new Map<number, Row>()
      rows.set(size, ofSize)
      if (row === null) ofSize.delete(first)
      else ofSize.set(first, row)
      if (ofSize.size === 0) rows.delete(size)
    }
    sizes = [...rows.keys()].sort((a, b) => a - b)
  }
  change(initial)
  return {
    list: () =>
      Object.fromEntries([...rows.values()].flatMap((each) => [...each.values()].map((r) => [r.text, r.to]))),
    change,
    clear() {
      rows.clear()
      sizes = []
    },
    seenAs(address) {
      for (const size of sizes) {
        const offset = address % size
        const row = rows.get(size)?.get(address - offset)
        if (row) return row.toFirst + offset
      }
      return address
    },
  }
}

/** Checks rows that came as JSON. Throws an Error with a sentence naming the wrong one. */
export function parseSourceRows(
  input: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string | null>> {
  for (const [from, to] of Object.entries(input)) {
    if (to !== null && typeof to !== 'string')
      throw new Error(`The source "${from}" must stand for an address or a block as text, or null.`)
  }
  return input as Readonly<Record<string, string | null>>
}

function parseRow(from: string, to: string | null): { first: number; size: number; row: Row | null } {
  const left = parseIpv4Block(from)
  if (!left || left.hasHostBits) throw new Error(`"${from}" is not an IPv4 address or block.`)
  const size = left.last - left.first + 1
  if (to === null) return { first: left.first, size, row: null }
  const right = parseIpv4Block(to)
  if (!right || right.hasHostBits) throw new Error(`"${to}" is not an IPv4 address or block.`)
  if (right.last - right.first + 1 !== size) throw new Error(`${from} and ${to} are not of one size.`)
  return { first: left.first, size, row: { text: from, to, toFirst: right.first } }
}

/** The IPv4 address of a socket as an unsigned number; null for IPv6. */
export function addressOfSocket(remoteAddress: string | undefined): number | null {
  return parseIpv4((remoteAddress ?? '').replace(/^::ffff:/i, ''))
}
