import { expect, test } from 'vitest'
import { indexEntries } from '#lib/allow-list/entry-index.ts'
import { fixedLength, markWords, searchEntries } from './search.ts'

const index = indexEntries([
  { ipAddr: '203.0.113.0/24', description: 'Office egress' },
  { ipAddr: '203.0.113.25', description: 'VPN' },
  { ipAddr: '203.0.113.25/32', description: 'vpn again' },
  { ipAddr: '198.18.4.0/23', description: 'build farm' },
  { ipAddr: 'nonsense', description: 'office, old' },
])
const positions = (text: string) => {
  const answer = searchEntries(index, text)
  return answer.kind === 'none' ? [] : [...answer.positions].sort()
}

test('an address finds every entry that admits it, however it is spelt', () => {
  expect(positions('203.0.113.25')).toEqual([0, 1, 2])
  expect(positions(' 203.0.113.25/32 ')).toEqual([0, 1, 2])
  expect(positions('203.0.113.26')).toEqual([0])
  expect(searchEntries(index, '198.18.6.1')).toMatchObject({ kind: 'address', admitted: 'no', count: 0 })
})

test('a block is admitted whole, in part or not at all', () => {
  expect(searchEntries(index, '203.0.113.128/25')).toMatchObject({
    admitted: 'whole',
    count: 1,
    isSingle: false,
  })
  expect(searchEntries(index, '203.0.112.0/23')).toMatchObject({ admitted: 'part', count: 3 })
  expect(searchEntries(index, '203.0.113.99/24')).toMatchObject({
    asked: '203.0.113.0/24',
    admitted: 'whole',
  })
})

test('words find descriptions in any case, all of them needed', () => {
  expect(positions('OFFICE')).toEqual([0, 4])
  expect(positions('office old')).toEqual([4])
  expect(positions('nonsense')).toEqual([4])
  expect(searchEntries(index, '203.0.113')).toMatchObject({ kind: 'words', isUnfinished: true })
  expect(searchEntries(index, 'vpn')).toMatchObject({ kind: 'words', isUnfinished: false, count: 2 })
})

test.each([
  ['203.0.113.0/24', '203.0.113.'],
  ['198.18.4.0/23', '198.18.'],
  ['203.0.113.25', '203.0.113.25'],
  ['203.0.113.25/32', '203.0.113.25'],
  ['120.0.0.0/6', ''],
  ['0.0.0.0/0', ''],
  ['nonsense', ''],
])('the fixed part of %s is “%s”', (stored, part) => {
  expect(stored.slice(0, fixedLength(stored))).toBe(part)
})

test('words are marked where they stand, overlaps as one', () => {
  expect(markWords('Build farm', ['build', 'ild f'])).toEqual([
    { text: 'Build f', isMatch: true },
    { text: 'arm', isMatch: false },
  ])
  expect(markWords('none', ['x'])).toEqual([{ text: 'none', isMatch: false }])
  expect(markWords('İstanbul', ['istanbul'])).toEqual([{ text: 'İstanbul', isMatch: false }])
})
