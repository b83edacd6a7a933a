// Exact set algebra over IPv4. A set is a sorted list of disjoint, non-adjacent intervals, so equal sets have equal
// representations and every question is answered on the union, never entry by entry.

import { type AddressRange, blockRange, formatBlock, type Ipv4Block, lastAddress } from '#lib/net/cidr.ts'

/** An immutable set of IPv4 addresses. */
export class AddressSet {
  static readonly empty: AddressSet = new AddressSet(new Uint32Array(0), new Uint32Array(0))
  static readonly everything: AddressSet = new AddressSet(Uint32Array.of(0), Uint32Array.of(lastAddress))

  readonly #firsts: Uint32Array
  readonly #lasts: Uint32Array

  private constructor(firsts: Uint32Array, lasts: Uint32Array) {
    this.#firsts = firsts
    this.#lasts = lasts
  }

  /** The union of blocks, in any order, overlapping or not. */
  static from(blocks: Iterable<Ipv4Block>): AddressSet {
    const list = Array.isArray(blocks) ? (blocks as readonly Ipv4Block[]) : [...blocks]
    // First and length packed in one double: base needs 32 bits, prefix 6, so a numeric typed-array sort orders both.
    const keys = new Float64Array(list.length)
    let at = 0
    for (const block of list) keys[at++] = block.base * 64 + block.prefix
    keys.sort()
    const firsts = new Uint32Array(keys.length)
    const lasts = new Uint32Array(keys.length)
    let count = 0
    let last = -2
    for (const key of keys) {
      const base = Math.floor(key / 64)
      const end = base + 2 ** (32 - (key - base * 64)) - 1
      if (end <= last) continue
      if (base > last + 1) {
        firsts[count] = base
        count++
      }
      lasts[count - 1] = end
      last = end
    }
    return AddressSet.#trimmed(firsts, lasts, count)
  }

  /** The union of ranges, both ends included. Ranges with `last` before `first` are ignored. */
  static fromRanges(ranges: Iterable<AddressRange>): AddressSet {
    const sorted = [...ranges].filter((range) => range.first <= range.last).sort((a, b) => a.first - b.first)
    const firsts = new Uint32Array(sorted.length)
    const lasts = new Uint32Array(sorted.length)
    let count = 0
    let last = -2
    for (const range of sorted) {
      if (range.last <= last) continue
      if (range.first > last + 1) {
        firsts[count] = range.first
        count++
      }
      lasts[count - 1] = range.last
      last = range.last
    }
    return AddressSet.#trimmed(firsts, lasts, count)
  }

