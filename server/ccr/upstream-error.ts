// What the cloud said, or failed to say, as an AppError. Both of its vocabularies are read: the table of CCR and the
// BCE-wide one of its gateway. An upstream 401 or 403 is about the console's key, never about the person's session.
// Sources: https://cloud.baidu.com/doc/CCR/s/9l5uxlrki, https://cloud.baidu.com/doc/BCC/s/Ojwvyo6nc.

import { AppError, type ErrorCode, type UpstreamDetail } from '#lib/errors.ts'
import { retryAfterFromHeader } from './retry.ts'
import type { Answer, FailureKind } from './transport.ts'

export type CallFacts = {
  readonly isWrite: boolean
  readonly region: string
  /** Takes the credential out of a text. */
  readonly redact: (text: string) => string
  readonly nowMs: number
}

type ErrorBody = { readonly code: string; readonly message: string; readonly requestId: string }

const codes: Readonly<Record<string, ErrorCode>> = {
  IamSignatureInvalid: 'upstream_auth',
  SignatureEmpty: 'upstream_auth',
  SignatureDoesNotMatch: 'upstream_auth',
  InvalidAccessKeyId: 'upstream_auth',
  InvalidHTTPAuthHeader: 'upstream_auth',
  RequestExpired: 'upstream_auth',
  RequestTimeTooSkewed: 'upstream_auth',
  Unauthorized: 'upstream_auth',
  AccessDenied: 'upstream_auth',
  NotFound: 'not_found',
  StatusConflict: 'conflict',
  PreconditionFailed: 'conflict',
  IdempotentParameterMismatch: 'conflict',
  QuotaExceed: 'quota_exceeded',
  InvalidVersion: 'upstream_invalid',
}

const statuses: Readonly<Record<number, ErrorCode>> = {
  400: 'upstream_rejected',
  401: 'upstream_auth',
  403: 'upstream_auth',
  404: 'not_found',
  409: 'conflict',
  412: 'quota_exceeded',
  429: 'rate_limited',
}

const throttled = /throttl|too ?many ?requests|rate ?limit|request ?limit ?exceed|flow ?control/i
const authenticating = /authenticate failed|fail to authn|could not find credential/i
const aboutTime = /time expired|request has expired|timestamp|time ?too ?skewed/i

/** The error of an answer that is not a success. */
export function errorFromAnswer(answer: Answer, facts: CallFacts): AppError {
  const body = errorBodyFrom(answer.body)
  const upstream = upstreamDetail(answer, body, facts)
  const retryAfterMs = retryAfterFromHeader(answer.header('retry-after'), facts.nowMs)
  return new AppError(errorCodeOf(answer, body, facts.isWrite), {
    upstream,
    ...(retryAfterMs !== null && { retryAfterMs }),
    ...(body === null && { cause: new Error(shapeOf(answer)) }),
  })
}

function errorCodeOf(answer: Answer, body: ErrorBody | null, isWrite: boolean): ErrorCode {
  const { status } = answer
  if (status >= 300 && status < 400) return 'upstream_invalid'
  if (status === 429 || (body !== null && (throttled.test(body.code) || throttled.test(body.message))))
    return 'rate_limited'
  // A gateway that got no answer from behind does not know what happened there.
  if (isWrite && (status === 502 || status === 504)) return 'outcome_unknown'
  if (status >= 500) return 'upstream_unavailable'
  if (body === null && answer.body.trim() !== '') {
    if (status === 401 || status === 403) return 'upstream_auth'
    return isWrite ? 'outcome_unknown' : 'upstream_invalid'
  }
  if (body !== null) {
    if (authenticating.test(body.message)) return 'upstream_auth'
    const code = Object.hasOwn(codes, body.code) ? codes[body.code] : undefined
    if (code !== undefined) return code
  }
  return statuses[status] ?? (body === null ? 'upstream_invalid' : 'upstream_rejected')
}

/** The error of an exchange that brought no whole answer. */
export function errorFromFailure(kind: FailureKind, cause: unknown, facts: CallFacts): AppError {
  const options = { upstream: { region: facts.region }, cause }
  if (kind === 'neverSent') return new AppError('upstream_unavailable', options)
  if (facts.isWrite) return new AppError('outcome_unknown', options)
  if (kind === 'timeout') return new AppError('upstream_timeout', options)
  return new AppError(kind === 'tooLarge' ? 'upstream_invalid' : 'upstream_unavailable', options)
}

/** The error of a success whose body is not what was agreed. `what` says what is wrong, without quoting the body. */
export function errorFromBody(answer: Answer, what: string, facts: CallFacts): AppError {
  return new AppError(facts.isWrite ? 'outcome_unknown' : 'upstream_invalid', {
    upstream: upstreamDetail(answer, errorBodyFrom(answer.body), facts),
    cause: new Error(`${what}; ${shapeOf(answer)}`),
  })
}

/** True when the cloud refused because of the time in the signature, in either spelling. */
export function isTimeRefusal(error: AppError): boolean {
  const { code = '', message = '' } = error.upstream ?? {}
  return (
    error.code === 'upstream_auth' &&
    (code === 'RequestExpired' || code === 'RequestTimeTooSkewed' || aboutTime.test(message))
  )
}

/** The request id of an answer: the header, or what the error body says. null when there is neither. */
export function requestIdOf(answer: Answer): string | null {
  const id = answer.header('x-bce-request-id') ?? errorBodyFrom(answer.body)?.requestId ?? ''
  return /^[\w.-]{1,128}$/.test(id) ? id : null
}

function upstreamDetail(answer: Answer, body: ErrorBody | null, facts: CallFacts): UpstreamDetail {
  const code = shownText(body?.code ?? '', facts.redact, 64)
  const message = shownText(body?.message ?? '', facts.redact, 300)
  const requestId = requestIdOf(answer)
  return {
    status: answer.status,
    ...(code !== '' && { code }),
    ...(message !== '' && { message }),
    ...(requestId !== null && { requestId }),
    region: facts.region,
  }
}

const authorizationValue = /bce-auth-v1\/\S+/g
// Control and invisible format characters, which could reorder or hide what stands around the message on a page.
const unprintable = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\s]+/gu

/** Foreign text made fit to be shown: one line, no credential, at most `maxLength` characters. */
function shownText(text: string, redact: (text: string) => string, maxLength: number): string {
  const clean = redact(text).replace(authorizationValue, '[redacted]').replace(unprintable, ' ').trim()
  return clean.length <= maxLength ? clean : `${clean.slice(0, maxLength - 1)}…`
}

function errorBodyFrom(text: string): ErrorBody | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null) return null
  const word = (key: string) => {
    const part: unknown = Reflect.get(value, key)
    return typeof part === 'string' ? part : ''
  }
  const body = { code: word('code'), message: word('message'), requestId: word('requestId') }
  return body.code === '' && body.message === '' ? null : body
}

function shapeOf(answer: Answer): string {
  const type = answer.header('content-type')?.split(';')[0] ?? 'no content type'
  return `status ${answer.status}, ${type}, ${answer.body.length} characters`
}
