// The only place in the browser that calls our server. It knows the contract, the one error shape, and nothing of React.

import {
  type BodyInputOf,
  buildPath,
  type Endpoint,
  type ParamsOf,
  type QueryOf,
  type ResponseOf,
} from '#lib/contract/endpoint.ts'
import { type ErrorCode, type ErrorWire, errorCodes, isErrorCode, type UpstreamDetail } from '#lib/errors.ts'

/** A failed call as the page shows it. `message` is already in the reader's language, except for code `network`. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: ErrorCode
  readonly requestId: string
  readonly fields: readonly { readonly path: string; readonly message: string }[]
  readonly upstream: UpstreamDetail | undefined
  readonly details: Readonly<Record<string, unknown>> | undefined

  constructor(wire: ErrorWire['error'], options?: ErrorOptions) {
    super(wire.message, options)
    this.code = isErrorCode(wire.code) ? wire.code : 'internal'
    this.requestId = wire.requestId
    this.fields = wire.fields ?? []
    this.upstream = wire.upstream
    this.details = wire.details
  }

  get isRetryable(): boolean {
    return errorCodes[this.code].isRetryable
  }
}

export type CallInput<E extends Endpoint> = {
  readonly params?: ParamsOf<E>
  readonly query?: Partial<QueryOf<E>>
  readonly body?: BodyInputOf<E>
  readonly signal?: AbortSignal
}

/** Calls one endpoint of the table. Throws ApiError, and nothing else but an abort. */
export async function callApi<E extends Endpoint>(row: E, input: CallInput<E> = {}): Promise<ResponseOf<E>> {
  const path = buildPath(
    row,
    input.params as Record<string, string> | undefined,
    input.query as Record<string, string | number | boolean | undefined> | undefined,
  )
  const { status, body } = await send(
    path,
    row.method,
    row.method === 'GET' ? undefined : (input.body ?? {}),
    input.signal,
  )
  const parsed = row.response.safeParse(body)
  if (!parsed.success) {
    throw new ApiError({ code: 'internal', message: '', requestId: '' }, { cause: parsed.error ?? status })
  }
  return parsed.data as ResponseOf<E>
}

/** Calls a path outside the table (the sign-in library's own) with the same errors. The answer is not looked at. */
export async function postPath(path: string, body: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await send(path, 'POST', body)
}

async function send(
  path: string,
  method: string,
  body: unknown,
  signal?: AbortSignal,
): Promise<{ status: number; body: unknown }> {
  let response: Response
  let text: string
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      redirect: 'error',
      headers: {
        Accept: 'application/json',
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    })
    text = await response.text()
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new ApiError({ code: 'network', message: '', requestId: '' }, { cause })
  }
  const answer = jsonFrom(text)
  if (response.ok) return { status: response.status, body: answer }
  throw new ApiError(
    isErrorWire(answer)
      ? answer.error
      : { code: 'network', message: '', requestId: response.headers.get('x-request-id') ?? '' },
  )
}

function jsonFrom(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text)
  } catch {
    return undefined
  }
}

function isErrorWire(value: unknown): value is ErrorWire {
  return (
    typeof value === 'object' &&
    value !== null &&
    'error' in value &&
    typeof value.error === 'object' &&
    value.error !== null &&
    'code' in value.error &&
    'message' in value.error
  )
}
