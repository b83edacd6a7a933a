import fc from 'fast-check'
import { expect, it } from 'vitest'
import { admittedBy } from '#lib/allow-list/effect.ts'
import { storedText } from '#lib/testing/arbitraries.ts'
import type { EntryRecord } from '#server/emulator/state/records.ts'
import { listHolds } from './entry-index.ts'

const text = fc.oneof(
  { weight: 9, arbitrary: storedText },
  { weight: 1, arbitrary: fc.constantFrom('', 'gateway.example', '010.0.0.1', '10.0.0.0/33', 'fd00::1') },
)
const entry: fc.Arbitrary<EntryRecord> = text.map((ipAddr) => ({ ipAddr, description: '' }))
/** Every address where the answer could change: the edges of what is listed and their neighbours. */
const edges = (list: readonly EntryRecord[]) =>
  admittedBy(list)
    .set.intervals.flatMap(({ first, last }) => [first - 1, first, last, last + 1])
    .filter((address) => address >= 0 && address <= 0xffffffff)

it('holds exactly what the list admits, at every length the list had', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 20 }), fc.array(entry, { maxLength: 4 }), (array, more) => {
      const compare = (length: number) => {
        const { set } = admittedBy(array.slice(0, length))
        for (const address of edges(array)) {
          expect(listHolds({ array, length }, address)).toBe(set.contains(address))
        }
      }
      compare(array.length)
      compare(Math.floor(array.length / 2))
      array.push(...more)
      compare(array.length)
    }),
    { numRuns: 500 },
  )
})

it('decides 5,000 times a second while a list of 10,000 entries grows', () => {
  const array = Array.from({ length: 10_000 }, (_, i) => ({
    ipAddr: `11.${i >> 8}.${i & 255}.0/${24 + (i % 9)}`,
    description: '',
  }))
  const started = performance.now()
  for (let asked = 0; asked < 5_000; asked += 1) {
    if (asked % 10 === 0) array.push({ ipAddr: `12.0.${asked >> 8}.${asked & 255}`, description: '' })
    expect(listHolds({ array, length: array.length }, 0x0c000001 + asked)).toBe(false)
  }
  expect(performance.now() - started).toBeLessThan(1_000)
})
