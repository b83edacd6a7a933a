// The judgement on an entry somebody is about to add: what is wrong, what would be right, and what it would really do.

import {
  countInside,
  type EntryIndex,
  entriesAround,
  entriesInside,
  entriesMeaning,
  indexEntries,
} from '#lib/allow-list/entry-index.ts'
import {
  type AddressProblem,
  type ParsedAddress,
  parseAddress,
  type SpecialKind,
  specialRange,
} from '#lib/net/cidr.ts'

/** Why an entry cannot be added. The sentence is `address.problem.<reason>` with these values. */
export type EntryProblem =
  | AddressProblem
  /** The list already holds exactly this text. */
  | { readonly reason: 'duplicate'; readonly values: { readonly input: string } }
  /** `192.168.0.1/24`: the block is meant, or the address; never guessed. */
  | {
      readonly reason: 'hostBits'
      readonly values: { readonly input: string; readonly suggestion: string; readonly address: string }
    }

/** What should be known before adding. The sentence is `address.warning.<reason>` with these values. */
export type EntryWarning =
  | {
      readonly reason: 'duplicateMeaning'
      readonly values: { readonly input: string; readonly entry: string }
    }
  | { readonly reason: 'coveredBy'; readonly values: { readonly input: string; readonly entry: string } }
  /** No single entry covers it, but several do together. */
  | { readonly reason: 'coveredTogether'; readonly values: { readonly input: string } }
  | {
      readonly reason: 'covers'
      readonly values: { readonly input: string; readonly count: number; readonly entry: string }
      /** Stored texts of the first entries that would become superfluous, at most ten. */
      readonly entries: readonly string[]
    }
  | {
      readonly reason: SpecialKind
      readonly values: { readonly input: string; readonly block: string; readonly source: string }
    }
  | { readonly reason: 'world'; readonly values: { readonly input: string } }
  | { readonly reason: 'wide'; readonly values: { readonly input: string; readonly addresses: number } }

export type EntryVerdict =
  | { readonly ok: true; readonly parsed: ParsedAddress; readonly warnings: readonly EntryWarning[] }
  | {
      readonly ok: false
      readonly problem: EntryProblem
      /** A text that would be accepted, only where one reading makes sense. */
      readonly suggestion: string | null
      readonly warnings: readonly []
    }

/** Blocks wider than this prefix are warned about with their number of addresses. */
export const wideBelowPrefix = 16

const namedAtMost = 10

/**
 * Judges a new entry against the list it would join. Blanks around the text are not part of it. Give an index
 * (`indexEntries`) when asking more than once: each question then costs microseconds whatever the length of the list.
 */
export function checkNewEntry(input: string, existing: readonly string[] | EntryIndex): EntryVerdict {
  const index = 'byStored' in existing ? existing : indexEntries(existing)
  const text = input.trim()
  const result = parseAddress(text)
  if (!result.ok) return refused(result.problem, result.suggestion ?? null)
  const parsed = result.value
  if (index.byStored.has(text)) return refused({ reason: 'duplicate', values: { input: text } }, null)
  if (parsed.hostBits) {
    const address = text.slice(0, text.indexOf('/'))
    const values = { input: text, suggestion: parsed.meaning, address }
    return refused({ reason: 'hostBits', values }, parsed.meaning)
  }
  return { ok: true, parsed, warnings: warningsFor(parsed, index) }
}

function refused(problem: EntryProblem, suggestion: string | null): EntryVerdict {
  return { ok: false, problem, suggestion, warnings: [] }
}

function warningsFor(parsed: ParsedAddress, index: EntryIndex): EntryWarning[] {
  const { block, stored: input } = parsed
  const warnings: EntryWarning[] = []
  if (block.prefix === 0) warnings.push({ reason: 'world', values: { input } })
  else if (block.prefix < wideBelowPrefix)
    warnings.push({ reason: 'wide', values: { input, addresses: parsed.size } })

  const special = specialRange(block)
  if (special !== null) {
    warnings.push({ reason: special.kind, values: { input, block: special.block, source: special.source } })
  }

  const [same] = entriesMeaning(index, block)
  const [around] = entriesAround(index, block)
  if (same !== undefined)
    warnings.push({ reason: 'duplicateMeaning', values: { input, entry: same.entry.ipAddr } })
  else if (around !== undefined)
    warnings.push({ reason: 'coveredBy', values: { input, entry: around.entry.ipAddr } })
  else if (index.admitted.containsBlock(block))
    warnings.push({ reason: 'coveredTogether', values: { input } })

  const count = countInside(index, block)
  if (count > 0) {
    const entries = entriesInside(index, block)
      .slice(0, namedAtMost)
      .map((item) => item.entry.ipAddr)
    warnings.push({ reason: 'covers', values: { input, count, entry: entries[0] ?? '' }, entries })
  }
  return warnings
}
