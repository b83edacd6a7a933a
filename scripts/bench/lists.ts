// How the pure work on allow lists grows: each operation on 1,000 and on 10,000 entries in the same run. A ratio near 10
// is linear, near 100 quadratic.

import { checkNewEntry } from '#lib/allow-list/check-entry.ts'
import { effectOf } from '#lib/allow-list/effect.ts'
import { indexEntries } from '#lib/allow-list/entry-index.ts'
import { flagEntries } from '#lib/allow-list/flags.ts'
import { orderSteps } from '#lib/allow-list/order-steps.ts'
import { judgePaste } from '#lib/allow-list/parse-paste.ts'
import { allowListVersion } from '#lib/allow-list/version.ts'
import { AddressSet } from '#lib/net/address-set.ts'
import { parseAddress } from '#lib/net/cidr.ts'

const sizes = [1_000, 10_000] as const
const rounds = 7

type Work = () => unknown

function listOf(size: number) {
  return Array.from({ length: size }, (_, at) => ({
    ipAddr: `11.${at >> 8}.${at & 255}.${at % 7 === 0 ? '0/24' : '4'}`,
    description: `host ${at}`,
  }))
}

const operations: Readonly<Record<string, (size: number) => Work>> = {
  'union of the blocks': (size) => {
    const blocks = listOf(size).flatMap(({ ipAddr }) => {
      const parsed = parseAddress(ipAddr)
      return parsed.ok ? [parsed.value.block] : []
    })
    return () => AddressSet.from(blocks).count
  },
  'version of the list': (size) => {
    const list = listOf(size)
    return () => allowListVersion(list)
  },
  'flags of every entry': (size) => {
    const list = listOf(size)
    return () => flagEntries(list)
  },
  'effect of removing five': (size) => {
    const list = listOf(size)
    return () => effectOf(list, list.slice(5))
  },
  'steps, a tenth described anew': (size) => {
    const list = listOf(size)
    const edit = list
      .slice(0, size / 10)
      .map(({ ipAddr }) => ({ ipAddr, to: { ipAddr, description: 'new' } }))
    return () => orderSteps(list, { add: [], edit, remove: [] })
  },
  'judging as many new entries': (size) => {
    const index = indexEntries(listOf(size).map(({ ipAddr }) => ipAddr))
    return () => {
      for (let at = 0; at < size; at++) checkNewEntry(`12.${at >> 8}.${at & 255}.7`, index)
    }
  },
  'judging as many pasted lines': (size) => {
    const index = indexEntries(listOf(size).map(({ ipAddr }) => ipAddr))
    const text = Array.from({ length: size }, (_, at) => `12.${at >> 8}.${at & 255}.9, host ${at}`).join('\n')
    return () => judgePaste(text, index)
  },
}

function fastestMs(work: Work): number {
  let fastest = Number.POSITIVE_INFINITY
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now()
    work()
    fastest = Math.min(fastest, performance.now() - startedAt)
  }
  return fastest
}

console.log(`Pure work on allow lists, fastest of ${rounds}`)
console.table(
  Object.entries(operations).map(([operation, make]) => {
    const [small, large] = sizes.map((size) => fastestMs(make(size))) as [number, number]
    return {
      operation,
      '1,000 entries (ms)': Number(small.toFixed(2)),
      '10,000 entries (ms)': Number(large.toFixed(2)),
      ratio: Number((large / small).toFixed(1)),
    }
  }),
)
