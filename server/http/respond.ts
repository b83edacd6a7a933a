import { createHash } from 'node:crypto'
import { type AppError, wireFromError } from '#lib/errors.ts'
import type { Locale } from '#lib/messages/index.ts'
import { redactText } from '#server/redact.ts'
import { translatorOf } from '#server/translate.ts'

export type AnswerOptions = {
  readonly requestId: string
  readonly status?: number
  readonly setCookies?: readonly string[]
}

/** A JSON answer. Nothing of ours may be kept by a cache; a poll that finds nothing new gets 304 by its ETag. */
export function jsonAnswer(request: Request, body: unknown, options: AnswerOptions): Response {
  const text = JSON.stringify(body)
  const headers = answerHeaders(options)
  if (request.method === 'GET' && (options.status ?? 200) === 200) {
    const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`
    headers.set('ETag', etag)
    if (isAmong(request.headers.get('if-none-match'), etag)) {
      return new Response(null, { status: 304, headers })
    }
  }
  headers.set('Content-Type', 'application/json; charset=utf-8')
  return new Response(text, { status: options.status ?? 200, headers })
}

/** RFC 9110 section 13.1.2: a list, compared without regard to weakness, since proxies that pack answers weaken it. */
function isAmong(header: string | null, etag: string): boolean {
  const marks = (header ?? '').split(',').map((mark) => mark.trim().replace(/^W\//, ''))
  return marks.includes(etag) || marks.includes('*')
}

/** An error answer in the reader's language. */
export function errorAnswer(error: AppError, locale: Locale, options: AnswerOptions): Response {
  const translate = translatorOf(locale)
  const wire = wireFromError(error, options.requestId, translate)
  const headers = answerHeaders(options)
  headers.set('Content-Type', 'application/json; charset=utf-8')
  if (error.retryAfterMs !== undefined)
    headers.set('Retry-After', String(Math.ceil(error.retryAfterMs / 1000)))
  return new Response(redactText(JSON.stringify(wire)), { status: error.status, headers })
}

function answerHeaders({ requestId, setCookies = [] }: AnswerOptions): Headers {
  const headers = new Headers({
    'Cache-Control': 'no-store',
    'X-Request-Id': requestId,
    'X-Content-Type-Options': 'nosniff',
  })
  for (const cookie of setCookies) headers.append('Set-Cookie', cookie)
  return headers
}
