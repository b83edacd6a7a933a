// Strict IPv4 and CIDR: reads what is stored, says what it means, and explains what is wrong with anything else.
// A stored string is never rewritten here; `meaning` stands beside it.

/** One CIDR block. `base` is the network address as an unsigned 32-bit integer, `prefix` 0 to 32. */
export type Ipv4Block = { readonly base: number; readonly prefix: number }

/** First and last address of a block or interval, both included, unsigned 32-bit. */
export type AddressRange = { readonly first: number; readonly last: number }

type SimpleReason =
  | 'empty'
  | 'ipv6'
  | 'ipv6Mapped'
  | 'notAddress'
  | 'range'
  | 'hostname'
  | 'url'
  | 'port'
  | 'wildcard'
  | 'fullWidth'
  | 'spaces'
  | 'tooFewOctets'
  | 'tooManyOctets'
  | 'prefixSyntax'

/** Why a text is not an IPv4 address or block. `values` are what the sentence of that reason (`address.problem.*`) needs. */
export type AddressProblem =
  | { readonly reason: SimpleReason; readonly values: { readonly input: string } }
  | {
      readonly reason: 'octal'
      readonly values: {
        readonly input: string
        readonly octet: string
        readonly asOctal: string
        readonly asDecimal: string
      }
    }
  | {
      /** A leading zero that cannot have been octal (`09`), so only one reading is left. */
      readonly reason: 'leadingZero'
      readonly values: {
        readonly input: string
        readonly octet: string
        readonly asDecimal: string
      }
    }
  | {
      readonly reason: 'octetRange'
      readonly values: { readonly input: string; readonly octet: string }
    }
  | {
      readonly reason: 'prefixRange'
      readonly values: { readonly input: string; readonly prefix: string }
    }
  | {
      readonly reason: 'netmask'
      readonly values: { readonly input: string; readonly suggestion: string }
    }

export type ParsedAddress = {
  /** The text exactly as given: the key under which the cloud knows the entry. */
  readonly stored: string
  readonly block: Ipv4Block
  readonly hasPrefix: boolean
  /** Bits are set to the right of the prefix (`192.168.0.1/24`); the block is what remains without them. */
  readonly hostBits: boolean
  /** Canonical text of the block: `192.168.0.0/24`, or the bare address when the prefix is 32. */
  readonly meaning: string
  /** Addresses in the block, 1 to 4294967296. */
  readonly size: number
}

export type ParseResult =
  | { readonly ok: true; readonly value: ParsedAddress }
  | {
      readonly ok: false
      readonly problem: AddressProblem
      readonly suggestion?: string
    }

export type SpecialKind =
  | 'private'
  | 'loopback'
  | 'linkLocal'
  | 'sharedNat'
  | 'documentation'
  | 'benchmark'
  | 'multicast'
  | 'reserved'
  | 'thisNetwork'
  | 'broadcast'

export type SpecialRange = {
  readonly kind: SpecialKind
  readonly block: string
  readonly source: string
}

/** Last address of the IPv4 space, 255.255.255.255. */
export const lastAddress = 0xffff_ffff

/** Longest text that is looked at; anything longer is not an address, whatever it says. */
const longestInput = 256

