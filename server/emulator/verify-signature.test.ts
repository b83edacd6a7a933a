import { describe, expect, it } from 'vitest'
import {
  canonicalHeaders,
  canonicalQueryString,
  canonicalUri,
  parseQuery,
  uriEncode,
} from './canonical-request.ts'
import { CcrError } from './errors.ts'
import type { AccessKey, SignedRequest, VerifyOptions } from './verify-signature.ts'
import { verifySignature } from './verify-signature.ts'

type Vector = {
  key: AccessKey
  timestamp: string
  request: SignedRequest
  signedHeaders: string
  signature: string
  signingKey: string
  canonicalRequest: string
}

const upload = (uploadId: string, md5: string): SignedRequest => ({
  method: 'PUT',
  rawPath: '/v1/test/myfolder/readme.txt',
  rawQuery: `uploadId=${uploadId}&partNumber=9`,
  headers: {
    host: 'bj.bcebos.com',
    date: 'Mon, 27 Apr 2015 16:23:49 +0800',
    'content-type': 'text/plain',
    'content-length': '8',
    'content-md5': md5,
    'x-bce-date': '2015-04-27T08:23:49Z',
  },
})
const usualFive = 'content-length;content-md5;content-type;host;x-bce-date'

const ccrKey = {
  accessKeyId: 'ALTAKexampleexampleexample',
  secretAccessKey: '0123456789abcdef0123456789abcdef',
}
const ccrSigningKey = '0c5ee3d551e9cccd42e115cfd2a64c8dc40ec23def48fd47dc1c1774f47dccb8'
const ccrHeaders = { host: 'ccr.bj.baidubce.com', 'x-bce-date': '2026-11-24T08:26:41Z' }

const vectorA: Vector = {
  key: {
    accessKeyId: '0b0f67dfb88244b289b72b142befad0c',
    secretAccessKey: 'bad522c2126a4618a8125f4b6cf6356f',
  },
  timestamp: '2015-04-27T08:23:49Z',
  request: upload('VXBsb2FkIElpZS5tMnRzIHVwbG9hZA', '0a52730597fb4ffa01fc117d9e71e3a9'),
  signedHeaders: usualFive,
  signature: 'a19e6386e990691aca1114a20357c83713f1cb4be3d74942bb4ed37469ecdacf',
  signingKey: 'd9f35aaba8a5f3efa654851917114b6f22cd831116fd7d8431e08af22dcff24c',
  canonicalRequest: [
    'PUT',
    '/v1/test/myfolder/readme.txt',
    'partNumber=9&uploadId=VXBsb2FkIElpZS5tMnRzIHVwbG9hZA',
    'content-length:8',
    'content-md5:0a52730597fb4ffa01fc117d9e71e3a9',
    'content-type:text%2Fplain',
    'host:bj.bcebos.com',
    'x-bce-date:2015-04-27T08%3A23%3A49Z',
  ].join('\n'),
}

const vectorB: Vector = {
  key: { accessKeyId: 'a'.repeat(32), secretAccessKey: 'b'.repeat(32) },
  timestamp: '2015-04-27T08:23:49Z',
  request: upload('a44cc9bab11cbd156984767aad637851', 'NFzcPqhviddjRNnSOGo4rw=='),
  signedHeaders: '',
  signature: 'd74a04362e6a848f5b39b15421cb449427f419c95a480fd6b8cf9fc783e2999e',
  signingKey: '1d5ce5f464064cbee060330d973218821825ac6952368a482a592e6615aef479',
  canonicalRequest: [
    'PUT',
    '/v1/test/myfolder/readme.txt',
    'partNumber=9&uploadId=a44cc9bab11cbd156984767aad637851',
    'content-length:8',
    'content-md5:NFzcPqhviddjRNnSOGo4rw%3D%3D',
    'content-type:text%2Fplain',
    'host:bj.bcebos.com',
    'x-bce-date:2015-04-27T08%3A23%3A49Z',
  ].join('\n'),
}

