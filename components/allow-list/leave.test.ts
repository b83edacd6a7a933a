import { expect, test } from 'vitest'
import { leavesInstance } from './leave.ts'

test.each([
  ['/instances', '/instances'],
  ['/instances/ccr-2?tab=links', '/instances/ccr-2?tab=links'],
  ['/instances/ccr-10', '/instances/ccr-10'],
  ['/instances/ccr-1', null],
  ['/instances/ccr-1?tab=links', null],
  ['/instances/ccr-1/links', null],
  ['#top', null],
  ['https://example.com/instances', null],
  ['https://', null],
])('%s leads to %s', (href, expected) => {
  expect(leavesInstance(href, 'https://drawbridge.example/instances/ccr-1', 'ccr-1')).toBe(expected)
})
