// When to try again and how long to wait first. Pure; only reads ever come here.

/** What the vendor's SDKs do: from 300 ms, doubled each time, at most 20 s. Jitter spreads callers that failed together. */
export type Backoff = { readonly baseMs: number; readonly capMs: number }

/** Wait before the next attempt, `failed` being the number of attempts so far. `random` is in [0, 1). */
export function retryDelayMs(
  failed: number,
  random: number,
  backoff: Backoff,
  retryAfterMs: number | null = null,
): number {
  const full = Math.min(backoff.capMs, backoff.baseMs * 2 ** (failed - 1))
  const jittered = Math.round(full * (0.5 + random / 2))
  return Math.max(jittered, retryAfterMs ?? 0)
}

/** Value of a Retry-After header in ms from now: seconds or an HTTP date (RFC 9110, 10.2.3). null when unreadable. */
export function retryAfterFromHeader(value: string | undefined, nowMs: number): number | null {
  if (value === undefined) return null
  const text = value.trim()
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const date = httpDateMs(text)
  return date === null ? null : Math.max(0, date - nowMs)
}

const httpDateShape = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/

/** Epoch ms of an IMF-fixdate such as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7), or null. */
export function httpDateMs(value: string | undefined): number | null {
  if (value === undefined || !httpDateShape.test(value)) return null
  const time = Date.parse(value)
  return Number.isNaN(time) ? null : time
}
