import { describe, expect, it } from 'vitest'
import { createOrigins, isLocalhostName, isLoopback, knownRegions } from './endpoints.ts'

it('calls the regional hosts of the cloud, encrypted', () => {
  const originOf = createOrigins(knownRegions)
  expect(knownRegions.map((region) => originOf('ccr', region))).toEqual([
    'https://ccr.bj.baidubce.com',
    'https://ccr.bd.baidubce.com',
    'https://ccr.gz.baidubce.com',
    'https://ccr.su.baidubce.com',
    'https://ccr.fwh.baidubce.com',
    'https://ccr.hkg.baidubce.com',
    'https://ccr.cd.baidubce.com',
    'https://ccr.yq.baidubce.com',
  ])
  expect(originOf('vpc', 'gz')).toBe('https://bcc.gz.baidubce.com')
})

it('has no host for a region that was not asked for', () => {
  expect(() => createOrigins(['bj'])('ccr', 'gz')).toThrow('Region gz')
})

it.each(['xx', '', 'BJ', 'bj.evil.example', 'bj/../x', '__proto__'])('knows no region %j', (region) => {
  expect(() => createOrigins([region])).toThrow('not a region')
})

it.each(['', 'BJ', 'bj.evil.example', 'bj/../x', '@evil'])('puts no region %j into an override', (region) => {
  expect(() => createOrigins([region], { ccr: 'https://{region}.example.com' })).toThrow('not a region')
})

describe('an override', () => {
  it.each([
    ['http://127.0.0.1:4010', 'http://127.0.0.1:4010'],
    ['http://[::1]:4010/', 'http://[::1]:4010'],
    ['http://localhost:4010', 'http://localhost:4010'],
    ['http://ccr.{region}.localhost:4010', 'http://ccr.gz.localhost:4010'],
    ['https://gateway.example.com', 'https://gateway.example.com'],
    ['https://gateway.example.com:443/', 'https://gateway.example.com'],
    ['https://{region}.gateway.example.com:8443', 'https://gz.gateway.example.com:8443'],
  ])('%s leads to %s', (override, origin) => {
    expect(createOrigins(['gz'], { ccr: override })('ccr', 'gz')).toBe(origin)
  })

  it.each([
    ['http://gateway.example.com', 'without encryption'],
    ['http://localhost.example.com', 'without encryption'],
    ['http://128.0.0.1', 'without encryption'],
    ['ftp://gateway.example.com', 'not an address'],
    ['gateway.example.com', 'not an address'],
    ['', 'not an address'],
    ['https://user:pass@gateway.example.com', 'no user name or password'],
    ['https://gateway.example.com/base', 'signature covers the path'],
    ['https://gateway.example.com/?a=b', 'signature covers the path'],
  ])('%j is refused: %s', (override, reason) => {
    expect(() => createOrigins(['gz'], { ccr: override })).toThrow(reason)
    expect(() => createOrigins(['gz'], { vpc: override })).toThrow(reason)
  })

  it('never repeats a password in its complaint', () => {
    expect(() => createOrigins(['gz'], { ccr: 'https://user:hunter2@example.com' })).not.toThrow('hunter2')
  })

  it('may be plain http to another machine when that is said', () => {
    const overrides = { ccr: 'http://gateway.internal:8080', isPlainHttpAllowed: true }
    expect(createOrigins(['gz'], overrides)('ccr', 'gz')).toBe('http://gateway.internal:8080')
  })
})

it.each([
  ['localhost', true],
  ['LOCALHOST.', true],
  ['ccr.gz.localhost', true],
  ['notlocalhost', false],
  ['localhost.example.com', false],
])('%s is a localhost name: %s', (name, expected) => {
  expect(isLocalhostName(name)).toBe(expected)
  expect(isLoopback(name)).toBe(expected)
})

it.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['[::1]', true],
  ['127.0.0.1.example.com', false],
  ['10.0.0.1', false],
])('%s stays on this machine: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected)
})
