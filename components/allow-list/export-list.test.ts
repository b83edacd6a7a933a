import { expect, test } from 'vitest'
import { csvFromEntries, exportFileName, jsonFromEntries } from './export-list.ts'

test.each([
  ['=1+1', `"'=1+1"`],
  ['+49 30', `"'+49 30"`],
  ['-2', `"'-2"`],
  ['@SUM(A1)', `"'@SUM(A1)"`],
  ['\t=1', `"'\t=1"`],
  [' =1', `"' =1"`],
  ['＝1', `"'＝1"`],
  ['say "hi", now', '"say ""hi"", now"'],
  ['two\nlines', '"two\nlines"'],
  ['office', 'office'],
  ['构建集群', '构建集群'],
])('a description %j becomes %s', (description, cell) => {
  expect(csvFromEntries([{ ipAddr: '8.8.8.8', description }])).toBe(
    `ipAddr,description\r\n8.8.8.8,${cell}\r\n`,
  )
})

test('JSON keeps every text as stored', () => {
  const entries = [{ ipAddr: '192.168.0.1/24', description: '=1+1' }]
  const text = jsonFromEntries({ instanceId: 'ccr-1', version: 'a', readAt: 0 }, entries)
  expect(JSON.parse(text)).toEqual({
    instanceId: 'ccr-1',
    version: 'a',
    readAt: '1970-01-01T00:00:00.000Z',
    entries,
  })
})

test('file names hold nothing a file system dislikes', () => {
  expect(exportFileName('prod/../images', 0, 'csv')).toBe('prod-..-images-allow-list-1970-01-01.csv')
  expect(exportFileName('测试 a', 0, 'json')).toBe('测试-a-allow-list-1970-01-01.json')
  expect(exportFileName('…', 0, 'csv')).toBe('instance-allow-list-1970-01-01.csv')
})
