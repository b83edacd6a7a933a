import { describe, expect, it } from 'vitest'
import { Secret } from '#server/secret.ts'
import { peerHeader, readClientAddress } from './client-address.ts'

const peerSecret = 'word-of-our-own-server'
const read = (
  peer: string | null,
  forwarded: string | null = null,
  trustedProxies: readonly string[] = [],
) => {
  const headers = new Headers()
  if (peer !== null) headers.set(peerHeader, peer)
  if (forwarded !== null) headers.set('x-forwarded-for', forwarded)
  return readClientAddress(headers, { peerSecret: new Secret(peerSecret), trustedProxies })
}
const by = (address: string) => `${peerSecret} ${address}`

const proxies = ['10.0.0.0/8', '192.0.2.1', 'fd00::/8']

describe('without a proxy in front', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8::7', '2001:db8::7'],
  ])('%s is %s', (peer, address) => {
    expect(read(by(peer))).toEqual({ address, source: 'direct' })
  })

  it.each(['198.51.100.1', '127.0.0.1', '10.0.0.1, 198.51.100.1'])(
    'what a client claims is not heard: %s',
    (claim) => {
      expect(read(by('203.0.113.7'), claim)).toEqual({ address: '203.0.113.7', source: 'direct' })
      expect(read(by('203.0.113.7'), claim, proxies)).toEqual({ address: '203.0.113.7', source: 'direct' })
    },
  )
})

describe('behind trusted proxies', () => {
  it.each<[string, string, string]>([
    // The last one that is no proxy of ours; what stands left of it anybody may have written.
    ['10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['10.0.0.1', '1.2.3.4, 198.51.100.1', '198.51.100.1'],
    ['10.0.0.1', '1.2.3.4, 198.51.100.1, 10.9.9.9', '198.51.100.1'],
    ['10.0.0.1', '1.2.3.4,198.51.100.1,192.0.2.1 , 10.9.9.9', '198.51.100.1'],
    ['::ffff:10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['10.0.0.1', '198.51.100.1:51234', '198.51.100.1'],
    ['10.0.0.1', '::ffff:198.51.100.1', '198.51.100.1'],
    ['10.0.0.1', '2001:db8::1', '2001:db8::1'],
    ['10.0.0.1', '[2001:db8::1]:443', '2001:db8::1'],
    ['fd00::1', '198.51.100.1', '198.51.100.1'],
    // A proxy address that was forged in front of a real one does not make the real one a proxy.
    ['10.0.0.1', '10.0.0.2, 198.51.100.1', '198.51.100.1'],
    // An office inside the trusted block: its people are not all one proxy.
    ['10.0.0.1', '10.20.0.7', '10.20.0.7'],
    ['10.0.0.1', '10.20.0.7, 10.0.0.3', '10.20.0.7'],
    ['10.0.0.1', '198.51.100.1, _hidden, 10.0.0.3', '10.0.0.3'],
  ])('%s forwarding %s comes from %s', (peer, forwarded, address) => {
    expect(read(by(peer), forwarded, proxies)).toEqual({ address, source: 'proxy' })
  })

  it.each<[string, string | null]>([
    ['10.0.0.1', null],
    ['10.0.0.1', ''],
    ['10.0.0.1', '10.0.0.1'],
    ['10.0.0.1', '198.51.100.1, unknown'],
  ])('%s forwarding %s comes from the proxy itself', (peer, forwarded) => {
    expect(read(by(peer), forwarded, proxies)).toEqual({ address: peer, source: 'direct' })
  })
})

describe('without our own HTTP server in front', () => {
  it.each([
    null,
    '',
    '203.0.113.7',
    `wrong 203.0.113.7`,
    `${peerSecret}x 203.0.113.7`,
    peerSecret,
    by(''),
    by('localhost'),
  ])('nothing is known: %s', (peer) => {
    expect(read(peer, '198.51.100.1', ['0.0.0.0/1'])).toEqual({ address: null, source: 'unknown' })
  })

  it('nothing is believed while there is no secret to know it by', () => {
    const headers = new Headers({ [peerHeader]: ' 203.0.113.7' })
    expect(readClientAddress(headers, { peerSecret: null, trustedProxies: [] }).address).toBeNull()
  })
})
