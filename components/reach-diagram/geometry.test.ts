import { describe, expect, it } from 'vitest'
import { deckStateOf, entryBarWidth, fitLabel, isFlowing, streamWidth, wavePath } from './geometry.ts'

describe('reach diagram geometry', () => {
  it.each([
    ['opened', 'down', true],
    ['opening', 'moving', false],
    ['closing', 'moving', true],
    ['closed', 'up', false],
    ['suspended', 'unknown', true],
  ])('%s: deck %s, flowing %s', (status, deck, flowing) => {
    expect(deckStateOf(status)).toBe(deck)
    expect(isFlowing(status)).toBe(flowing)
  })

  it('draws wider streams for more addresses, within bounds', () => {
    expect(streamWidth(1)).toBeCloseTo(1.6)
    expect(streamWidth(256)).toBeGreaterThan(streamWidth(2))
    expect(streamWidth(2 ** 32)).toBeLessThan(6)
    expect(entryBarWidth(1, 66)).toBe(8)
    expect(entryBarWidth(2 ** 32, 66)).toBe(66)
  })

  it('cuts labels by width, Han letters counting twice', () => {
    expect(fitLabel('build farm', 20)).toBe('build farm')
    expect(fitLabel('build farm NAT pool', 10)).toBe('build farm…')
    expect(fitLabel('构建集群出口地址池', 8)).toBe('构建集群…')
  })

  it('keeps waves on the moat', () => {
    for (const [, x] of wavePath(318, 404, 38, 188).matchAll(/M(\d+)/g)) {
      expect(Number(x)).toBeGreaterThanOrEqual(318)
      expect(Number(x) + 12).toBeLessThanOrEqual(404)
    }
  })
})
