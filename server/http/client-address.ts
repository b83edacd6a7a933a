// Where a request really comes from. Headers that a client can write are believed only when a trusted proxy wrote them.

import { timingSafeEqual } from 'node:crypto'
import { BlockList, isIP } from 'node:net'
import type { Config } from '#server/env.ts'
import type { ClientAddress } from './context.ts'

/** Our HTTP server puts `<secret> <address of the connection>` here and overwrites what a client sends under this name. */
export const peerHeader = 'x-drawbridge-peer'

/**
 * The client's address: the connection's own, or, when that is a trusted proxy, the last address in X-Forwarded-For that
 * is not one (the first one when all are). `unknown` when our HTTP server is not in front.
 */
export function readClientAddress(
  headers: Headers,
  config: Pick<Config, 'peerSecret' | 'trustedProxies'>,
): ClientAddress {
  const peer = readPeer(headers.get(peerHeader), config)
  if (peer === null) return { address: null, source: 'unknown' }
  const trusted = trustedList(config.trustedProxies)
  if (!isTrusted(trusted, peer)) return { address: peer, source: 'direct' }
  const hops = (headers.get('x-forwarded-for') ?? '')
    .split(',')
    .map((hop) => plainAddress(hop.trim()))
    .filter((hop) => hop !== '')
  let address = peer
  for (const hop of hops.reverse()) {
    // Behind a hop that is no address nothing can be told apart.
    if (isIP(hop) === 0) break
    address = hop
    if (!isTrusted(trusted, hop)) break
  }
  return { address, source: address === peer ? 'direct' : 'proxy' }
}

function readPeer(header: string | null, { peerSecret }: Pick<Config, 'peerSecret'>): string | null {
  if (header === null || peerSecret === null) return null
  const [secret = '', address = ''] = header.split(' ')
  const expected = Buffer.from(peerSecret.reveal())
  const given = Buffer.from(secret)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  const plain = plainAddress(address)
  return isIP(plain) === 0 ? null : plain
}

/** `::ffff:1.2.3.4` and `1.2.3.4:5678` (some proxies add the port) as `1.2.3.4`. */
function plainAddress(text: string): string {
  const unmapped = text.replace(/^\[(.*)\](?::\d+)?$/, '$1').replace(/^::ffff:(?=\d+\.)/i, '')
  return /^\d+\.\d+\.\d+\.\d+:\d+$/.test(unmapped) ? unmapped.slice(0, unmapped.indexOf(':')) : unmapped
}

const lists = new WeakMap<readonly string[], BlockList>()

function trustedList(blocks: readonly string[]): BlockList {
  const made = lists.get(blocks)
  if (made) return made
  const list = new BlockList()
  for (const block of blocks) {
    const [address = '', prefix] = block.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    list.addSubnet(address, prefix === undefined ? (family === 'ipv6' ? 128 : 32) : Number(prefix), family)
  }
  lists.set(blocks, list)
  return list
}

function isTrusted(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}