const vectorE: Vector = {
  key: { accessKeyId: 'my_ak', secretAccessKey: 'my_sk' },
  timestamp: '2014-06-13T05:57:36Z',
  request: {
    method: 'PUT',
    rawPath: '/v1/bucket/object1',
    rawQuery: 'A&b=&C=d',
    headers: { host: 'bce.baidu.com', abc: '123', 'x-bce-meta-key1': 'ABC' },
  },
  signedHeaders: 'host;x-bce-meta-key1',
  signature: '80c9672aca2ea9af4bb40b9a8ff458d72df94e97d550840727f3a929af271d25',
  signingKey: 'b358d27f22640783b887965f17e6cf57ce5b44e3e44ed171a934df6daff52a7c',
  canonicalRequest: [
    'PUT',
    '/v1/bucket/object1',
    'A=&C=d&b=',
    'host:bce.baidu.com',
    'x-bce-meta-key1:ABC',
  ].join('\n'),
}

const vectorV1: Vector = {
  key: ccrKey,
  timestamp: '2026-11-24T08:26:41Z',
  request: {
    method: 'GET',
    rawPath: '/v1/instances/ccr-4k74gw7d/privatelinks',
    rawQuery: '',
    headers: ccrHeaders,
  },
  signedHeaders: 'host;x-bce-date',
  signature: '57f8a8b058d9b0b5224756e20ce785726421bd810e68f9166addcc296c9dcd4b',
  signingKey: ccrSigningKey,
  canonicalRequest: [
    'GET',
    '/v1/instances/ccr-4k74gw7d/privatelinks',
    '',
    'host:ccr.bj.baidubce.com',
    'x-bce-date:2026-11-24T08%3A26%3A41Z',
  ].join('\n'),
}

const vectorV3: Vector = {
  key: ccrKey,
  timestamp: '2026-11-24T08:26:41Z',
  request: {
    method: 'GET',
    rawPath: '/v1/instances',
    rawQuery: `pageNo=1&pageSize=10&keywordType=name&keyword=${encodeURIComponent('测试 a/b')}&acrossregion=true`,
    headers: ccrHeaders,
  },
  signedHeaders: 'host;x-bce-date',
  signature: '1dfd9bbd0079ea9b814cdb679ea5afb4a3cc4f146abfbdcf3c8687c1a16c8e53',
  signingKey: ccrSigningKey,
  canonicalRequest: [
    'GET',
    '/v1/instances',
    'acrossregion=true&keyword=%E6%B5%8B%E8%AF%95%20a%2Fb&keywordType=name&pageNo=1&pageSize=10',
    'host:ccr.bj.baidubce.com',
    'x-bce-date:2026-11-24T08%3A26%3A41Z',
  ].join('\n'),
}

const vectors = { A: vectorA, B: vectorB, E: vectorE, V1: vectorV1, V3: vectorV3 }

type Change = {
  signedHeaders?: string
  authorization?: string
  request?: Partial<SignedRequest>
  headers?: Record<string, string | undefined>
  key?: Partial<AccessKey>
  options?: Partial<VerifyOptions>
}

function verify(vector: Vector, change: Change = {}) {
  const listed = change.signedHeaders ?? vector.signedHeaders
  const authorization =
    change.authorization ??
    `bce-auth-v1/${vector.key.accessKeyId}/${vector.timestamp}/1800/${listed}/${vector.signature}`
  const headers = Object.fromEntries(
    Object.entries({ ...vector.request.headers, authorization, ...change.headers }).filter(
      (pair): pair is [string, string] => pair[1] !== undefined,
    ),
  )
  const key = { ...vector.key, ...change.key }
  return verifySignature(
    { ...vector.request, ...change.request, headers },
    {
      findKey: (id) => (id === key.accessKeyId ? key : undefined),
      nowMs: Date.parse(vector.timestamp),
      futureSkewMs: 900_000,
      errors: 'ccr',
      ...change.options,
    },
  )
}

function refusal(vector: Vector, change: Change) {
  try {
    verify(vector, change)
  } catch (error) {
    if (error instanceof CcrError) return { status: error.status, code: error.code, message: error.message }
    throw error
  }
  return 'accepted'
}

