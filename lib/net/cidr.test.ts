import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  blockContains,
  blockOf,
  blockRange,
  blockSize,
  formatAddress,
  formatBlock,
  isNeverPublic,
  parseAddress,
  specialRange,
} from '#lib/net/cidr.ts'

const address = fc.integer({ min: 0, max: 0xffffffff })
const prefix = fc.integer({ min: 0, max: 32 })

function parsed(text: string) {
  const result = parseAddress(text)
  if (!result.ok) throw new Error(`${text} was refused: ${result.problem.reason}`)
  return result.value
}

describe('parseAddress accepts', () => {
  it.each([
    ['0.0.0.0/0', '0.0.0.0/0', 2 ** 32, false],
    ['192.168.1.1', '192.168.1.1', 1, false],
    ['220.181.108.178/32', '220.181.108.178', 1, false],
    ['192.168.0.1/24', '192.168.0.0/24', 256, true],
    ['255.255.255.255/1', '128.0.0.0/1', 2 ** 31, true],
    ['10.0.0.1/0', '0.0.0.0/0', 2 ** 32, true],
    ['198.18.4.0/23', '198.18.4.0/23', 512, false],
  ])('%s, meaning %s', (text, meaning, size, hostBits) => {
    expect(parsed(text)).toMatchObject({
      stored: text,
      meaning,
      size,
      hostBits,
      hasPrefix: text.includes('/'),
    })
  })

  it('exactly what it prints', () => {
    fc.assert(
      fc.property(address, prefix, (n, length) => {
        const block = blockOf(n, length)
        const value = parsed(formatBlock(block))
        expect(value.block).toEqual(block)
        expect(value.hostBits).toBe(false)
        expect(value.meaning).toBe(value.stored)
        const loose = parsed(`${formatAddress(n)}/${length}`)
        expect(loose.block).toEqual(block)
        expect(loose.hostBits).toBe(n !== block.base)
      }),
    )
  })
})

describe('parseAddress refuses', () => {
  it.each([
    ['', 'empty', undefined],
    ['   ', 'empty', undefined],
    [' 10.0.0.1', 'spaces', '10.0.0.1'],
    ['10.0.0.1\n', 'spaces', '10.0.0.1'],
    ['10. 0.0.1', 'spaces', '10.0.0.1'],
    ['10.0.0.0 /8', 'spaces', '10.0.0.0/8'],
    ['2001:db8::1', 'ipv6', undefined],
    ['2001:db8::/32', 'ipv6', undefined],
    ['::', 'ipv6', undefined],
    ['fe80::1%eth0', 'ipv6', undefined],
    ['[2001:db8::1]:443', 'ipv6', undefined],
    ['::ffff:203.0.113.7', 'ipv6Mapped', '203.0.113.7'],
    ['::FFFF:203.0.113.7', 'ipv6Mapped', '203.0.113.7'],
    ['[::ffff:203.0.113.7]', 'ipv6Mapped', '203.0.113.7'],
    ['0:0:0:0:0:ffff:203.0.113.7', 'ipv6Mapped', '203.0.113.7'],
    ['::ffff:203.0.113.0/120', 'ipv6Mapped', '203.0.113.0/24'],
    ['::ffff:203.0.113.0/64', 'ipv6Mapped', undefined],
    ['10.0.0.1-10.0.0.9', 'range', undefined],
    ['10.0.0.1 - 10.0.0.9', 'range', undefined],
    ['10.0.0.1-9', 'range', undefined],
    ['registry.example.com', 'hostname', undefined],
    ['localhost', 'hostname', undefined],
    ['registry.example.com:443', 'hostname', undefined],
    ['https://203.0.113.7/path', 'url', '203.0.113.7'],
    ['http://user@203.0.113.7:8080', 'url', '203.0.113.7'],
    ['https://registry.example.com', 'url', undefined],
    ['203.0.113.7:443', 'port', '203.0.113.7'],
    ['203.0.113.*', 'wildcard', '203.0.113.0/24'],
    ['203.0.*.*', 'wildcard', '203.0.0.0/16'],
    ['203.0.x.x', 'wildcard', '203.0.0.0/16'],
    ['203.*.113.7', 'wildcard', undefined],
    ['*', 'wildcard', undefined],
    ['*.*.*.*', 'wildcard', undefined],
    ['２０３.0.113.7', 'fullWidth', '203.0.113.7'],
    ['203。0。113。7', 'fullWidth', '203.0.113.7'],
    ['203.0.113.0／24', 'fullWidth', '203.0.113.0/24'],
    ['10.1.2', 'tooFewOctets', undefined],
    ['10', 'tooFewOctets', undefined],
    ['10.20/16', 'tooFewOctets', '10.20.0.0/16'],
    ['10/8', 'tooFewOctets', '10.0.0.0/8'],
    ['10/16', 'tooFewOctets', undefined],
    ['10.1.2.', 'tooFewOctets', undefined],
    ['10.1.2.3.4', 'tooManyOctets', undefined],
    ['10.1.2.3.', 'notAddress', '10.1.2.3'],
    ['10..1.2.3', 'notAddress', '10.1.2.3'],
    ['10,1,2,3', 'notAddress', '10.1.2.3'],
    ['0x7f000001', 'notAddress', undefined],
    ['!?', 'notAddress', undefined],
    ['10.0.0.256', 'octetRange', undefined],
    ['999.1.1.1/33', 'octetRange', undefined],
    ['10.0.0.0/33', 'prefixRange', undefined],
    ['10.0.0.0/-1', 'prefixRange', undefined],
    ['10.0.0.0/999999999999999999999', 'prefixRange', undefined],
    ['10.0.0.0/', 'prefixSyntax', '10.0.0.0'],
    ['10.0.0.0/08', 'prefixSyntax', '10.0.0.0/8'],
    ['10.0.0.0/a', 'prefixSyntax', undefined],
    ['10.0.0.0/8/8', 'prefixSyntax', undefined],
    ['10.0.0.0/8.5', 'prefixSyntax', undefined],
    ['192.168.0.0/255.255.255.0', 'netmask', '192.168.0.0/24'],
    ['192.168.0.0/255.255.255.255', 'netmask', '192.168.0.0/32'],
    ['0.0.0.0/0.0.0.0', 'netmask', '0.0.0.0/0'],
    ['192.168.0.0/255.0.255.0', 'prefixSyntax', undefined],
    ['192.168.0.0/0.0.0.255', 'prefixSyntax', undefined],
    ['010.1.2.3', 'octal', undefined],
    ['192.168.010.0/24', 'octal', undefined],
    ['08.1.2.3', 'leadingZero', '8.1.2.3'],
    ['10.1.2.03', 'leadingZero', '10.1.2.3'],
    ['10.1.2.000', 'leadingZero', '10.1.2.0'],
    ['0777.1.2.3', 'octetRange', undefined],
  ])('%j as %s', (text, reason, suggestion) => {
    const result = parseAddress(text)
    expect(result.ok ? 'accepted' : result.problem.reason).toBe(reason)
    expect(result.ok ? null : result.suggestion).toBe(suggestion)
  })

  it('an octal look-alike with both readings', () => {
    const result = parseAddress('010.1.2.3')
    expect(result.ok ? null : result.problem.values).toEqual({
      input: '010.1.2.3',
      octet: '010',
      asOctal: '8.1.2.3',
      asDecimal: '10.1.2.3',
    })
  })

  it('anything else without throwing, and suggests only what it would accept', () => {
    const noise = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.string({ unit: fc.constantFrom(...'0123456789./:*-x ,f[]％．'), maxLength: 24 }),
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constant('1.'.repeat(5000)),
    )
    fc.assert(
      fc.property(noise, (text) => {
        const result = parseAddress(text)
        if (result.ok) {
          expect(text).toMatch(/^\d{1,3}(\.\d{1,3}){3}(\/\d{1,2})?$/)
        } else if (result.suggestion !== undefined) {
          expect(parseAddress(result.suggestion).ok).toBe(true)
        }
      }),
      { numRuns: 2000 },
    )
  })

  // A pattern that backtracks would run into the time limit of the test.
  it.each(['1.', 'a-', '0:', 'a.', ' ', 'ffff:', '1/', '*.'])('refuses hostile lengths of %j', (piece) => {
    expect(parseAddress(piece.repeat(100_000)).ok).toBe(false)
    expect(parseAddress(piece.repeat(120)).ok).toBe(false)
  })
})

