import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { httpDateMs, retryAfterFromHeader, retryDelayMs } from './retry.ts'

const backoff = { baseMs: 300, capMs: 20_000 }

describe('the wait before the next attempt', () => {
  it.each([
    [1, 0, 150],
    [1, 0.999_999, 300],
    [2, 0.5, 450],
    [3, 0.5, 900],
    [9, 0.999_999, 20_000],
    [60, 0.999_999, 20_000],
  ])('after %d failures with random %d is %d ms', (failed, random, delayMs) => {
    expect(retryDelayMs(failed, random, backoff)).toBe(delayMs)
  })

  it('lies between half of the full step and all of it, and never below what the server asks', () => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        random,
        fc.option(fc.nat(60_000)),
        (failed, chance, asked) => {
          const full = Math.min(20_000, 300 * 2 ** (failed - 1))
          const delayMs = retryDelayMs(failed, chance, backoff, asked)
          expect(delayMs).toBeGreaterThanOrEqual(Math.max(full / 2, asked ?? 0))
          expect(delayMs).toBeLessThanOrEqual(Math.max(full, asked ?? 0))
        },
      ),
    )
  })
})

const nowMs = Date.UTC(1994, 10, 6, 8, 49, 0)

it.each([
  [undefined, null],
  ['', null],
  ['0', 0],
  [' 120 ', 120_000],
  ['-1', null],
  ['1.5', null],
  ['soon', null],
  ['Sun, 06 Nov 1994 08:49:37 GMT', 37_000],
  ['Sun, 06 Nov 1994 08:00:00 GMT', 0],
  ['2026-11-24', null],
])('reads Retry-After %j as %j ms', (header, ms) => {
  expect(retryAfterFromHeader(header, nowMs)).toBe(ms)
})

it.each([
  ['Sun, 06 Nov 1994 08:49:37 GMT', 784_111_777_000],
  ['Sun, 06 Nov 1994 08:49:37 +0800', null],
  ['Sun, 99 Foo 1994 08:49:37 GMT', null],
  [undefined, null],
])('reads the date %j as %j', (header, ms) => {
  expect(httpDateMs(header)).toBe(ms)
})