/** Dotted text of an unsigned 32-bit address. */
export function formatAddress(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`
}

/** Canonical text of a block: bare address for a /32, CIDR otherwise. */
export function formatBlock(block: Ipv4Block): string {
  return block.prefix === 32 ? formatAddress(block.base) : `${formatAddress(block.base)}/${block.prefix}`
}

/** Addresses in a block, 1 to 4294967296. */
export function blockSize(block: Ipv4Block): number {
  return 2 ** (32 - block.prefix)
}

/** First and last address of a block, both included. */
export function blockRange(block: Ipv4Block): AddressRange {
  return { first: block.base, last: block.base + (blockSize(block) - 1) }
}

/** Does `outer` hold every address of `inner`? A block contains itself. */
export function blockContains(outer: Ipv4Block, inner: Ipv4Block): boolean {
  return inner.prefix >= outer.prefix && maskAddress(inner.base, outer.prefix) === outer.base
}

/** The address with all bits to the right of the prefix cleared. */
export function maskAddress(address: number, prefix: number): number {
  return prefix === 0 ? 0 : (address & (lastAddress << (32 - prefix))) >>> 0
}

/** The block of that prefix which holds the address; host bits are cleared. */
export function blockOf(address: number, prefix: number): Ipv4Block {
  return { base: maskAddress(address, prefix), prefix }
}

// IANA IPv4 Special-Purpose Address Registry, plus multicast (RFC 5771). Narrower ranges stand before those around them.
const specialRanges: ReadonlyArray<{ block: Ipv4Block; range: SpecialRange }> = (
  [
    ['broadcast', '255.255.255.255', 'RFC 8190'],
    ['thisNetwork', '0.0.0.0/8', 'RFC 791'],
    ['private', '10.0.0.0/8', 'RFC 1918'],
    ['sharedNat', '100.64.0.0/10', 'RFC 6598'],
    ['loopback', '127.0.0.0/8', 'RFC 1122'],
    ['linkLocal', '169.254.0.0/16', 'RFC 3927'],
    ['private', '172.16.0.0/12', 'RFC 1918'],
    ['documentation', '192.0.2.0/24', 'RFC 5737'],
    ['reserved', '192.0.0.0/24', 'RFC 6890'],
    ['private', '192.168.0.0/16', 'RFC 1918'],
    ['benchmark', '198.18.0.0/15', 'RFC 2544'],
    ['documentation', '198.51.100.0/24', 'RFC 5737'],
    ['documentation', '203.0.113.0/24', 'RFC 5737'],
    ['multicast', '224.0.0.0/4', 'RFC 5771'],
    ['reserved', '240.0.0.0/4', 'RFC 1112'],
  ] as const
).map(([kind, text, source]) => {
  const [address = '', prefix = '32'] = text.split('/')
  return {
    block: {
      base: packOctets(address.split('.').map(Number)),
      prefix: Number(prefix),
    },
    range: { kind, block: text, source },
  }
})

/** The special-purpose range that holds the whole block, or null. Source: IANA special-purpose registry. */
export function specialRange(block: Ipv4Block): SpecialRange | null {
  for (const special of specialRanges) {
    if (blockContains(special.block, block)) return special.range
  }
  return null
}

// Documentation and benchmark ranges are left out on purpose: they are not routed either, but examples and
// test networks are made of them, so an entry there is counted like any other.
const neverPublic: ReadonlySet<SpecialKind> = new Set([
  'private',
  'loopback',
  'linkLocal',
  'sharedNat',
  'multicast',
  'reserved',
  'thisNetwork',
  'broadcast',
])

/** True for kinds of range from which no client ever arrives over the public Internet. */
export function isNeverPublic(kind: SpecialKind): boolean {
  return neverPublic.has(kind)
}

/** The blocks from which no client ever arrives over the public Internet. */
export const neverPublicBlocks: readonly Ipv4Block[] = specialRanges
  .filter(({ range }) => isNeverPublic(range.kind))
  .map(({ block }) => block)

const dottedPattern = /^\d+(?:\.\d+)*$/
const rangePattern = /^\d+\.\d+\.\d+\.\d+\s*(?:-|–|—|~|\.\.|to)\s*\d+(?:\.\d+\.\d+\.\d+)?$/i
const hostnamePattern =
  /^(?=.*[a-z])[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*\.?$/i

/**
 * Reads one IPv4 address or CIDR block, strictly. Host bits are accepted and reported, since stored entries have them;
 * leading zeros, spaces, netmasks, ranges and everything else that needs a guess are refused with the reason and,
 * where only one reading makes sense, a suggestion. Leading zeros: RFC 6943, section 3.1.1.
 */
export function parseAddress(input: string): ParseResult {
  const fast = parseCanonical(input)
  if (fast !== null) return { ok: true, value: fast }
  return explain(input)
}

// The path nearly every entry takes: one scan, no regular expression.
function parseCanonical(input: string): ParsedAddress | null {
  const length = input.length
  if (length < 7 || length > 18) return null
  let address = 0
  let octets = 0
  let value = 0
  let digits = 0
  let at = 0
  for (; at < length; at++) {
    const code = input.charCodeAt(at)
    if (code >= 48 && code <= 57) {
      if (digits > 0 && value === 0) return null
      value = value * 10 + (code - 48)
      if (value > 255) return null
      digits++
    } else if (code === 46) {
      if (digits === 0 || octets === 3) return null
      address = address * 256 + value
      octets++
      value = 0
      digits = 0
    } else if (code === 47) {
      break
    } else {
      return null
    }
  }
  if (octets !== 3 || digits === 0) return null
  address = address * 256 + value
  let prefix = 32
  const hasPrefix = at < length
  if (hasPrefix) {
    const first = input.charCodeAt(at + 1) - 48
    if (at + 2 === length) {
      if (!(first >= 0 && first <= 9)) return null
      prefix = first
    } else if (at + 3 === length) {
      const second = input.charCodeAt(at + 2) - 48
      if (!(first >= 1 && first <= 3) || !(second >= 0 && second <= 9)) return null
      prefix = first * 10 + second
      if (prefix > 32) return null
    } else {
      return null
    }
  }
  const base = maskAddress(address, prefix)
  const block = { base, prefix }
  const hostBits = base !== address
  return {
    stored: input,
    block,
    hasPrefix,
    hostBits,
    meaning: !hostBits && prefix !== 32 ? input : formatBlock(block),
    size: blockSize(block),
  }
}

function explain(input: string): ParseResult {
  const text = input.trim()
  if (text === '') return refuse('empty', input)
  if (text.length > longestInput) return refuse('notAddress', `${text.slice(0, 40)}…`)

  const halfWidth = toHalfWidth(text)
  if (halfWidth !== text) return suggest(refuse('fullWidth', input), halfWidth)
  if (text !== input) return suggest(refuse('spaces', input), text)
  if (rangePattern.test(text)) return refuse('range', input)
  if (/\s/.test(text)) return suggest(refuse('spaces', input), text.replace(/\s+/g, ''))

  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return suggest(refuse('url', input), hostOfUrl(text))
  if (text.includes(':')) return explainColon(input)
  if (/^[\d.*x/]+$/i.test(text) && /[*x]/i.test(text) && text.includes('.')) {
    return suggest(refuse('wildcard', input), blockOfWildcard(text))
  }
  if (text === '*') return refuse('wildcard', input)

  const slash = text.indexOf('/')
  const addressPart = slash === -1 ? text : text.slice(0, slash)
  const prefixPart = slash === -1 ? null : text.slice(slash + 1)
  if (!dottedPattern.test(addressPart)) return explainUndotted(input, addressPart, prefixPart)

  const octets = addressPart.split('.')
  if (octets.length < 4) return suggest(refuse('tooFewOctets', input), completed(octets, prefixPart))
  if (octets.length > 4) return refuse('tooManyOctets', input)
  const problem = octetProblem(input, octets, prefixPart)
  if (problem !== null) return problem
  return explainPrefix(input, addressPart, prefixPart ?? '')
}

function octetProblem(
  input: string,
  octets: readonly string[],
  prefixPart: string | null,
): ParseResult | null {
  const tail = prefixPart === null ? '' : `/${prefixPart}`
  const tooBig = octets.find((octet) => Number(octet) > 255)
  if (tooBig !== undefined)
    return {
      ok: false,
      problem: { reason: 'octetRange', values: { input, octet: tooBig } },
    }
  const padded = octets.find((octet) => octet.length > 1 && octet.startsWith('0'))
  if (padded === undefined) return null
  const asDecimal = octets.map((octet) => Number(octet)).join('.') + tail
  const octal = octets.map((octet) => {
    if (octet.length === 1 || !octet.startsWith('0')) return Number(octet)
    return /^[0-7]+$/.test(octet) ? Number.parseInt(octet, 8) : Number.NaN
  })
  const asOctal = octal.join('.') + tail
  // 00 and 01 to 07 read the same both ways, and 08 cannot be octal: one reading is left, so it can be proposed.
  if (octal.some((value) => !(value <= 255)) || asOctal === asDecimal) {
    return suggest(
      {
        ok: false,
        problem: {
          reason: 'leadingZero',
          values: { input, octet: padded, asDecimal },
        },
      },
      asDecimal,
    )
  }
  return {
    ok: false,
    problem: {
      reason: 'octal',
      values: { input, octet: padded, asOctal, asDecimal },
    },
  }
}

function explainPrefix(input: string, addressPart: string, prefixPart: string): ParseResult {
  if (/^\d+$/.test(prefixPart)) {
    const prefix = Number(prefixPart)
    if (prefix > 32)
      return {
        ok: false,
        problem: {
          reason: 'prefixRange',
          values: { input, prefix: prefixPart },
        },
      }
    return suggest(refuse('prefixSyntax', input), `${addressPart}/${prefix}`)
  }
  if (/^-\d+$/.test(prefixPart)) {
    return {
      ok: false,
      problem: { reason: 'prefixRange', values: { input, prefix: prefixPart } },
    }
  }
  const mask = parseCanonical(prefixPart)
  if (mask !== null && !mask.hasPrefix) {
    const prefix = prefixOfMask(mask.block.base)
    if (prefix !== null) {
      const suggestion = `${addressPart}/${prefix}`
      return {
        ok: false,
        problem: { reason: 'netmask', values: { input, suggestion } },
        suggestion,
      }
    }
  }
  if (prefixPart === '') return suggest(refuse('prefixSyntax', input), addressPart)
  return refuse('prefixSyntax', input)
}

function explainColon(input: string): ParseResult {
  const text = input
  const withPort = /^(\d+\.\d+\.\d+\.\d+)(?:\/\d+)?:\d*$/.exec(text)
  if (withPort !== null) return suggest(refuse('port', input), withPort[1] ?? '')
  const mapped = /^\[?(?:0{0,4}:)*:?(?:0{0,4}:)*ffff:(\d+\.\d+\.\d+\.\d+)\]?(?:\/(\d+))?$/i.exec(text)
  if (mapped !== null) {
    const prefix = mapped[2] === undefined ? null : Number(mapped[2]) - 96
    const tail = prefix === null ? '' : `/${prefix}`
    return suggest(refuse('ipv6Mapped', input), `${mapped[1] ?? ''}${tail}`)
  }
  if (
    /^\[?[0-9a-f:.]*:[0-9a-f:.]*(?:%[\w.-]+)?\]?(?:\/\d*)?(?::\d+)?$/i.test(text) &&
    text.split(':').length > 2
  ) {
    return refuse('ipv6', input)
  }
  if (/^[a-z0-9_.-]+:\d+$/i.test(text) && /[a-z]/i.test(text)) return refuse('hostname', input)
  return refuse('notAddress', input)
}

function explainUndotted(input: string, addressPart: string, prefixPart: string | null): ParseResult {
  if (/^[\d.]+$/.test(addressPart)) {
    const octets = addressPart.split('.').filter((octet) => octet !== '')
    if (octets.length === 4) {
      return suggest(
        refuse('notAddress', input),
        octets.join('.') + (prefixPart === null ? '' : `/${prefixPart}`),
      )
    }
    return refuse(octets.length < 4 ? 'tooFewOctets' : 'tooManyOctets', input)
  }
  const commaForDot = addressPart.replace(/[,;]/g, '.')
  if (commaForDot !== addressPart && parseCanonical(commaForDot) !== null) {
    return suggest(refuse('notAddress', input), commaForDot + (prefixPart === null ? '' : `/${prefixPart}`))
  }
  if (hostnamePattern.test(addressPart) && !/^0x[0-9a-f]+$/i.test(addressPart))
    return refuse('hostname', input)
  return refuse('notAddress', input)
}

function refuse(reason: SimpleReason, input: string): ParseResult & { ok: false } {
  return { ok: false, problem: { reason, values: { input } } }
}

// A suggestion is only made when it would be accepted: a wrong hint is worse than none.
function suggest(result: ParseResult & { ok: false }, text: string | null): ParseResult {
  if (text === null) return result
  return parseCanonical(text) === null ? result : { ...result, suggestion: text }
}

function toHalfWidth(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/[\u3002\uff61]/g, '.')
    .replace(/\u3000/g, ' ')
}

function hostOfUrl(text: string): string {
  const rest = text.slice(text.indexOf('://') + 3)
  const host = rest.split(/[/?#]/)[0] ?? ''
  return host.slice(host.lastIndexOf('@') + 1).replace(/:\d*$/, '')
}

function blockOfWildcard(text: string): string | null {
  const octets = text.split('.')
  const firstWild = octets.findIndex((octet) => /^[*x]$/i.test(octet))
  if (octets.length > 4 || firstWild < 0) return null
  if (!octets.slice(firstWild).every((octet) => /^[*x]$/i.test(octet))) return null
  if (firstWild === 0) return null
  const known = octets.slice(0, firstWild)
  return [...known, ...Array.from({ length: 4 - firstWild }, () => '0')].join('.') + `/${firstWild * 8}`
}

// 10.20/16 was a common way to write 10.20.0.0/16; without a prefix the rest cannot be guessed.
function completed(octets: readonly string[], prefixPart: string | null): string | null {
  if (prefixPart === null || !/^\d+$/.test(prefixPart)) return null
  const prefix = Number(prefixPart)
  if (prefix > octets.length * 8) return null
  return [...octets, ...Array.from({ length: 4 - octets.length }, () => '0')].join('.') + `/${prefix}`
}

function prefixOfMask(mask: number): number | null {
  const prefix = Math.clz32(~mask >>> 0)
  return maskAddress(lastAddress, prefix) === mask ? prefix : null
}

function packOctets(octets: readonly number[]): number {
  return octets.reduce((address, octet) => address * 256 + octet, 0)
}
