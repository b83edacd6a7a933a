import { describe, expect, it } from 'vitest'
import type { ErrorCode } from '#lib/errors.ts'
import type { Answer } from './transport.ts'
import {
  errorFromAnswer,
  errorFromBody,
  errorFromFailure,
  isTimeRefusal,
  requestIdOf,
} from './upstream-error.ts'

const requestId = '3e8f1a4c-0000-4000-8000-000000000000'

function answerOf(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  const all: Record<string, string> = { 'x-bce-request-id': requestId, ...headers }
  return { status, header: (name) => all[name], body: typeof body === 'string' ? body : JSON.stringify(body) }
}
const facts = (isWrite = false) => ({ isWrite, region: 'bj', nowMs: 0, redact: (text: string) => text })

// Rows: https://cloud.baidu.com/doc/CCR/s/9l5uxlrki, https://cloud.baidu.com/doc/BCC/s/Ojwvyo6nc, user reports.
const table: [status: number, code: string, message: string, expected: ErrorCode][] = [
  [403, 'IamSignatureInvalid', 'IamSignatureInvalid, cause: Could not find credential.', 'upstream_auth'],
  [
    403,
    'IamSignatureInvalid',
    'SignatureDoesNotMatch, cause: Fail to authn user: Signature does not match',
    'upstream_auth',
  ],
  [403, 'IamSignatureInvalid', 'cause: request ip not allowed', 'upstream_auth'],
  [400, 'SignatureEmpty', 'Signature is invalid: Signature is empty.', 'upstream_auth'],
  [500, 'Internal server error', 'Failed to generate CCR resource.', 'upstream_unavailable'],
  [404, 'NotFound', 'instance ccr-1 is not found', 'not_found'],
  [409, 'StatusConflict', 'project name already exists', 'conflict'],
  [400, 'BadRequest', 'please check the request', 'upstream_rejected'],
  [401, 'Unauthorized', 'have no permission', 'upstream_auth'],
  [412, 'QuotaExceed', 'quota exceed', 'quota_exceeded'],
  [403, 'AccessDenied', 'Access denied.', 'upstream_auth'],
  [400, 'InappropriateJSON', '', 'upstream_rejected'],
  [500, 'InternalError', '', 'upstream_unavailable'],
  [403, 'InvalidAccessKeyId', '', 'upstream_auth'],
  [400, 'InvalidHTTPAuthHeader', '', 'upstream_auth'],
  [400, 'InvalidHTTPRequest', '', 'upstream_rejected'],
  [400, 'InvalidURI', '', 'upstream_rejected'],
  [400, 'MalformedJSON', '', 'upstream_rejected'],
  [404, 'InvalidVersion', '', 'upstream_invalid'],
  [403, 'OptInRequired', '', 'upstream_auth'],
  [412, 'PreconditionFailed', '', 'conflict'],
  [400, 'RequestExpired', 'Request has expired. Timestamp date is 2026', 'upstream_auth'],
  [403, 'IdempotentParameterMismatch', '', 'conflict'],
  [400, 'SignatureDoesNotMatch', '', 'upstream_auth'],
  [403, 'QualifyNotPass', '', 'upstream_auth'],
  [400, 'InvalidRequest', 'authenticate failed: Fail to check timestamp: time expired', 'upstream_auth'],
  [400, 'InvalidRequest', 'something else', 'upstream_rejected'],
  [429, 'Whatever', '', 'rate_limited'],
  [400, 'Throttling', '', 'rate_limited'],
  [503, 'TooManyRequests', '', 'rate_limited'],
  [403, 'RequestLimitExceeded', '', 'rate_limited'],
  [404, 'NoSuchVpc', 'no such vpc', 'not_found'],
  [405, 'MethodNotAllowed', '', 'upstream_rejected'],
  [501, 'NotImplemented', '', 'upstream_unavailable'],
  [418, 'toString', 'a name of Object.prototype is no code', 'upstream_rejected'],
]

it.each(table)('%d %s "%s" is %s', (status, code, message, expected) => {
  for (const isWrite of [false, true]) {
    const error = errorFromAnswer(answerOf(status, { code, message, requestId: 'other' }), facts(isWrite))
    expect(error.code).toBe(expected)
    expect(error.upstream).toEqual({
      status,
      code,
      ...(message !== '' && { message }),
      requestId,
      region: 'bj',
    })
  }
})

