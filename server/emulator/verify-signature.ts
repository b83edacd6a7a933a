// Checks bce-auth-v1 as the receiving side, independent of the console's signer. Steps and messages follow the vendor's
// document (cloud.baidu.com/doc/Reference/s/njwvz1yfu) and answers seen from its gateway.

import { createHmac, timingSafeEqual } from 'node:crypto'
import { canonicalHeaders, canonicalQueryString, canonicalUri, parseQuery } from './canonical-request.ts'
import { CcrError, invalidUri } from './errors.ts'

export type AccessKey = {
  accessKeyId: string
  secretAccessKey: string
  /** Set for temporary keys: the request must carry it, signed, in x-bce-security-token. */
  sessionToken?: string
  /** A read-only key is refused every write with 401 Unauthorized. */
  access?: 'full' | 'readOnly'
}

export type SignedRequest = {
  method: string
  /** As it arrived, still percent-encoded. */
  rawPath: string
  /** As it arrived, without the question mark. */
  rawQuery: string
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>
}

export type VerifyOptions = {
  findKey: (accessKeyId: string) => AccessKey | undefined
  nowMs: number
  futureSkewMs: number
  errors: 'ccr' | 'bce'
}

export type Verified = {
  key: AccessKey
  signedHeaders: string[]
  canonicalRequest: string
  signingKey: string
}

type Fault = 'unknownKey' | 'mismatch' | 'missingHeader' | 'expired' | 'notYet'

/** Throws a CcrError: 400 SignatureEmpty, InvalidHTTPAuthHeader or InvalidURI, else the code the switch names. */
export function verifySignature(request: SignedRequest, options: VerifyOptions): Verified {
  const authorization = request.headers['authorization'] ?? ''
  if (authorization.trim() === '') {
    throw new CcrError(400, 'SignatureEmpty', 'Signature is invalid: Signature is empty.')
  }
  const parts = authorization.trim().split('/')
  const [version, accessKeyId, timestamp, expiration, listed, signature] = parts
  const signedAtMs = parseTimestamp(timestamp)
  if (
    parts.length !== 6 ||
    version !== 'bce-auth-v1' ||
    !accessKeyId ||
    signedAtMs === null ||
    expiration === undefined ||
    !/^[1-9]\d{0,8}$/.test(expiration) ||
    listed === undefined ||
    signature === undefined ||
    !/^[0-9a-f]{64}$/.test(signature)
  ) {
    throw new CcrError(
      400,
      'InvalidHTTPAuthHeader',
      'The HTTP authorization header is invalid. Consult the service documentation for details.',
    )
  }
  const refuse = (fault: Fault, detail = '') => signatureError(fault, options.errors, detail)
  const key = options.findKey(accessKeyId)
  if (!key) throw refuse('unknownKey')
  if (options.nowMs > signedAtMs + Number(expiration) * 1000) throw refuse('expired', timestamp)
  if (signedAtMs > options.nowMs + options.futureSkewMs) throw refuse('notYet', timestamp)

  const signedHeaders = headersToCheck(listed, request.headers)
  for (const name of signedHeaders) {
    if (request.headers[name] === undefined) throw refuse('missingHeader', name)
  }
  if (!signedHeaders.includes('host')) throw refuse('missingHeader', 'host')
  const token = request.headers['x-bce-security-token']
  if (token !== undefined && !signedHeaders.includes('x-bce-security-token')) {
    throw refuse('missingHeader', 'x-bce-security-token')
  }
  if (key.sessionToken !== undefined && (token === undefined || !isSameText(token, key.sessionToken))) {
    throw refuse('unknownKey')
  }

  let canonicalRequest: string
  try {
    canonicalRequest = [
      request.method.toUpperCase(),
      canonicalUri(request.rawPath),
      canonicalQueryString(parseQuery(request.rawQuery)),
      canonicalHeaders(signedHeaders.map((name) => [name, request.headers[name] ?? ''])),
    ].join('\n')
  } catch (error) {
    if (error instanceof URIError) throw invalidUri(error.message)
    throw error
  }
  const signingKey = hmacHex(key.secretAccessKey, `bce-auth-v1/${accessKeyId}/${timestamp}/${expiration}`)
  if (!isSameText(hmacHex(signingKey, canonicalRequest), signature)) throw refuse('mismatch')
  return { key, signedHeaders, canonicalRequest, signingKey }
}

// An empty list stands for the document's default set, as far as the headers are there.
function headersToCheck(listed: string, headers: Readonly<Record<string, string>>): string[] {
  if (listed !== '') return listed.split(';').map((name) => name.trim().toLowerCase())
  const usual = ['host', 'content-length', 'content-type', 'content-md5']
  return Object.keys(headers).filter((name) => usual.includes(name) || name.startsWith('x-bce-'))
}

/** `yyyy-MM-ddTHH:mm:ssZ` and nothing else, in epoch ms. */
function parseTimestamp(text: string | undefined): number | null {
  if (text === undefined || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return null
  const parsedMs = Date.parse(text)
  // Date.parse rolls 31 February over; the document's format does not.
  return Number.isNaN(parsedMs) || new Date(parsedMs).toISOString() !== text.replace('Z', '.000Z')
    ? null
    : parsedMs
}

function hmacHex(key: string, message: string): string {
  return createHmac('sha256', key).update(message, 'utf8').digest('hex')
}

function isSameText(a: string, b: string): boolean {
  const first = Buffer.from(a, 'utf8')
  const second = Buffer.from(b, 'utf8')
  return first.length === second.length && timingSafeEqual(first, second)
}

function signatureError(fault: Fault, style: 'ccr' | 'bce', detail: string): CcrError {
  if (style === 'bce') {
    if (fault === 'unknownKey') {
      return new CcrError(
        403,
        'InvalidAccessKeyId',
        'The Access Key ID you provided does not exist in our records.',
      )
    }
    if (fault === 'expired' || fault === 'notYet') {
      return new CcrError(400, 'RequestExpired', `Request has expired. Timestamp date is ${detail}`)
    }
    return new CcrError(
      400,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided.',
      fault === 'missingHeader' ? `${detail} is missing` : '',
    )
  }
  const messages = {
    unknownKey: 'IamSignatureInvalid, cause: Could not find credential.',
    mismatch: 'SignatureDoesNotMatch, cause: Fail to authn user: Signature does not match',
    missingHeader: `IamSignatureInvalid, cause: Fail to authn user: Missing headers required by signing: ${detail}`,
    expired: 'IamSignatureInvalid, cause: Fail to authn user: Fail to check timestamp: time expired',
    notYet: 'IamSignatureInvalid, cause: Fail to authn user: Fail to check timestamp: time is in the future',
  }
  return new CcrError(403, 'IamSignatureInvalid', messages[fault])
}
