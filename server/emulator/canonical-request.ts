// The canonical request of bce-auth-v1, from the vendor's page cloud.baidu.com/doc/Reference/s/njwvz1yfu.
// Written for checking: it starts from the request as it arrived.

/** Keeps letters, digits, `-`, `.`, `_` and `~`; every other UTF-8 byte becomes %XX in capitals. */
export function uriEncode(text: string): string {
  let encoded = ''
  for (const byte of Buffer.from(text, 'utf8')) {
    const character = String.fromCharCode(byte)
    encoded += /[A-Za-z0-9._~-]/.test(character)
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return encoded
}

/** Path as it arrived → encoded once, segment by segment. Throws a URIError on a broken escape. */
export function canonicalUri(rawPath: string): string {
  const path = rawPath.startsWith('/') ? rawPath : `/${rawPath}`
  return path
    .split('/')
    .map((segment) => uriEncode(decodeURIComponent(segment)))
    .join('/')
}

/** Name and value pairs of a query string as it arrived; a plus is a plus. Throws a URIError on a broken escape. */
export function parseQuery(rawQuery: string): [name: string, value: string][] {
  return rawQuery
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=')
      const name = equals < 0 ? part : part.slice(0, equals)
      const value = equals < 0 ? '' : part.slice(equals + 1)
      return [decodeURIComponent(name), decodeURIComponent(value)]
    })
}

export function canonicalQueryString(pairs: readonly (readonly [string, string])[]): string {
  return pairs
    .filter(([name]) => name.toLowerCase() !== 'authorization')
    .map(([name, value]) => `${uriEncode(name)}=${uriEncode(value)}`)
    .sort(byBytes)
    .join('&')
}

/** Headers with an empty value are left out, as the document says. */
export function canonicalHeaders(headers: readonly (readonly [name: string, value: string])[]): string {
  return headers
    .map(([name, value]) => [name.trim().toLowerCase(), value.trim()] as const)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${uriEncode(name)}:${uriEncode(value)}`)
    .sort(byBytes)
    .join('\n')
}

// The encoded strings are ASCII, so code units compare like bytes; localeCompare would not.
function byBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