it.each<[number, string, ErrorCode, ErrorCode]>([
  [400, '', 'upstream_rejected', 'upstream_rejected'],
  [401, '', 'upstream_auth', 'upstream_auth'],
  [403, '', 'upstream_auth', 'upstream_auth'],
  [404, '', 'not_found', 'not_found'],
  [409, '', 'conflict', 'conflict'],
  [412, '', 'quota_exceeded', 'quota_exceeded'],
  [418, '', 'upstream_invalid', 'upstream_invalid'],
  [429, '<html>', 'rate_limited', 'rate_limited'],
  [500, '<html>', 'upstream_unavailable', 'upstream_unavailable'],
  [502, '<html>', 'upstream_unavailable', 'outcome_unknown'],
  [504, '', 'upstream_unavailable', 'outcome_unknown'],
  [403, '<html>', 'upstream_auth', 'upstream_auth'],
  [404, '<html>', 'upstream_invalid', 'outcome_unknown'],
  [400, '[]', 'upstream_invalid', 'outcome_unknown'],
  [400, 'null', 'upstream_invalid', 'outcome_unknown'],
  [302, '', 'upstream_invalid', 'upstream_invalid'],
  [302, '<html>', 'upstream_invalid', 'upstream_invalid'],
  [307, '{"code":"NotFound","message":""}', 'upstream_invalid', 'upstream_invalid'],
])('%d with the body %j is %s for a read and %s for a write', (status, body, read, write) => {
  expect(errorFromAnswer(answerOf(status, body), facts(false)).code).toBe(read)
  expect(errorFromAnswer(answerOf(status, body), facts(true)).code).toBe(write)
})

it.each<['neverSent' | 'timeout' | 'lost' | 'tooLarge', ErrorCode, ErrorCode]>([
  ['neverSent', 'upstream_unavailable', 'upstream_unavailable'],
  ['timeout', 'upstream_timeout', 'outcome_unknown'],
  ['lost', 'upstream_unavailable', 'outcome_unknown'],
  ['tooLarge', 'upstream_invalid', 'outcome_unknown'],
])('an exchange that ended %s is %s for a read and %s for a write', (kind, read, write) => {
  expect(errorFromFailure(kind, new Error(), facts(false)).code).toBe(read)
  expect(errorFromFailure(kind, new Error(), facts(true)).code).toBe(write)
})

describe('what is shown of the message', () => {
  const messageOf = (message: string) =>
    errorFromAnswer(answerOf(400, { code: 'BadRequest', message }), {
      ...facts(),
      redact: (text) => text.replaceAll('hunter2', '[redacted]'),
    }).upstream?.message

  it.each([
    ['instance ccr-1 is not found', 'instance ccr-1 is not found'],
    ['请检查请求 <b>', '请检查请求 <b>'],
    ['two\r\nlines\t\u0000and\u202ereversed', 'two lines and reversed'],
    ['key hunter2', 'key [redacted]'],
    ['got bce-auth-v1/AK/2026/1800/host/abc instead', 'got [redacted] instead'],
    ['x'.repeat(500), `${'x'.repeat(299)}…`],
    [' ', undefined],
  ])('%j becomes %j', (message, shown) => {
    expect(messageOf(message)).toBe(shown)
  })

  it('is nothing at all of a body that is not the cloud’s', () => {
    const error = errorFromBody(
      answerOf(200, '<html>secret page', { 'content-type': 'text/html; x' }),
      'Not JSON',
      facts(),
    )
    expect(error.code).toBe('upstream_invalid')
    expect(error.upstream).toEqual({ status: 200, requestId, region: 'bj' })
    expect(String(error.cause)).toBe('Error: Not JSON; status 200, text/html, 17 characters')
  })
})

it('finds the request id in the header, else in the body, and takes no nonsense for one', () => {
  const headless = (body: unknown) => ({ ...answerOf(400, body), header: () => undefined })
  expect(requestIdOf(answerOf(200, ''))).toBe(requestId)
  expect(requestIdOf(headless({ code: 'a', message: 'b', requestId: 'from-body' }))).toBe('from-body')
  expect(requestIdOf(headless({ code: 'a', message: 'b', requestId: 'a b\n' }))).toBeNull()
  expect(requestIdOf(headless('<html>'))).toBeNull()
})

it.each([
  [400, 'RequestExpired', '', true],
  [403, 'RequestTimeTooSkewed', '', true],
  [403, 'IamSignatureInvalid', 'Fail to authn user: Fail to check timestamp: time expired', true],
  [
    400,
    'InvalidRequest',
    'authenticate failed: Fail to authn user: Fail to check timestamp: time expired',
    true,
  ],
  [403, 'IamSignatureInvalid', 'Fail to authn user: Signature does not match', false],
  [400, 'BadRequest', 'timestamp of the entry is wrong', false],
  [500, 'Internal server error', 'time expired', false],
])('%d %s "%s" is about time: %s', (status, code, message, expected) => {
  expect(isTimeRefusal(errorFromAnswer(answerOf(status, { code, message }), facts()))).toBe(expected)
})

it('passes on how long to wait', () => {
  expect(errorFromAnswer(answerOf(429, '', { 'retry-after': '7' }), facts()).retryAfterMs).toBe(7000)
})
