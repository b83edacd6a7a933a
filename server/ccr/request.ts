// The one way to call the cloud: paced per host, signed afresh for every attempt, never redirected. Reads are tried
// again when that can help; a write is sent once, and when its answer is lost the outcome is unknown, not failed.

import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'
import { AppError } from '#lib/errors.ts'
import type { AuditTicket } from '#server/audit/ticket.ts'
import type { Credential } from './credentials.ts'
import type { OriginOf, Service } from './endpoints.ts'
import { createLimiter, type Limiter, type Pace } from './pacing.ts'
import { type Backoff, httpDateMs, retryDelayMs } from './retry.ts'
import { bceDate, canonicalPath, canonicalQuery, type QueryPair } from './sign.ts'
import type { Answer, Exchange, Transport } from './transport.ts'
import {
  type CallFacts,
  errorFromAnswer,
  errorFromBody,
  errorFromFailure,
  isTimeRefusal,
  requestIdOf,
} from './upstream-error.ts'

export type RequestPolicy = {
  readonly headersTimeoutMs: number
  readonly bodyTimeoutMs: number
  /** Everything of one call together: waiting for a turn, all attempts, the pauses between them. */
  readonly readTotalMs: number
  readonly writeTotalMs: number
  readonly maxAttempts: number
  readonly backoff: Backoff
  readonly pace: Pace
}

/** What one attempt came to; for metrics and debug logs. Holds no credential and no body. */
export type AttemptReport = {
  readonly operation: string
  readonly region: string
  readonly method: Exchange['method']
  readonly attempt: number
  /** HTTP status, or null when no whole answer came. */
  readonly status: number | null
  readonly durationMs: number
  readonly requestId: string | null
}

type Call = {
  /** Name of the operation, for reports. */
  readonly operation: string
  readonly service: Service
  readonly region: string
  /** Decoded path segments; each must be a plain identifier. */
  readonly path: readonly string[]
}

export type ReadCall<T> = Call & {
  readonly query?: readonly QueryPair[]
  readonly schema: z.ZodType<T>
}

export type WriteCall = Call & {
  readonly method: 'POST' | 'PUT' | 'DELETE'
  readonly body: Readonly<Record<string, unknown>>
}

/** What was read, and the id under which the cloud's support finds the call. */
export type Read<T> = { readonly value: T; readonly upstreamRequestId: string | null }
export type Written = { readonly upstreamRequestId: string | null }

export type Requester = {
  read<T>(call: ReadCall<T>): Promise<Read<T>>
  /** The ticket proves that the write is in the audit log; it learns the upstream request id, of a refusal too. */
  write(ticket: AuditTicket, call: WriteCall): Promise<Written>
}

export type RequesterOptions = {
  readonly transport: Transport
  readonly originOf: OriginOf
  readonly readCredential: Credential
  readonly writeCredential: Credential
  readonly policy: RequestPolicy
  /** Epoch milliseconds. */
  readonly clock: () => number
  /** In [0, 1). */
  readonly random: () => number
  readonly onAttempt?: ((report: AttemptReport) => void) | undefined
}

// The documents call all three mandatory on every request, also on those without a body.
const fixedHeaders = {
  'content-type': 'application/json;charset=utf-8',
  accept: 'application/json',
  'user-agent': 'drawbridge',
}

const segmentShape = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/

