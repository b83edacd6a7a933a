// The one error type of Drawbridge and its closed code table. A code decides the HTTP status, whether a caller may
// simply try again, and where the page shows it. The sentence a person reads comes from the message catalogue
// `errors` under `reason` (the code unless a narrower reason is given).

type CodeRow = {
  /** HTTP status of our own API. */
  readonly status: number
  /** True when the same call may be repeated unchanged with a fair chance. */
  readonly isRetryable: boolean
  /** Where the page shows it: at the fields, in the section that asked, or over the whole page. */
  readonly shownIn: 'fields' | 'section' | 'page'
}

export const errorCodes = {
  invalid_input: { status: 400, isRetryable: false, shownIn: 'fields' },
  unauthenticated: { status: 401, isRetryable: false, shownIn: 'page' },
  forbidden: { status: 403, isRetryable: false, shownIn: 'section' },
  cross_origin: { status: 403, isRetryable: false, shownIn: 'section' },
  not_found: { status: 404, isRetryable: false, shownIn: 'section' },
  method_not_allowed: { status: 405, isRetryable: false, shownIn: 'section' },
  conflict: { status: 409, isRetryable: false, shownIn: 'section' },
  stale_write: { status: 409, isRetryable: false, shownIn: 'section' },
  confirmation_required: {
    status: 409,
    isRetryable: false,
    shownIn: 'section',
  },
  instance_busy: { status: 409, isRetryable: true, shownIn: 'section' },
  quota_exceeded: { status: 409, isRetryable: false, shownIn: 'section' },
  gone: { status: 410, isRetryable: false, shownIn: 'page' },
  payload_too_large: { status: 413, isRetryable: false, shownIn: 'section' },
  unsupported_media_type: {
    status: 415,
    isRetryable: false,
    shownIn: 'section',
  },
  upstream_rejected: { status: 422, isRetryable: false, shownIn: 'section' },
  rate_limited: { status: 429, isRetryable: true, shownIn: 'section' },
  account_locked: { status: 429, isRetryable: false, shownIn: 'section' },
  internal: { status: 500, isRetryable: true, shownIn: 'section' },
  upstream_auth: { status: 502, isRetryable: false, shownIn: 'section' },
  upstream_invalid: { status: 502, isRetryable: true, shownIn: 'section' },
  upstream_unavailable: { status: 503, isRetryable: true, shownIn: 'section' },
  not_configured: { status: 503, isRetryable: false, shownIn: 'page' },
  upstream_timeout: { status: 504, isRetryable: true, shownIn: 'section' },
  /** A write whose answer was lost: it may or may not have happened. */
  outcome_unknown: { status: 504, isRetryable: false, shownIn: 'section' },
  /** Only ever made in the browser: our own server did not answer. */
  network: { status: 0, isRetryable: true, shownIn: 'section' },
} as const satisfies Record<string, CodeRow>

export type ErrorCode = keyof typeof errorCodes

export type MessageValues = Readonly<Record<string, string | number>>

/** One wrong input. `path` is the dotted place in the request; `reason` a key of the catalogue, e.g. `address.octal`. */
export type FieldProblem = {
  readonly path: string
  readonly reason: string
  readonly values?: MessageValues
}

/** What the cloud said, for people who talk to its support. Never holds a credential. */
export type UpstreamDetail = {
  readonly status?: number
  readonly code?: string
  readonly message?: string
  readonly requestId?: string
  readonly region?: string
}

export type AppErrorOptions = {
  /** Full catalogue key, e.g. `errors.endpoint_moving`; default `errors.<code>`. */
  readonly reason?: string
  readonly values?: MessageValues
  readonly fields?: readonly FieldProblem[]
  readonly upstream?: UpstreamDetail
  /** Data the page needs to go on, e.g. both versions of a stale write. JSON only. */
  readonly details?: Readonly<Record<string, unknown>>
  readonly retryAfterMs?: number
  readonly cause?: unknown
}

/** The same symbol in every copy of this module. */
const appErrorBrand = Symbol.for('drawbridge.AppError')

export class AppError extends Error {
  override readonly name = 'AppError'
  readonly [appErrorBrand] = true
  readonly code: ErrorCode
  readonly reason: string
  readonly values: MessageValues
  readonly fields: readonly FieldProblem[]
  readonly upstream: UpstreamDetail | undefined
  readonly details: Readonly<Record<string, unknown>> | undefined
  readonly retryAfterMs: number | undefined

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(options.reason ?? code, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.reason = options.reason ?? `errors.${code}`
    this.values = options.values ?? {}
    this.fields = options.fields ?? []
    this.upstream = options.upstream
    this.details = options.details
    this.retryAfterMs = options.retryAfterMs
  }

  get status(): number {
    return errorCodes[this.code].status
  }

  /**
   * Next bundles this module once for start-up and once for the routes, and an error made by one copy of the class must
   * be known to the other: so the brand decides, not the prototype.
   */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && appErrorBrand in value
  }
}

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(errorCodes, value)
}

/** Any thrown value as an AppError. What we did not make ourselves becomes `internal`; its text stays in the cause. */
export function appErrorFrom(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('internal', { cause: error })
}

/** The body of every error answer of our API. */
export type ErrorWire = {
  readonly error: {
    readonly code: string
    readonly message: string
    readonly requestId: string
    readonly fields?: readonly {
      readonly path: string
      readonly message: string
    }[]
    readonly upstream?: UpstreamDetail
    readonly details?: Readonly<Record<string, unknown>>
  }
}

/** Turns an error into its wire body. `translate` takes a full catalogue key, e.g. `errors.forbidden`. */
export function wireFromError(
  error: AppError,
  requestId: string,
  translate: (key: string, values: MessageValues) => string,
): ErrorWire {
  return {
    error: {
      code: error.code,
      message: translate(error.reason, {
        requestId,
        ...upstreamValues(error.upstream),
        ...error.values,
      }),
      requestId,
      ...(error.fields.length > 0 && {
        fields: error.fields.map((f) => ({
          path: f.path,
          message: translate(f.reason, f.values ?? {}),
        })),
      }),
      ...(error.upstream && { upstream: error.upstream }),
      ...(error.details && { details: error.details }),
    },
  }
}

function upstreamValues(upstream: UpstreamDetail | undefined): MessageValues {
  return {
    upstreamCode: upstream?.code ?? '',
    upstreamMessage: upstream?.message ?? '',
    region: upstream?.region ?? '',
  }
}
