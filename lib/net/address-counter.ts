// How many addresses a changing collection of blocks holds, kept up to date with every block that comes or goes: what a
// plan of a thousand steps admits after each of them, without building a thousand sets.

import { blockRange, type Ipv4Block } from '#lib/net/cidr.ts'
import { neverPublicSet } from '#lib/net/public-addresses.ts'

const neverPublic = neverPublicSet.intervals

/** Addresses of a block from which a client could arrive over the public Internet. */
export function publicSize(block: Ipv4Block): number {
  const { first, last } = blockRange(block)
  let size = last - first + 1
  for (const range of neverPublic) {
    const shared = Math.min(last, range.last) - Math.max(first, range.first) + 1
    if (shared > 0) size -= shared
  }
  return size
}

type Node = {
  /** How often exactly this block is held. */
  held: number
  /** Public addresses of this block that are held, by itself or by what lies below. */
  count: number
  low: Node | null
  high: Node | null
}

/** Counts public addresses on the union of the held blocks. Each block may be held several times. O(32) a change. */
export class AddressCounter {
  readonly #root: Node = newNode()

  get count(): number {
    return this.#root.count
  }

  add(block: Ipv4Block): void {
    this.#change(block, 1)
  }

  /** Gives back a block that is held; one that is not is passed over. */
  delete(block: Ipv4Block): void {
    this.#change(block, -1)
  }

  #change(block: Ipv4Block, by: 1 | -1): void {
    const path: Node[] = [this.#root]
    let node = this.#root
    for (let depth = 0; depth < block.prefix; depth++) {
      const isHigh = (block.base >>> (31 - depth)) & 1
      let next = isHigh ? node.high : node.low
      if (next === null) {
        if (by < 0) return
        next = newNode()
        if (isHigh) node.high = next
        else node.low = next
      }
      node = next
      path.push(node)
    }
    if (by < 0 && node.held === 0) return
    node.held += by
    if (node.held > 1 || (by < 0 && node.held > 0)) return
    node.count = node.held > 0 ? publicSize(block) : below(node)
    for (let at = path.length - 2; at >= 0; at--) {
      const around = path[at] as Node
      // A held block counts whole, whatever changes inside it.
      if (around.held > 0) return
      around.count = below(around)
    }
  }
}

function newNode(): Node {
  return { held: 0, count: 0, low: null, high: null }
}

function below(node: Node): number {
  return (node.low?.count ?? 0) + (node.high?.count ?? 0)
}