describe('published vectors', () => {
  it.each(Object.entries(vectors))('%s is accepted with its intermediate strings', (_, vector) => {
    const verified = verify(vector)
    expect(verified.signingKey).toBe(vector.signingKey)
    expect(verified.canonicalRequest).toBe(vector.canonicalRequest)
  })

  it('accepts the same signature with an empty list and with the default set listed', () => {
    expect(verify(vectorA, { signedHeaders: '' }).signedHeaders.sort().join(';')).toBe(usualFive)
    expect(verify(vectorB, { signedHeaders: usualFive }).signedHeaders.join(';')).toBe(usualFive)
  })

  it('accepts an unsorted list in any case', () => {
    expect(verify(vectorV1, { signedHeaders: 'x-bce-date;host' }).signedHeaders).toEqual([
      'x-bce-date',
      'host',
    ])
    expect(verify(vectorV1, { signedHeaders: 'X-Bce-Date;Host' }).canonicalRequest).toBe(
      vectorV1.canonicalRequest,
    )
  })
})

describe('canonical form', () => {
  it('encodes bytes, not characters', () => {
    expect(uriEncode("!'()*this is an example for 测试")).toBe(
      '%21%27%28%29%2Athis%20is%20an%20example%20for%20%E6%B5%8B%E8%AF%95',
    )
    expect(uriEncode('a/b:c')).toBe('a%2Fb%3Ac')
    expect(uriEncode('-._~')).toBe('-._~')
  })
  it('encodes the decoded path once', () => {
    const encoded = '/%E4%B8%AD%E6%96%87bucket/%E4%B8%AD%E6%96%87object'
    expect(canonicalUri(encoded)).toBe(encoded)
    expect(canonicalUri('/中文bucket/中文object')).toBe(encoded)
    expect(canonicalUri('/a%2fb')).toBe('/a%2Fb')
    expect(canonicalUri('')).toBe('/')
  })
  it('sorts encoded pairs by bytes and drops the authorization parameter', () => {
    const query = parseQuery('text&text1=测试&text10=test&Authorization=x')
    expect(canonicalQueryString(query)).toBe('text10=test&text1=%E6%B5%8B%E8%AF%95&text=')
    expect(canonicalQueryString(parseQuery('A=A&B&C='))).toBe('A=A&B=&C=')
    expect(canonicalQueryString(parseQuery('a=1+2'))).toBe('a=1%2B2')
  })
  it('trims values, drops empty ones, and keeps the port of a host', () => {
    expect(
      canonicalHeaders([
        ['X-Bce-Meta', '  '],
        ['Host', ' 127.0.0.1:4010 '],
      ]),
    ).toBe('host:127.0.0.1%3A4010')
  })
})

