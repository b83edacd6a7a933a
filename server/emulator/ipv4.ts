// The emulator's own IPv4 reading. It plays the vendor, which keeps what it was sent, so it shares nothing with the
// console's parser.

export type Ipv4Block = { readonly first: number; readonly last: number; readonly hasHostBits: boolean }

/** The address as an unsigned 32-bit number, or null when the text is not four plain decimal octets. */
export function parseIpv4(text: string): number | null {
  const octets = text.split('.')
  if (octets.length !== 4) return null
  let value = 0
  for (const octet of octets) {
    if (!/^(0|[1-9]\d{0,2})$/.test(octet)) return null
    const number = Number(octet)
    if (number > 255) return null
    value = value * 256 + number
  }
  return value
}

/** An address or an address with a prefix length; null when it is neither. */
export function parseIpv4Block(text: string): Ipv4Block | null {
  const slash = text.indexOf('/')
  const address = parseIpv4(slash < 0 ? text : text.slice(0, slash))
  if (address === null) return null
  if (slash < 0) return { first: address, last: address, hasHostBits: false }
  const prefix = text.slice(slash + 1)
  if (!/^(0|[1-9]\d?)$/.test(prefix) || Number(prefix) > 32) return null
  const size = 2 ** (32 - Number(prefix))
  const first = address - (address % size)
  return { first, last: first + size - 1, hasHostBits: first !== address }
}

export function formatIpv4(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.')
}
