// Make before break: the order of calls that turns one list into another without refusing, at any moment, anybody whom
// both lists admit, and without admitting anybody whom neither does. The cloud can only add one entry or delete entries by
// text, so a changed description means delete and add, with the addresses covered in between.

import { applyChange, type Entry, type ListChange } from '#lib/allow-list/entry.ts'
import { AddressSet } from '#lib/net/address-set.ts'
import { formatBlock, type Ipv4Block, parseAddress } from '#lib/net/cidr.ts'

export type AddStep = {
  readonly kind: 'add'
  readonly ipAddr: string
  readonly description: string
  /** `cover` is temporary and deleted again at the end; `replacement` puts back a text with its new description. */
  readonly purpose: 'new' | 'cover' | 'replacement'
}

export type DeleteStep = {
  readonly kind: 'delete'
  readonly ipAddrs: readonly string[]
  readonly purpose: 'removed' | 'cover' | 'replacement'
}

export type Step = AddStep | DeleteStep

/** An entry that cannot be covered while it is replaced: between its delete and its add nothing stands in for it. */
export type Gap = { readonly ipAddr: string; readonly reason: 'unreadable' }

export type StepPlan = { readonly steps: readonly Step[]; readonly gaps: readonly Gap[] }

/** The size of one delete call is not documented, so it is kept modest. */
export const deleteBatchSize = 100

/**
 * The calls, in order. `coverDescription` marks temporary entries, so that one left behind by a crash is recognised.
 * Deletes of one batch may take effect in any order. Texts named by the change but not in the base are passed over.
 */
export function orderSteps(base: readonly Entry[], change: ListChange, coverDescription = ''): StepPlan {
  const was = new Map(base.map((entry) => [entry.ipAddr, entry.description]))
  const willBe = new Map(applyChange(base, change).map((entry) => [entry.ipAddr, entry.description]))
  const removed = [...was.keys()].filter((ipAddr) => !willBe.has(ipAddr))
  const fresh: Entry[] = []
  const changed: Entry[] = []
  for (const [ipAddr, description] of willBe) {
    if (!was.has(ipAddr)) fresh.push({ ipAddr, description })
    else if (was.get(ipAddr) !== description) changed.push({ ipAddr, description })
  }

  const steps: Step[] = fresh.map((entry) => ({ kind: 'add', ...entry, purpose: 'new' }))
  const gaps: Gap[] = []
  const covers: string[] = []
  const present = new Set([...was.keys(), ...fresh.map((entry) => entry.ipAddr)])
  // Everything that is there while descriptions change; a cover joins, and nothing leaves before the end.
  const counts = new BlockCounts(present)
  for (const { entry, block } of widestFirst(changed)) {
    if (block === null) {
      gaps.push({ ipAddr: entry.ipAddr, reason: 'unreadable' })
    } else if (!counts.coversWithout(block)) {
      for (const ipAddr of coverTexts(entry.ipAddr, block, present)) {
        steps.push({ kind: 'add', ipAddr, description: coverDescription, purpose: 'cover' })
        present.add(ipAddr)
        counts.add(ipAddr)
        covers.push(ipAddr)
      }
    }
    steps.push({ kind: 'delete', ipAddrs: [entry.ipAddr], purpose: 'replacement' })
    steps.push({ kind: 'add', ...entry, purpose: 'replacement' })
  }
  steps.push(...deleteSteps(covers, 'cover'), ...deleteSteps(removed, 'removed'))
  return { steps, gaps }
}

/** What is admitted after each step, the last one included; unreadable texts admit nobody here. For checks and display. */
export function admittedAfterSteps(base: readonly Entry[], steps: readonly Step[]): AddressSet[] {
  const texts = new Set(base.map((entry) => entry.ipAddr))
  return steps.map((step) => {
    if (step.kind === 'add') texts.add(step.ipAddr)
    else for (const ipAddr of step.ipAddrs) texts.delete(ipAddr)
    return AddressSet.from([...texts].map(blockOfText).filter((block) => block !== null))
  })
}

function deleteSteps(ipAddrs: readonly string[], purpose: DeleteStep['purpose']): DeleteStep[] {
  const steps: DeleteStep[] = []
  for (let at = 0; at < ipAddrs.length; at += deleteBatchSize) {
    steps.push({ kind: 'delete', ipAddrs: ipAddrs.slice(at, at + deleteBatchSize), purpose })
  }
  return steps
}

// Wider first: the cover of a wide block also covers the narrower ones inside it.
function widestFirst(entries: readonly Entry[]): { entry: Entry; block: Ipv4Block | null }[] {
  return entries
    .map((entry) => ({ entry, block: blockOfText(entry.ipAddr) }))
    .sort((a, b) => (a.block?.prefix ?? 33) - (b.block?.prefix ?? 33))
}

// Another spelling of the same block where there is one that a strict server takes too, otherwise its two halves. A text
// that is already in the list needs no adding.
function coverTexts(ipAddr: string, block: Ipv4Block, present: ReadonlySet<string>): string[] {
  const canonical = formatBlock(block)
  if (ipAddr !== canonical && !present.has(canonical)) return [canonical]
  if (block.prefix === 32) return [`${canonical}/32`].filter((text) => !present.has(text))
  const prefix = block.prefix + 1
  const halves = [block.base, block.base + 2 ** (32 - prefix)].map((base) => formatBlock({ base, prefix }))
  return halves.filter((text) => !present.has(text))
}

function blockOfText(text: string): Ipv4Block | null {
  const parsed = parseAddress(text)
  return parsed.ok ? parsed.value.block : null
}

// How often each block is listed, to answer "covered by the others?" without building a set for every question.
class BlockCounts {
  readonly #counts = new Map<number, number>()
  readonly #bases: Set<number>[] = Array.from({ length: 33 }, () => new Set())

  constructor(texts: Iterable<string>) {
    for (const text of texts) this.add(text)
  }

  add(text: string): void {
    const block = blockOfText(text)
    if (block === null) return
    const key = block.base * 64 + block.prefix
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
    // Every ancestor remembers that something narrower is below it, so the search below stays on listed ground.
    for (let prefix = block.prefix - 1; prefix >= 0; prefix--) {
      const size = 2 ** (32 - prefix)
      const bases = this.#bases[prefix] as Set<number>
      const base = Math.floor(block.base / size) * size
      if (bases.has(base)) break
      bases.add(base)
    }
  }

  /** Do the other listed blocks, taken together, hold every address of one listed block? */
  coversWithout(block: Ipv4Block): boolean {
    if ((this.#counts.get(block.base * 64 + block.prefix) ?? 0) > 1) return true
    for (let prefix = block.prefix - 1; prefix >= 0; prefix--) {
      const size = 2 ** (32 - prefix)
      if (this.#counts.has(Math.floor(block.base / size) * size * 64 + prefix)) return true
    }
    return this.#isFilledBelow(block)
  }

  #isFilledBelow({ base, prefix }: Ipv4Block): boolean {
    if (prefix === 32 || !(this.#bases[prefix] as Set<number>).has(base)) return false
    const half = prefix + 1
    return (
      this.#isFilled({ base, prefix: half }) &&
      this.#isFilled({ base: base + 2 ** (32 - half), prefix: half })
    )
  }

  #isFilled(block: Ipv4Block): boolean {
    return this.#counts.has(block.base * 64 + block.prefix) || this.#isFilledBelow(block)
  }
}
