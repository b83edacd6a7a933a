import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hilbertIndex, hilbertPath, hilbertPoint } from './hilbert.ts'

describe('Hilbert curve', () => {
  it('of order 1 is a cup', () => {
    expect([0, 1, 2, 3].map((i) => hilbertPoint(1, i))).toEqual([
      { x: 0, y: 0 },
      { x: 0, y: 1 },
      { x: 1, y: 1 },
      { x: 1, y: 0 },
    ])
    expect(hilbertPath(1, 0, 3, 10)).toBe('M0 0L0 10L10 10L10 0')
  })

  it('steps to a neighbour each time and visits each cell once', () => {
    const seen = new Set<string>()
    let before = hilbertPoint(5, 0)
    for (let index = 0; index < 4 ** 5; index++) {
      const point = hilbertPoint(5, index)
      seen.add(`${point.x},${point.y}`)
      if (index > 0) expect(Math.abs(point.x - before.x) + Math.abs(point.y - before.y)).toBe(1)
      before = point
    }
    expect(seen.size).toBe(4 ** 5)
  })

  it('goes there and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.nat(), (order, any) => {
        const index = any % 4 ** order
        expect(hilbertIndex(order, hilbertPoint(order, index))).toBe(index)
      }),
    )
  })
})
