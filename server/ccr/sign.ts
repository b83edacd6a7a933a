// bce-auth-v1, the signature of every call to the cloud. Pure: no clock, no I/O; the caller says what time it is.
// Source: https://cloud.baidu.com/doc/Reference/s/njwvz1yfu ("生成认证字符串").

import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'

/** One query parameter, decoded. `null` is a key without a value; it is signed and sent as `key=`. */
export type QueryPair = readonly [name: string, value: string | null]

export type SignInput = {
  readonly method: string
  /** Decoded path. A slash always separates segments. */
  readonly path: string
  readonly query?: readonly QueryPair[] | undefined
  /** Headers as they will be sent, `host` among them. Names in any case. */
  readonly headers: Readonly<Record<string, string>>
  /** Names of the headers to sign; those that are absent or blank are left out. */
  readonly signHeaders?: readonly string[] | undefined
}

export type AuthorizationInput = SignInput & {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Epoch milliseconds; signed to the second. */
  readonly timestampMs: number
  readonly expirationSeconds?: number | undefined
}

export type CanonicalRequest = {
  readonly text: string
  /** Lower-case names joined by `;`, in the order of the canonical lines. */
  readonly signedHeaders: string
}

/**
 * What we sign unless told otherwise: what every request has and no proxy rewrites. Content headers are left out
 * because gateways and HTTP/2 drop them on the way, which the cloud then refuses as "missing headers".
 */
export const defaultSignHeaders: readonly string[] = ['host', 'x-bce-date', 'x-bce-security-token']

export const defaultExpirationSeconds = 1800

const needsEncoding = /[^A-Za-z0-9\-._~]/
const keptByEncodeUriComponent = /[!'()*]/g

/** UriEncode of the vendor: UTF-8, unreserved characters of RFC 3986 kept, the rest `%XX`. Never throws. */
export function uriEncode(text: string): string {
  if (!needsEncoding.test(text)) return text
  return encodeURIComponent(text.toWellFormed()).replace(
    keptByEncodeUriComponent,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** CanonicalURI: each segment encoded, slashes kept, always absolute. Also the path to send. */
export function canonicalPath(path: string): string {
  const absolute = path.startsWith('/') ? path : `/${path}`
  return absolute.split('/').map(uriEncode).join('/')
}

/** CanonicalQueryString: encoded pairs sorted as strings, without `authorization`. Also the query to send. */
export function canonicalQuery(query: readonly QueryPair[]): string {
  const pairs: string[] = []
  for (const [name, value] of query) {
    if (name.toLowerCase() === 'authorization') continue
    pairs.push(`${uriEncode(name)}=${value === null ? '' : uriEncode(value)}`)
  }
  return pairs.sort().join('&')
}

/** The text that is signed, and the names of the headers in it. Throws when `host` is not among them. */
export function canonicalRequest(input: SignInput): CanonicalRequest {
  const wanted = input.signHeaders ?? defaultSignHeaders
  const isWanted = (name: string) => wanted.some((other) => other === name || other.toLowerCase() === name)
  const lines: { readonly line: string; readonly name: string }[] = []
  for (const key of Object.keys(input.headers)) {
    const name = key.toLowerCase()
    if (!isWanted(name)) continue
    const value = (input.headers[key] ?? '').trim()
    if (value !== '') lines.push({ line: `${uriEncode(name)}:${uriEncode(value)}`, name })
  }
  if (!lines.some(({ name }) => name === 'host')) throw new Error('A request is signed with its host header')
  lines.sort((a, b) => (a.line < b.line ? -1 : 1))
  const path = canonicalPath(input.path)
  const query = canonicalQuery(input.query ?? [])
  const headers = lines.map(({ line }) => line).join('\n')
  return {
    text: `${input.method.toUpperCase()}\n${path}\n${query}\n${headers}`,
    signedHeaders: lines.map(({ name }) => name).join(';'),
  }
}

/** `yyyy-MM-ddTHH:mm:ssZ`, the spelling of `x-bce-date` and of the signature. */
export function bceDate(timestampMs: number): string {
  return `${new Date(timestampMs).toISOString().slice(0, 19)}Z`
}

/** `bce-auth-v1/<access key>/<time>/<seconds>`, what the signing key is derived from. */
export function authPrefix(accessKeyId: string, timestampMs: number, expirationSeconds: number): string {
  return `bce-auth-v1/${accessKeyId}/${bceDate(timestampMs)}/${expirationSeconds}`
}

/** Signing key of a prefix: 64 lower-case hex characters, which are the HMAC key as text. Uncached. */
export function signingKey(secretAccessKey: string, prefix: string): string {
  return hmacHex(secretAccessKey, prefix)
}

/** The value of the Authorization header, signed headers listed. */
export function authorization(input: AuthorizationInput): string {
  const { text, signedHeaders } = canonicalRequest(input)
  const { prefix, key } = derivedKey(input)
  return `${prefix}/${signedHeaders}/${hmacHex(key, text)}`
}

type DerivedKey = { readonly second: number; readonly prefix: string; readonly key: KeyObject }

// Requests come in bursts, and within one second they share their signing key. Bounded: one entry an access key.
const derivedKeys = new Map<string, DerivedKey & { readonly secret: string; readonly expires: number }>()
const derivedKeysMax = 64

function derivedKey(input: AuthorizationInput): DerivedKey {
  const { accessKeyId, secretAccessKey } = input
  const expires = input.expirationSeconds ?? defaultExpirationSeconds
  const second = Math.floor(input.timestampMs / 1000)
  const cached = derivedKeys.get(accessKeyId)
  if (cached?.second === second && cached.expires === expires && cached.secret === secretAccessKey)
    return cached
  const prefix = authPrefix(accessKeyId, input.timestampMs, expires)
  const key = createSecretKey(signingKey(secretAccessKey, prefix), 'utf8')
  const derived = { second, prefix, expires, secret: secretAccessKey, key }
  if (derivedKeys.size >= derivedKeysMax && cached === undefined) derivedKeys.clear()
  derivedKeys.set(accessKeyId, derived)
  return derived
}

function hmacHex(key: string | KeyObject, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex')
}
