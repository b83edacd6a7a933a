// Joins the pure poll interval to react-query: fast while something moves, slow when settled, off when hidden.

import { pollInterval } from '#lib/polling.ts'

/** What is read of a query of react-query. */
type PolledQuery<Data> = {
  readonly queryHash: string
  readonly state: {
    readonly data: Data | undefined
    readonly status: 'pending' | 'error' | 'success'
    readonly fetchFailureCount: number
  }
}

type Seen = { state: string; since: number }

const seen = new Map<string, Seen>()

/**
 * A `refetchInterval` for react-query. `stateOf` gives the words that may move as one text, `isMoving` says whether any
 * of them does.
 */
export function pollWhileMoving<Data>(stateOf: (data: Data) => string, isMoving: (data: Data) => boolean) {
  return (query: PolledQuery<Data>): number | false => {
    const { data } = query.state
    const now = Date.now()
    const state = data === undefined ? '' : stateOf(data)
    const before = seen.get(query.queryHash)
    if (before?.state !== state) seen.set(query.queryHash, { state, since: now })
    return pollInterval({
      transitional: data !== undefined && isMoving(data),
      sinceChangeMs: now - (seen.get(query.queryHash)?.since ?? now),
      visible: typeof document === 'undefined' || document.visibilityState === 'visible',
      failed: query.state.status === 'error' || query.state.fetchFailureCount > 0,
    })
  }
}