describe('blocks', () => {
  it('know their size and ends', () => {
    expect(blockRange({ base: 0, prefix: 0 })).toEqual({ first: 0, last: 0xffffffff })
    expect(blockRange({ base: 0xffffffff, prefix: 32 })).toEqual({ first: 0xffffffff, last: 0xffffffff })
    expect(blockSize({ base: 0, prefix: 0 })).toBe(4294967296)
  })

  it('contain each other exactly when their ends do', () => {
    fc.assert(
      fc.property(address, prefix, address, prefix, fc.boolean(), (a, p, b, q, isNear) => {
        const outer = blockOf(a, p)
        const inner = blockOf(isNear ? a ^ (b & 0xff) : b, q)
        const [o, i] = [blockRange(outer), blockRange(inner)]
        expect(blockContains(outer, inner)).toBe(o.first <= i.first && i.last <= o.last)
      }),
    )
  })
})

describe('specialRange', () => {
  it.each([
    ['10.0.0.0/8', 'private'],
    ['172.31.255.255', 'private'],
    ['172.32.0.0', null],
    ['192.168.0.0/16', 'private'],
    ['127.0.0.1', 'loopback'],
    ['169.254.169.254', 'linkLocal'],
    ['100.64.0.0/10', 'sharedNat'],
    ['192.0.2.77', 'documentation'],
    ['192.0.0.8', 'reserved'],
    ['198.18.9.17', 'benchmark'],
    ['239.1.2.3', 'multicast'],
    ['240.0.0.0/4', 'reserved'],
    ['255.255.255.255', 'broadcast'],
    ['0.0.0.0', 'thisNetwork'],
    ['0.0.0.0/0', null],
    ['10.0.0.0/7', null],
    ['8.8.8.8', null],
  ])('%s is %s', (text, kind) => {
    expect(specialRange(parsed(text).block)?.kind ?? null).toBe(kind)
  })

  it('counts example and benchmark ranges as public', () => {
    expect(isNeverPublic('private')).toBe(true)
    expect(isNeverPublic('documentation')).toBe(false)
    expect(isNeverPublic('benchmark')).toBe(false)
  })
})