export function createRequester(options: RequesterOptions): Requester {
  const { transport, originOf, policy, clock, random } = options
  const limiters = new Map<string, Limiter>()
  // How far the cloud's clock is ahead of ours; learned when it refuses a request for its time.
  let clockOffsetMs = 0

  function limiterOf(origin: string): Limiter {
    const limiter = limiters.get(origin) ?? createLimiter(policy.pace)
    limiters.set(origin, limiter)
    return limiter
  }

  type Prepared = {
    readonly call: Call
    readonly credential: Credential
    readonly facts: Omit<CallFacts, 'nowMs'>
    readonly origin: string
    readonly method: Exchange['method']
    readonly path: string
    readonly query: readonly QueryPair[]
    readonly body: string | null
    readonly signal: AbortSignal
  }

  /** One attempt. Resolves to a 2xx answer, throws everything else as an AppError. */
  async function attempt(input: Prepared, number: number): Promise<Answer> {
    const { call, credential, method, path, query, body, origin, signal } = input
    const failed = (kind: 'neverSent' | 'timeout', cause: unknown) =>
      errorFromFailure(kind, cause, { ...input.facts, nowMs: clock() })
    let release: () => void
    try {
      release = await limiterOf(origin).acquire(signal)
    } catch (cause) {
      throw failed(input.facts.isWrite ? 'neverSent' : 'timeout', cause)
    }
    try {
      const signedAtMs = clock() + clockOffsetMs
      const signed = { host: new URL(origin).host, 'x-bce-date': bceDate(signedAtMs), ...credential.headers }
      const authorization = credential.authorize({ method, path, query, headers: signed }, signedAtMs)
      const { host: _, ...sent } = signed
      const search = canonicalQuery(query)
      const startMs = performance.now()
      const result = await transport.exchange({
        origin,
        method,
        target: canonicalPath(path) + (search === '' ? '' : `?${search}`),
        headers: { ...fixedHeaders, ...sent, authorization },
        body,
        headersTimeoutMs: policy.headersTimeoutMs,
        bodyTimeoutMs: policy.bodyTimeoutMs,
        signal,
      })
      options.onAttempt?.({
        operation: call.operation,
        region: call.region,
        method,
        attempt: number,
        status: result.ok ? result.answer.status : null,
        durationMs: performance.now() - startMs,
        requestId: result.ok ? requestIdOf(result.answer) : null,
      })
      const facts = { ...input.facts, nowMs: clock() }
      if (!result.ok) throw errorFromFailure(result.kind, result.cause, facts)
      if (result.answer.status >= 200 && result.answer.status < 300) return result.answer
      const error = errorFromAnswer(result.answer, facts)
      if (isTimeRefusal(error)) learnClock(result.answer)
      throw error
    } finally {
      release()
    }
  }

  function learnClock(answer: Answer): void {
    const theirsMs = httpDateMs(answer.header('date'))
    if (theirsMs !== null) clockOffsetMs = theirsMs - clock()
  }

  function prepare(call: Call, method: Exchange['method'], isWrite: boolean): Prepared {
    for (const segment of call.path) {
      if (!segmentShape.test(segment)) throw new AppError('not_found', { upstream: { region: call.region } })
    }
    const credential = isWrite ? options.writeCredential : options.readCredential
    return {
      call,
      credential,
      facts: { isWrite, region: call.region, redact: (text) => credential.redact(text) },
      origin: originOf(call.service, call.region),
      method,
      path: `/v1/${call.path.join('/')}`,
      query: [],
      body: null,
      signal: AbortSignal.timeout(isWrite ? policy.writeTotalMs : policy.readTotalMs),
    }
  }

  async function readAnswer(input: Prepared): Promise<Answer> {
    const endMs = performance.now() + policy.readTotalMs
    for (let number = 1; ; number += 1) {
      const offsetMs = clockOffsetMs
      try {
        return await attempt(input, number)
      } catch (thrown) {
        if (!(thrown instanceof AppError) || number >= policy.maxAttempts || !isWorthRetrying(thrown))
          throw thrown
        const isClockCorrected = Math.abs(clockOffsetMs - offsetMs) >= 1000
        const delayMs = isClockCorrected
          ? 0
          : retryDelayMs(number, random(), policy.backoff, thrown.retryAfterMs ?? null)
        if (performance.now() + delayMs >= endMs) throw thrown
        await sleep(delayMs)
      }
    }
  }

  return {
    async read(call) {
      const input = { ...prepare(call, 'GET', false), query: call.query ?? [] }
      const answer = await readAnswer(input)
      const facts = { ...input.facts, nowMs: clock() }
      const json = parseJson(answer.body)
      if (json === undefined) throw errorFromBody(answer, 'Not JSON', facts)
      const parsed = call.schema.safeParse(json)
      if (parsed.success) return { value: parsed.data, upstreamRequestId: requestIdOf(answer) }
      const places = parsed.error.issues.map((issue) => issue.path.join('.') || '(all)')
      throw errorFromBody(answer, `Unexpected at ${places.slice(0, 5).join(', ')}`, facts)
    },

    async write(ticket, call) {
      const input = { ...prepare(call, call.method, true), body: JSON.stringify(call.body) }
      try {
        const answer = await attempt(input, 1)
        if (!isWriteBody(answer.body))
          throw errorFromBody(answer, 'Not the answer of a write', { ...input.facts, nowMs: clock() })
        const upstreamRequestId = requestIdOf(answer)
        ticket.noteUpstream(upstreamRequestId, call.operation)
        return { upstreamRequestId }
      } catch (thrown) {
        const upstream = thrown instanceof AppError ? thrown.upstream : undefined
        ticket.noteUpstream(upstream?.requestId ?? null, call.operation)
        throw thrown
      }
    },
  }
}

const retriedStatuses: ReadonlySet<number | undefined> = new Set([undefined, 500, 502, 503])

function isWorthRetrying(error: AppError): boolean {
  if (isTimeRefusal(error)) return true
  if (error.code !== 'upstream_unavailable' && error.code !== 'upstream_timeout') return false
  return retriedStatuses.has(error.upstream?.status)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

// The documents show no body for writes; what comes is nothing, `{}` or `null`. An error told with a 2xx is no success.
function isWriteBody(text: string): boolean {
  if (text.trim() === '') return true
  const value = parseJson(text)
  if (value === null) return true
  return typeof value === 'object' && !('code' in value && 'message' in value)
}
