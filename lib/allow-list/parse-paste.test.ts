import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { indexEntries } from '#lib/allow-list/entry-index.ts'
import { judgePaste, parsePaste } from '#lib/allow-list/parse-paste.ts'
import { messages } from '#lib/messages/index.ts'
import { AddressSet } from '#lib/net/address-set.ts'
import { formatAddress, parseAddress } from '#lib/net/cidr.ts'

/** Each item in one string: `address | description`, or `!reason`. */
function read(text: string): string[] {
  return parsePaste(text).flatMap((line) =>
    line.ignored === null
      ? line.items.map((item) =>
          item.kind === 'entry'
            ? `${item.entry.ipAddr}${item.entry.description === '' ? '' : ` | ${item.entry.description}`}`
            : `!${item.problem.reason}`,
        )
      : [`(${line.ignored})`],
  )
}

describe('parsePaste reads', () => {
  it.each([
    ['203.0.113.7', ['203.0.113.7']],
    ['\uFEFF203.0.113.7\r\n198.51.100.0/24', ['203.0.113.7', '198.51.100.0/24']],
    ['203.0.113.7,office', ['203.0.113.7 | office']],
    ['203.0.113.7;office', ['203.0.113.7 | office']],
    ['203.0.113.7\toffice', ['203.0.113.7 | office']],
    ['203.0.113.7 | office', ['203.0.113.7 | office']],
    ['203.0.113.7，办公网', ['203.0.113.7 | 办公网']],
    ['"203.0.113.7","office, 2nd ""floor"""', ['203.0.113.7 | office, 2nd "floor"']],
    ['203.0.113.7,office, second floor', ['203.0.113.7 | office, second floor']],
    ['203.0.113.7,', ['203.0.113.7']],
    ['203.0.113.7 office egress', ['203.0.113.7 | office egress']],
    ['203.0.113.7 # office', ['203.0.113.7 | office']],
    ['203.0.113.7 - office', ['203.0.113.7 | office']],
    ['- 203.0.113.7', ['203.0.113.7']],
    ['* 203.0.113.7', ['203.0.113.7']],
    ['1. 203.0.113.7', ['203.0.113.7']],
    ["Bob's laptop: 203.0.113.7", ["203.0.113.7 | Bob's laptop"]],
    ['office 203.0.113.0/24.', ['203.0.113.0/24 | office']],
    ['please open 203.0.113.7 for bob', ['203.0.113.7']],
    ['please open 203.0.113.7 and 198.51.100.0/24 for bob', ['203.0.113.7', '198.51.100.0/24']],
    ['203.0.113.7, 198.51.100.1, 198.51.100.2', ['203.0.113.7', '198.51.100.1', '198.51.100.2']],
    ['203.0.113.7 198.51.100.1', ['203.0.113.7', '198.51.100.1']],
    ['203.0.113.1-203.0.113.2', ['203.0.113.1', '203.0.113.2']],
    ['203.0.113.0 – 203.0.113.255 office', ['203.0.113.0/24 | office']],
    ['203.0.113.4-7,rack', ['203.0.113.4/30 | rack']],
    ['203.0.113.4 至 203.0.113.7', ['203.0.113.4/30']],
    ['203.0.113.4 - 7 machines', ['203.0.113.4 | 7 machines']],
    ['203.0.113.9-203.0.113.1', ['!rangeReversed']],
    ['10.0.0.1-10.255.255.254', ['!rangeTooScattered']],
    ['203.0.113.300-203.0.113.301', ['!octetRange']],
    ['# comment', ['(comment)']],
    ['// comment', ['(comment)']],
    ['', ['(blank)']],
    ['ip,description\n203.0.113.7,x', ['(header)', '203.0.113.7 | x']],
    ['地址，描述', ['(header)']],
    ['010.1.2.3,typo', ['!octal']],
    ['open 300.1.1.1 please', ['!octetRange']],
    ['203.0.113.0/33', ['!prefixRange']],
    ['203.0.113.0/255.255.255.0 office', ['!netmask']],
    ['2001:db8::1', ['!ipv6']],
    ['2001:db8::1 office', ['!ipv6']],
    ['registry.example.com', ['!hostname']],
    ['version 1.2.3 of the tool', ['!noAddress']],
    ['hello', ['!noAddress']],
    ['hello world', ['!noAddress']],
    ['["203.0.113.7", "203.0.113.4-203.0.113.7"]', ['203.0.113.7', '203.0.113.4/30']],
    [
      '[{"ipAddr":"203.0.113.7","description":" office "},{"ip":"198.51.100.1","comment":"x"}]',
      ['203.0.113.7 | office', '198.51.100.1 | x'],
    ],
    ['{"whitelist":[{"ipAddr":"203.0.113.7","description":"office"}]}', ['203.0.113.7 | office']],
    ['{"ipAddr":"203.0.113.7"}', ['203.0.113.7']],
    ['[1, null, {}, ["203.0.113.7"], "", {"ipAddr":7}]', Array(6).fill('!jsonShape').with(4, '!empty')],
    ['{"a":1}', ['!jsonShape']],
    ['[]', []],
    ['[203.0.113.7]', ['203.0.113.7']],
    ['(203.0.113.7;198.51.100.1)', ['203.0.113.7', '198.51.100.1']],
    ['https://203.0.113.7/x', ['!url']],
    ['203.0.113.*', ['!wildcard']],
    ['"203.0.113.7"', ['203.0.113.7']],
  ])('%j as %j', (text, expected) => {
    expect(read(text)).toEqual(expected)
  })

  it('anything, without throwing, one line for each line', () => {
    const piece = fc.constantFrom(
      '203.0.113.7',
      '/24',
      '-',
      ',',
      '"',
      ' ',
      '#',
      '\t',
      '[',
      '{',
      ':',
      'x',
      '。',
      '10.',
      '1',
      '=',
    )
    fc.assert(
      fc.property(fc.array(fc.array(piece, { maxLength: 10 }), { maxLength: 6 }), (lines) => {
        const text = lines.map((line) => line.join('')).join('\n')
        const read = parsePaste(text)
        if (!/^[[{]/.test(text.trim())) expect(read).toHaveLength(text.split('\n').length)
        for (const line of read) {
          if (line.ignored === null) expect(line.items.length).toBeGreaterThan(0)
          for (const item of line.items) {
            if (item.kind === 'entry') expect(parseAddress(item.entry.ipAddr).ok).toBe(true)
            else if (item.kind === 'problem')
              expect(messages.en.address.paste).toHaveProperty(item.problem.reason)
            else expect(messages.en.address.problem).toHaveProperty(item.problem.reason)
          }
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('a range as exactly its addresses', () => {
    fc.assert(
      fc.property(fc.nat(0xffff), fc.nat(600), (offset, length) => {
        const first = 0xc6330000 + offset
        const last = first + length
        const items = parsePaste(`${formatAddress(first)}-${formatAddress(last)}`).flatMap(
          (line) => line.items,
        )
        const blocks = items.flatMap((item) => {
          const parsed = item.kind === 'entry' ? parseAddress(item.entry.ipAddr) : null
          return parsed?.ok ? [parsed.value.block] : []
        })
        expect(AddressSet.from(blocks).intervals).toEqual([{ first, last }])
      }),
    )
  })
})

describe('judgePaste', () => {
  it('collects what can be added and says why the rest cannot', () => {
    const index = indexEntries([{ ipAddr: '203.0.113.0/24', description: 'office' }])
    const text = '203.0.113.0/24\n8.8.8.8,dns\n8.8.8.8/32\n203.0.113.7/24\n203.0.113.9\nhello'
    const { lines, entries, refusedItems } = judgePaste(text, index)
    expect(entries).toEqual([
      { ipAddr: '8.8.8.8', description: 'dns' },
      { ipAddr: '203.0.113.9', description: '' },
    ])
    expect(refusedItems).toBe(4)
    const reasons = lines.map(({ items: [item] }) => {
      if (item === undefined) return 'nothing'
      if (item.kind !== 'entry') return item.problem.reason
      return item.verdict.ok
        ? item.verdict.warnings.map((warning) => warning.reason)
        : item.verdict.problem.reason
    })
    expect(reasons).toEqual([
      'duplicate',
      [],
      'repeated',
      'hostBits',
      ['documentation', 'coveredBy'],
      'noAddress',
    ])
  })

  it('judges 10,000 lines against 10,000 entries', () => {
    const index = indexEntries(Array.from({ length: 10_000 }, (_, at) => `11.${at >> 8}.${at & 255}.0/25`))
    const text = Array.from({ length: 10_000 }, (_, at) => `11.${at >> 8}.${at & 255}.9, host ${at}`).join(
      '\n',
    )
    expect(judgePaste(text, index).entries).toHaveLength(10_000)
  })

  // A pattern that backtracks would run into the time limit of the test.
  it.each(['1.', '1.1.1.1-', 'a ', '"', '-', ':', ' ', ',', '1.1.1.1/'])(
    'gets through many of %j',
    (piece) => {
      expect(judgePaste(piece.repeat(20_000), indexEntries([])).entries.length).toBeLessThanOrEqual(1)
    },
  )
})
