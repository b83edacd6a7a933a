import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { registry, vectors } from '#server/ccr/testing/sign-vectors.ts'
import {
  authorization,
  authPrefix,
  bceDate,
  canonicalPath,
  canonicalQuery,
  canonicalRequest,
  type QueryPair,
  signingKey,
  uriEncode,
} from './sign.ts'

describe.each(vectors)('vector $name', (vector) => {
  const prefix = `bce-auth-v1/${vector.accessKeyId}/${vector.date}/1800`

  it('derives the published signing key', () => {
    expect(authPrefix(vector.accessKeyId, vector.timestampMs, 1800)).toBe(prefix)
    expect(signingKey(vector.secretAccessKey, prefix)).toBe(vector.key)
  })

  it('builds the published canonical request', () => {
    expect(canonicalRequest(vector)).toEqual({ text: vector.canonical, signedHeaders: vector.signed })
  })

  it('gives the published signature', () => {
    expect(authorization(vector)).toBe(`${prefix}/${vector.signed}/${vector.signature}`)
  })
})

describe('encoding', () => {
  it.each([
    [
      "!'()*this is an example for 测试",
      '%21%27%28%29%2Athis%20is%20an%20example%20for%20%E6%B5%8B%E8%AF%95',
    ],
    ['a/b:c', 'a%2Fb%3Ac'],
    ['AZaz09-._~', 'AZaz09-._~'],
    ['+ %', '%2B%20%25'],
    ['', ''],
  ])('encodes %j as %j', (plain, encoded) => {
    expect(uriEncode(plain)).toBe(encoded)
  })

  it.each([
    ['/中文bucket/中文object', '/%E4%B8%AD%E6%96%87bucket/%E4%B8%AD%E6%96%87object'],
    ['', '/'],
    ['/', '/'],
    ['v1/instances', '/v1/instances'],
    ['/a%2Fb', '/a%252Fb'],
  ])('writes the path %j as %j', (path, canonical) => {
    expect(canonicalPath(path)).toBe(canonical)
  })

  it.each<[QueryPair[], string]>([
    [
      [
        ['A', 'A'],
        ['B', null],
        ['C', ''],
      ],
      'A=A&B=&C=',
    ],
    [
      [
        ['text', null],
        ['text1', '测试'],
        ['text10', 'test'],
      ],
      'text10=test&text1=%E6%B5%8B%E8%AF%95&text=',
    ],
    [
      [
        ['Authorization', 'x'],
        ['authorization', 'y'],
        ['a', 'b'],
      ],
      'a=b',
    ],
    [
      [
        ['a', '2'],
        ['a', '1'],
      ],
      'a=1&a=2',
    ],
  ])('writes the query %j as %j', (query, canonical) => {
    expect(canonicalQuery(query)).toBe(canonical)
  })

  it('keeps only unreserved characters and can be read back, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (plain) => {
        const encoded = uriEncode(plain)
        expect(encoded).toMatch(/^([A-Za-z0-9\-._~]|%[0-9A-F]{2})*$/)
        expect(decodeURIComponent(encoded)).toBe(plain.toWellFormed())
      }),
    )
  })

  it('never throws, not even on half a surrogate pair', () => {
    expect(uriEncode('\ud800x')).toBe('%EF%BF%BDx')
    expect(uriEncode('x\udc00')).toBe('x%EF%BF%BD')
  })
})

const pairs = fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.option(fc.string({ unit: 'grapheme' }))))
const base = { ...registry, path: '/v1/instances' }

describe('what does not matter to a signature', () => {
  it('is the order of the query', () => {
    const shuffled = pairs.chain((query) =>
      fc.tuple(
        fc.constant(query),
        fc.shuffledSubarray(query, { minLength: query.length, maxLength: query.length }),
      ),
    )
    fc.assert(
      fc.property(shuffled, ([query, other]) => {
        expect(authorization({ ...base, query })).toBe(authorization({ ...base, query: other }))
      }),
    )
  })

  it('is the case and order of headers, and headers that are not signed', () => {
    const plain = authorization(base)
    const headers = {
      'Content-Type': 'application/json',
      'X-BCE-Date': ' 2026-11-24T08:26:41Z ',
      'x-bce-request-id': '1',
      HOST: 'ccr.bj.baidubce.com',
    }
    expect(authorization({ ...base, headers, signHeaders: ['X-Bce-Date', 'Host'] })).toBe(plain)
    expect(authorization({ ...base, headers, signHeaders: undefined })).toBe(plain)
    expect(authorization({ ...base, method: 'get' })).toBe(plain)
  })

  it('is the fraction of a second', () => {
    expect(authorization({ ...base, timestampMs: base.timestampMs + 999 })).toBe(authorization(base))
  })
})

