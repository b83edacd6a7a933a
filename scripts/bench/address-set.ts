// 100,000 random blocks to the fewest blocks that say the same: ours beside two libraries, same input, same run. Ours is
// fed texts as well, so that parsing and printing count for everybody. Fails when ours takes 100 ms or differs.

import { mergeCidr } from 'cidr-tools'
import { merge } from 'fast-cidr-tools'
import { AddressSet } from '#lib/net/address-set.ts'
import { blockOf, formatAddress, formatBlock, type Ipv4Block, parseAddress } from '#lib/net/cidr.ts'

const blockCount = 100_000
const maxMs = 100

// A small generator, so that every run measures the same blocks.
let seed = 1
function random(): number {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
  return seed
}
const blocks = Array.from({ length: blockCount }, () => blockOf(random(), 12 + ((random() >>> 8) % 21)))
const texts = blocks.map(({ base, prefix }) => `${formatAddress(base)}/${prefix}`)

function ours(): string[] {
  const parsed: Ipv4Block[] = []
  for (const text of texts) {
    const result = parseAddress(text)
    if (result.ok) parsed.push(result.value.block)
  }
  return AddressSet.from(parsed).toCidrs()
}

/** The quickest of several rounds, in ms: what is slower was disturbed. */
function measure<T>(rounds: number, work: () => T): { readonly ms: number; readonly result: T } {
  let ms = Number.POSITIVE_INFINITY
  let result = work()
  for (let round = 0; round < rounds; round++) {
    const startMs = performance.now()
    result = work()
    ms = Math.min(ms, performance.now() - startMs)
  }
  return { ms, result }
}

const union = measure(20, () => AddressSet.from(blocks).toBlocks())
const text = measure(10, ours)
const others = [
  ['cidr-tools', measure(2, () => mergeCidr(texts))],
  ['fast-cidr-tools', measure(2, () => merge(texts, true))],
] as const

const line = (name: string, ms: number, ratio: string) =>
  console.log(name.padEnd(34), `${ms.toFixed(1)} ms`.padStart(12), ratio.padStart(10))
console.log(`${blockCount} random blocks → ${union.result.length} blocks`)
line('blocks to blocks', union.ms, '')
line('texts to texts', text.ms, '1.0 x')
const canonical = (list: readonly string[]) =>
  list
    .map((each) => {
      const parsed = parseAddress(each)
      return parsed.ok ? formatBlock(parsed.value.block) : each
    })
    .sort()
    .join(' ')
const wanted = canonical(text.result)
for (const [name, { ms, result }] of others) {
  line(name, ms, `${(ms / text.ms).toFixed(1)} x`)
  if (canonical(result) !== wanted) {
    console.error(`${name} says ${result.length} blocks, we say ${text.result.length}.`)
    process.exitCode = 1
  }
}
if (union.ms >= maxMs) {
  console.error(`The union takes ${maxMs} ms or more.`)
  process.exitCode = 1
}
