import { expect, test } from 'vitest'
import { keyed } from './keyed.ts'

test('every key is unique and follows its item', () => {
  expect(keyed(['a', 'b', 'a'], (text) => text).map(({ key }) => key)).toEqual(['0:a', '0:b', '1:a'])
  expect(keyed(['b', 'a'], (text) => text).map(({ key }) => key)).toEqual(['0:b', '0:a'])
})
