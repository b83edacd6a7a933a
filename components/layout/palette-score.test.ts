import { expect, test } from 'vitest'
import { paletteScore } from './palette-score.ts'

const prod = ['prod-images', 'ccr-4k74gw7d', 'bj', 'Beijing', 'env=prod']
const edge = ['edge-mirror', 'ccr-7hx0v3mc', 'hkg', 'Hong Kong', 'env=prod']

test.each([
  ['prod', prod, 1],
  ['Images', prod, 0.8],
  ['ccr-4k', prod, 0.5],
  ['beijing prod', prod, 0.5],
  ['prod', edge, 0.5],
  // All the letters are there, in this order, but no such word.
  ['pdim', prod, 0],
  ['prod hkg', prod, 0],
  ['', prod, 1],
])('%s in %j scores %d', (typed, texts, score) => {
  expect(paletteScore(typed, texts)).toBe(score)
})