describe('refusals', () => {
  const mismatch = {
    status: 403,
    code: 'IamSignatureInvalid',
    message: 'SignatureDoesNotMatch, cause: Fail to authn user: Signature does not match',
  }
  const iam = (tail: string) => ({
    status: 403,
    code: 'IamSignatureInvalid',
    message: `IamSignatureInvalid, cause: ${tail}`,
  })

  it.each([undefined, '', '  '])('no Authorization (%j) is SignatureEmpty', (authorization) => {
    expect(refusal(vectorV1, { headers: { authorization } })).toEqual({
      status: 400,
      code: 'SignatureEmpty',
      message: 'Signature is invalid: Signature is empty.',
    })
  })

  const good = `bce-auth-v1/${ccrKey.accessKeyId}/2026-11-24T08:26:41Z/1800/host;x-bce-date/${vectorV1.signature}`
  it.each([
    'Bearer abc',
    good.replace('v1', 'v2'),
    `${good}/more`,
    good.replace('/1800', ''),
    good.replace('1800', '30m'),
    good.replace('1800', '0'),
    good.replace('2026-11-24T08:26:41Z', '2026-11-24 08:26:41'),
    good.replace('2026-11-24', '2026-02-31'),
    good.replace(vectorV1.signature, vectorV1.signature.slice(1)),
    good.replace(vectorV1.signature, vectorV1.signature.toUpperCase()),
    good.replace(ccrKey.accessKeyId, ''),
  ])('%s is InvalidHTTPAuthHeader', (authorization) => {
    expect(refusal(vectorV1, { authorization })).toMatchObject({ status: 400, code: 'InvalidHTTPAuthHeader' })
  })

  it('an unknown access key', () => {
    expect(refusal(vectorV1, { authorization: good.replace('ALTAK', 'ALTAX') })).toEqual(
      iam('Could not find credential.'),
    )
  })

  it.each<[string, Change]>([
    ['another secret', { key: { secretAccessKey: 'f'.repeat(32) } }],
    ['another method', { request: { method: 'DELETE' } }],
    ['another path', { request: { rawPath: '/v1/instances/ccr-4k74gw7e/privatelinks' } }],
    ['a query', { request: { rawQuery: 'a=1' } }],
    ['another host', { headers: { host: 'ccr.gz.baidubce.com' } }],
    ['a host with a port', { headers: { host: 'ccr.bj.baidubce.com:80' } }],
    ['another date header', { headers: { 'x-bce-date': '2026-11-24T08:26:42Z' } }],
    ['another lifetime', { authorization: good.replace('1800', '1801') }],
    ['a last digit changed', { authorization: good.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')) }],
  ])('%s does not match', (_, change) => {
    expect(refusal(vectorV1, change)).toEqual(mismatch)
  })

  it('a listed header that did not arrive is named', () => {
    expect(refusal(vectorA, { headers: { 'content-length': undefined } })).toEqual(
      iam('Fail to authn user: Missing headers required by signing: content-length'),
    )
  })

  it('host must be signed', () => {
    expect(refusal(vectorV1, { signedHeaders: 'x-bce-date' })).toEqual(
      iam('Fail to authn user: Missing headers required by signing: host'),
    )
  })

  it('expires one millisecond after its last second', () => {
    const end = Date.parse(vectorV1.timestamp) + 1_800_000
    expect(refusal(vectorV1, { options: { nowMs: end } })).toBe('accepted')
    expect(refusal(vectorV1, { options: { nowMs: end + 1 } })).toEqual(
      iam('Fail to authn user: Fail to check timestamp: time expired'),
    )
  })

  it('allows the future skew and no more', () => {
    const signedAt = Date.parse(vectorV1.timestamp)
    expect(refusal(vectorV1, { options: { nowMs: signedAt - 5000, futureSkewMs: 5000 } })).toBe('accepted')
    expect(refusal(vectorV1, { options: { nowMs: signedAt - 5001, futureSkewMs: 5000 } })).toMatchObject({
      status: 403,
    })
  })

  it('a broken escape is InvalidURI, not a crash', () => {
    expect(refusal(vectorV1, { request: { rawPath: '/v1/%zz' } })).toMatchObject({
      status: 400,
      code: 'InvalidURI',
    })
    expect(refusal(vectorV1, { request: { rawQuery: 'a=%E4' } })).toMatchObject({
      status: 400,
      code: 'InvalidURI',
    })
  })

  it('the BCE-wide spelling is a switch', () => {
    const options = { errors: 'bce' } as const
    expect(refusal(vectorV1, { options, key: { secretAccessKey: 'x' } })).toMatchObject({
      status: 400,
      code: 'SignatureDoesNotMatch',
    })
    expect(refusal(vectorV1, { options, key: { accessKeyId: 'x' } })).toMatchObject({
      status: 403,
      code: 'InvalidAccessKeyId',
    })
    expect(refusal(vectorV1, { options: { ...options, nowMs: 2e12 } })).toMatchObject({
      status: 400,
      code: 'RequestExpired',
    })
  })

  it('a session token must be signed', () => {
    expect(refusal(vectorV1, { headers: { 'x-bce-security-token': 'token' } })).toEqual(
      iam('Fail to authn user: Missing headers required by signing: x-bce-security-token'),
    )
    expect(refusal(vectorV1, { key: { sessionToken: 'token' } })).toEqual(iam('Could not find credential.'))
  })
})
