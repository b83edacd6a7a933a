import { expect, it } from 'vitest'
import { formatElapsed } from './elapsed.ts'

it.each([
  [0, '0:00'],
  [-5000, '0:00'],
  [999, '0:00'],
  [72_000, '1:12'],
  [3_729_000, '1:02:09'],
])('%d ms reads %s', (ms, text) => expect(formatElapsed(ms)).toBe(text))