describe('what does matter', () => {
  const plain = authorization(base)

  it.each([
    ['secret', { secretAccessKey: 'another' }],
    ['access key', { accessKeyId: 'another' }],
    ['second', { timestampMs: base.timestampMs + 1000 }],
    ['life', { expirationSeconds: 60 }],
    ['method', { method: 'PUT' }],
    ['path', { path: '/v1/instances/' }],
    ['query', { query: [['a', null]] as QueryPair[] }],
    ['host', { headers: { ...base.headers, host: 'ccr.bj.baidubce.com:8443' } }],
  ])('is the %s, also right after a signature that differs only in it', (_, change) => {
    const changed = authorization({ ...base, ...change })
    expect(changed).not.toBe(plain)
    expect(authorization(base)).toBe(plain)
  })

  it('is the session token of temporary credentials, signed and listed', () => {
    const headers = { ...base.headers, 'x-bce-security-token': 'abc/+=' }
    const value = authorization({ ...base, headers, signHeaders: undefined })
    expect(value.split('/')[4]).toBe('host;x-bce-date;x-bce-security-token')
    expect(canonicalRequest({ ...base, headers, signHeaders: undefined }).text).toContain(
      '\nx-bce-security-token:abc%2F%2B%3D',
    )
  })
})

it('refuses to sign a request without its host', () => {
  expect(() => authorization({ ...base, headers: { 'x-bce-date': base.date } })).toThrow('host')
  expect(() => authorization({ ...base, headers: { host: ' ' } })).toThrow('host')
})

it('writes time to the second in UTC', () => {
  expect(bceDate(1_795_508_801_999)).toBe('2026-11-24T08:26:41Z')
})

it('signs rightly after more access keys than it remembers', () => {
  for (let index = 0; index < 200; index += 1) authorization({ ...base, accessKeyId: `key${index}` })
  for (const vector of vectors) expect(authorization(vector)).toContain(vector.signature)
})

type VendorAuth = {
  generateAuthorization(
    method: string,
    path: string,
    params: Record<string, string | null>,
    headers: Record<string, string>,
    timestampSeconds: number,
    expirationSeconds: number,
    headersToSign: string[],
  ): string
}

describe('against the vendor SDK', () => {
  const { Auth } = createRequire(import.meta.url)('@baiducloud/sdk') as {
    Auth: new (accessKeyId: string, secretAccessKey: string) => VendorAuth
  }
  // That SDK encodes neither the path nor the names of parameters: it is given plain ones.
  const word = fc.stringMatching(/^[a-zA-Z0-9._-]{1,12}$/)
  const request = fc.record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
    segments: fc.array(word, { minLength: 1, maxLength: 5 }),
    query: fc.dictionary(word, fc.option(fc.string({ unit: 'grapheme' })), { maxKeys: 6 }),
    host: fc.stringMatching(/^[a-z0-9.-]{1,20}(:[0-9]{2,4})?$/),
    token: fc.option(fc.stringMatching(/^[!-~]{1,30}$/)),
    second: fc.integer({ min: 1, max: 4_000_000_000 }),
    life: fc.integer({ min: 1, max: 100_000 }),
  })

  it('agrees on every request', () => {
    fc.assert(
      fc.property(request, ({ method, segments, query, host, token, second, life }) => {
        const headers = {
          host,
          'x-bce-date': bceDate(second * 1000),
          ...(token !== null && { 'x-bce-security-token': token }),
        }
        const path = `/${segments.join('/')}`
        const { accessKeyId, secretAccessKey } = registry
        const ours = authorization({
          method,
          path,
          query: Object.entries(query),
          headers,
          accessKeyId,
          secretAccessKey,
          timestampMs: second * 1000,
          expirationSeconds: life,
        })
        const theirs = new Auth(accessKeyId, secretAccessKey).generateAuthorization(
          method,
          path,
          query,
          headers,
          second,
          life,
          ['host', 'x-bce-date', 'x-bce-security-token'],
        )
        expect(ours).toBe(theirs)
      }),
      { numRuns: 500 },
    )
  })
})
