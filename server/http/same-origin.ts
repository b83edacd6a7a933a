// A change is only taken from our own pages: the browser says where a request was made, and we compare.

import { AppError } from '#lib/errors.ts'
import type { Config } from '#server/env.ts'

/**
 * Throws `cross_origin` when a browser says that another site made the request (Fetch Metadata, RFC 6454 Origin).
 * Callers that are no browsers send neither header; they carry no cookies by accident.
 */
export function checkSameOrigin(request: Request, config: Pick<Config, 'url' | 'isUrlFixed'>): void {
  const site = request.headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin') throw new AppError('cross_origin')
  const origin = request.headers.get('origin')
  if (origin === null) return
  const host = request.headers.get('host')
  const isOurs = config.isUrlFixed
    ? origin === config.url
    : host !== null && (origin === `http://${host}` || origin === `https://${host}`)
  if (!isOurs) throw new AppError('cross_origin')
}
