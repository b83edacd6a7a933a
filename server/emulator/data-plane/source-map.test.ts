import { describe, expect, it } from 'vitest'
import { formatIpv4, parseIpv4 } from '#server/emulator/ipv4.ts'
import { addressOfSocket, createSourceMap, parseSourceRows } from './source-map.ts'

const seenAs = (map: ReturnType<typeof createSourceMap>, text: string) =>
  formatIpv4(map.seenAs(parseIpv4(text) ?? 0))

describe('the table of sources', () => {
  it('leaves alone whom it does not name', () => {
    const map = createSourceMap({ '127.0.0.5': '203.0.113.9' })
    expect(seenAs(map, '127.0.0.5')).toBe('203.0.113.9')
    expect(seenAs(map, '127.0.0.6')).toBe('127.0.0.6')
    expect(seenAs(map, '203.0.113.9')).toBe('203.0.113.9')
  })

  it('maps blocks address by address, and the narrowest row decides', () => {
    const map = createSourceMap({
      '127.1.0.0/16': '10.20.0.0/16',
      '127.1.2.0/24': '198.51.100.0/24',
      '127.1.2.3': '0.0.0.0',
    })
    expect(seenAs(map, '127.1.255.255')).toBe('10.20.255.255')
    expect(seenAs(map, '127.1.2.4')).toBe('198.51.100.4')
    expect(seenAs(map, '127.1.2.3')).toBe('0.0.0.0')
  })

  it('adds rows, takes rows out, and starts over', () => {
    const map = createSourceMap({ '127.0.0.5': '203.0.113.9' })
    map.change({ '127.0.0.6': '203.0.113.10', '127.0.0.5': null })
    expect(map.list()).toEqual({ '127.0.0.6': '203.0.113.10' })
    map.clear()
    expect(map.list()).toEqual({})
    expect(seenAs(map, '127.0.0.6')).toBe('127.0.0.6')
  })

  it.each([
    [{ localhost: '203.0.113.9' }, '"localhost" is not an IPv4 address or block.'],
    [{ '127.0.0.5': 'example.com' }, '"example.com" is not an IPv4 address or block.'],
    [{ '127.0.0.5/24': '203.0.113.0/24' }, '"127.0.0.5/24" is not an IPv4 address or block.'],
    [{ '127.0.0.0/24': '203.0.113.9' }, '127.0.0.0/24 and 203.0.113.9 are not of one size.'],
  ])('refuses %j as a whole', (rows, sentence) => {
    const map = createSourceMap()
    expect(() => map.change({ '127.0.0.1': '192.0.2.1', ...rows })).toThrow(sentence)
    expect(map.list()).toEqual({})
  })

  it('takes only text or null', () => {
    expect(() => parseSourceRows({ '127.0.0.5': 7 })).toThrow('"127.0.0.5"')
  })
})

it.each([
  ['127.0.0.5', '127.0.0.5'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['::1', null],
  [undefined, null],
])('reads the address %s of a socket', (text, address) => {
  expect(addressOfSocket(text)).toBe(address === null ? null : parseIpv4(address))
})
