import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pollInterval } from '#lib/polling.ts'

describe('pollInterval', () => {
  it.each([
    [{ transitional: true, sinceChangeMs: 0, visible: true }, 2_000],
    [{ transitional: true, sinceChangeMs: 29_999, visible: true }, 2_000],
    [{ transitional: true, sinceChangeMs: 30_000, visible: true }, 3_000],
    [{ transitional: true, sinceChangeMs: 60_000, visible: true }, 4_500],
    [{ transitional: true, sinceChangeMs: 90_000, visible: true }, 6_750],
    [{ transitional: true, sinceChangeMs: 3_600_000, visible: true }, 10_000],
    [{ transitional: true, sinceChangeMs: -5, visible: true }, 2_000],
    [{ transitional: true, sinceChangeMs: 0, visible: true, failed: true }, 10_000],
    [{ transitional: false, sinceChangeMs: 0, visible: true }, 30_000],
    [{ transitional: false, sinceChangeMs: 0, visible: true, failed: true }, 30_000],
    [{ transitional: true, sinceChangeMs: 0, visible: false }, false],
    [{ transitional: false, sinceChangeMs: 0, visible: false }, false],
  ])('%j → %s', (state, interval) => {
    expect(pollInterval(state)).toBe(interval)
  })

  it('only ever slows down while something moves, and never beyond ten seconds', () => {
    const elapsed = fc.double({ min: 0, max: 1e9, noNaN: true })
    fc.assert(
      fc.property(elapsed, elapsed, fc.boolean(), (a, b, failed) => {
        const at = (sinceChangeMs: number) =>
          pollInterval({ transitional: true, sinceChangeMs, visible: true, failed }) as number
        const [early, late] = [at(Math.min(a, b)), at(Math.max(a, b))]
        expect(early).toBeLessThanOrEqual(late)
        expect(early).toBeGreaterThanOrEqual(2_000)
        expect(late).toBeLessThanOrEqual(10_000)
      }),
    )
    expect(pollInterval({ transitional: true, sinceChangeMs: Number.NaN, visible: true })).toBe(3_000)
  })
})
