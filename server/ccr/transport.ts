// One HTTP exchange with an upstream host: sends, reads the whole answer, and says how far a failed one got.
// Knows nothing of signatures, retries or meanings.

import { lookup as dnsLookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { Agent, buildConnector, type Dispatcher, request } from 'undici'
import { isLocalhostName } from './endpoints.ts'

export type Exchange = {
  readonly origin: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Encoded path and query. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
  readonly headersTimeoutMs: number
  readonly bodyTimeoutMs: number
  readonly signal: AbortSignal
}

export type Answer = {
  readonly status: number
  readonly header: (name: string) => string | undefined
  readonly body: string
}

/**
 * `neverSent`: no byte of the request left, for sure. `timeout` and `lost`: it may have arrived and been carried out.
 * `tooLarge`: an answer came and was not read to its end.
 */
export type FailureKind = 'neverSent' | 'timeout' | 'lost' | 'tooLarge'

export type ExchangeResult =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly kind: FailureKind; readonly cause: unknown }

export type TransportOptions = {
  readonly connectTimeoutMs: number
  readonly maxBodyBytes: number
}

export type Transport = {
  exchange(input: Exchange): Promise<ExchangeResult>
  close(): Promise<void>
}

// Names under .localhost are this machine by definition (RFC 6761); not every resolver knows.
const lookup: LookupFunction = (hostname, options, callback) => {
  if (!isLocalhostName(hostname)) {
    dnsLookup(hostname, options, callback)
  } else if (options.all) {
    callback(null, [{ address: '127.0.0.1', family: 4 }])
  } else {
    callback(null, '127.0.0.1', 4)
  }
}

export function createTransport(options: TransportOptions): Transport {
  // Errors of name look-up, connecting and the TLS handshake: whatever they say, nothing was sent yet.
  const connectErrors = new WeakSet<Error>()
  const open = buildConnector({ timeout: options.connectTimeoutMs, lookup, allowH2: false })
  const connect: buildConnector.connector = (target, callback) => {
    open(target, (...result: buildConnector.CallbackArgs) => {
      if (result[0] !== null) connectErrors.add(result[0])
      callback(...result)
    })
  }
  const agent: Dispatcher = new Agent({ connect, maxResponseSize: options.maxBodyBytes })

  function failureKind(error: unknown): FailureKind {
    if (error instanceof Error) {
      if (connectErrors.has(error)) return 'neverSent'
      if (error.name === 'TimeoutError') return 'timeout'
      const code = 'code' in error ? error.code : undefined
      if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') return 'timeout'
      if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return 'tooLarge'
    }
    return 'lost'
  }

  return {
    async exchange(input) {
      try {
        const response = await request(input.origin + input.target, {
          dispatcher: agent,
          method: input.method,
          headers: input.headers,
          body: input.body,
          headersTimeout: input.headersTimeoutMs,
          bodyTimeout: input.bodyTimeoutMs,
          signal: input.signal,
        })
        const body = await response.body.text()
        return {
          ok: true,
          answer: { status: response.statusCode, header: headerReader(response.headers), body },
        }
      } catch (error) {
        return { ok: false, kind: failureKind(error), cause: error }
      }
    },
    close: () => agent.destroy(),
  }
}

function headerReader(headers: Readonly<Record<string, string | string[] | undefined>>): Answer['header'] {
  return (name) => {
    const value = headers[name]
    return Array.isArray(value) ? value[0] : value
  }
}
