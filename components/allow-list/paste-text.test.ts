import { expect, test } from 'vitest'
import { indexEntries } from '#lib/allow-list/entry-index.ts'
import { judgePaste } from '#lib/allow-list/parse-paste.ts'
import { textOfRefused } from './paste-text.ts'

const index = indexEntries(['203.0.113.0/24'])

test('lines to be put right stay, those already there and repeated ones do not', () => {
  const text = ['# office', '8.8.8.8', '2001:db8::7', '203.0.113.0/24', '8.8.8.8', '192.168.0.1/24'].join(
    '\n',
  )
  const judged = judgePaste(text, index)
  expect(judged.entries.map((entry) => entry.ipAddr)).toEqual(['8.8.8.8'])
  expect(textOfRefused(judged, 1)).toBe('2001:db8::7\n192.168.0.1/24')
})

test('good lines that did not fit stay as well', () => {
  const judged = judgePaste('8.8.8.8\n9.9.9.9', index)
  expect(textOfRefused(judged, 1)).toBe('9.9.9.9')
  expect(textOfRefused(judged, 2)).toBe('')
})