  static #trimmed(firsts: Uint32Array, lasts: Uint32Array, count: number): AddressSet {
    if (count === 0) return AddressSet.empty
    return new AddressSet(firsts.slice(0, count), lasts.slice(0, count))
  }

  /** How many addresses, 0 to 4294967296. */
  get count(): number {
    let total = 0
    for (let at = 0; at < this.#firsts.length; at++) total += this.#last(at) - this.#first(at) + 1
    return total
  }

  get isEmpty(): boolean {
    return this.#firsts.length === 0
  }

  /** Disjoint, sorted, non-adjacent ranges. */
  get intervals(): readonly AddressRange[] {
    return Array.from(this.#firsts, (first, at) => ({
      first,
      last: this.#last(at),
    }))
  }

  contains(address: number): boolean {
    return this.containsRange({ first: address, last: address })
  }

  containsBlock(block: Ipv4Block): boolean {
    return this.containsRange(blockRange(block))
  }

  containsRange({ first, last }: AddressRange): boolean {
    const at = this.#indexAtOrBefore(first)
    return at >= 0 && this.#last(at) >= last
  }

  /** Does any address of the block belong to the set? */
  touchesBlock(block: Ipv4Block): boolean {
    const { first, last } = blockRange(block)
    const at = this.#indexAtOrBefore(last)
    return at >= 0 && this.#last(at) >= first
  }

  /** How many addresses both hold; fast when either set has few intervals. */
  countShared(other: AddressSet): number {
    const [few, many] = this.#firsts.length <= other.#firsts.length ? [this, other] : [other, this]
    let total = 0
    for (let at = 0; at < few.#firsts.length; at++) {
      const first = few.#first(at)
      const last = few.#last(at)
      for (let inMany = Math.max(0, many.#indexAtOrBefore(first)); inMany < many.#firsts.length; inMany++) {
        if (many.#first(inMany) > last) break
        total += Math.max(0, Math.min(last, many.#last(inMany)) - Math.max(first, many.#first(inMany)) + 1)
      }
    }
    return total
  }

  union(other: AddressSet): AddressSet {
    if (this.isEmpty) return other
    if (other.isEmpty) return this
    return this.#combine(other, (inThis, inOther) => inThis || inOther)
  }

  intersect(other: AddressSet): AddressSet {
    if (this.isEmpty || other.isEmpty) return AddressSet.empty
    return this.#combine(other, (inThis, inOther) => inThis && inOther)
  }

  subtract(other: AddressSet): AddressSet {
    if (this.isEmpty || other.isEmpty) return this
    return this.#combine(other, (inThis, inOther) => inThis && !inOther)
  }

  equals(other: AddressSet): boolean {
    if (this.#firsts.length !== other.#firsts.length) return false
    for (let at = 0; at < this.#firsts.length; at++) {
      if (this.#first(at) !== other.#first(at) || this.#last(at) !== other.#last(at)) return false
    }
    return true
  }

  /** Is every address of this set also in the other? */
  isSubsetOf(other: AddressSet): boolean {
    return this.subtract(other).isEmpty
  }

  /** The fewest blocks that make exactly this set, in order. */
  toBlocks(): Ipv4Block[] {
    const blocks: Ipv4Block[] = []
    for (let at = 0; at < this.#firsts.length; at++) {
      const last = this.#last(at)
      for (let first = this.#first(at); first <= last; ) {
        const alignment = first === 0 ? 32 : 31 - Math.clz32(first & -first)
        const room = Math.floor(Math.log2(last - first + 1))
        const bits = Math.min(alignment, room)
        blocks.push({ base: first, prefix: 32 - bits })
        first += 2 ** bits
      }
    }
    return blocks
  }

  /** The fewest CIDR texts that make exactly this set, in order; single addresses are bare. */
  toCidrs(): string[] {
    return this.toBlocks().map(formatBlock)
  }

  // Every index below is bounded by the length of #firsts, which #lasts shares.
  #first(at: number): number {
    return this.#firsts[at] as number
  }

  #last(at: number): number {
    return this.#lasts[at] as number
  }

  #indexAtOrBefore(address: number): number {
    let low = 0
    let high = this.#firsts.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#first(middle) <= address) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  // Sweeps both lists at once; membership only changes at the start of an interval or just after its end.
  #combine(other: AddressSet, keep: (inThis: boolean, inOther: boolean) => boolean): AddressSet {
    const mine = this.#firsts.length
    const theirs = other.#firsts.length
    const firsts = new Uint32Array(mine + theirs + 1)
    const lasts = new Uint32Array(mine + theirs + 1)
    let count = 0
    let a = 0
    let b = 0
    let inA = false
    let inB = false
    let open = false
    const end = lastAddress + 1
    while (a < mine || b < theirs) {
      const nextA = a < mine ? (inA ? this.#last(a) + 1 : this.#first(a)) : end + 1
      const nextB = b < theirs ? (inB ? other.#last(b) + 1 : other.#first(b)) : end + 1
      const at = Math.min(nextA, nextB)
      if (nextA === at) {
        if (inA) a++
        inA = !inA
      }
      if (nextB === at) {
        if (inB) b++
        inB = !inB
      }
      const inside = keep(inA, inB)
      if (inside && !open) firsts[count] = at
      if (!inside && open) lasts[count++] = at - 1
      open = inside
    }
    return AddressSet.#trimmed(firsts, lasts, count)
  }
}
