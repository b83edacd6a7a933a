import { expect, test } from 'vitest'
import { seenSince } from './moving-since.ts'

test('a status counts from its first reading, and anew after it changed', () => {
  expect(seenSince('ccr-1', 'opening', 100)).toBe(100)
  expect(seenSince('ccr-1', 'opening', 900)).toBe(100)
  expect(seenSince('ccr-2', 'opening', 900)).toBe(900)
  expect(seenSince('ccr-1', 'opened', 1000)).toBe(1000)
  expect(seenSince('ccr-1', 'opening', 2000)).toBe(2000)
})
