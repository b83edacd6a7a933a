// What the endpoint card says beyond the cloud's word: since when, on whose word, and whether the wish came true.

export type EndpointAction = 'open' | 'close'

export type LastEndpointChange = {
  readonly action: EndpointAction
  readonly at: number
  readonly byName: string
}

export type EndpointView = {
  readonly position: 'on' | 'off'
  /** The way the endpoint moves now, as the cloud says. */
  readonly moving: EndpointAction | null
  /** What the switch would ask for; null while it moves or when the cloud's word is not known. */
  readonly nextAction: EndpointAction | null
  readonly note:
    | { readonly kind: 'movingSince'; readonly at: number; readonly byName: string }
    | { readonly kind: 'settledSince'; readonly at: number; readonly byName: string }
    /** Asked for through Drawbridge lately, yet the cloud says the opposite. */
    | {
        readonly kind: 'notFollowed'
        readonly action: EndpointAction
        readonly at: number
        readonly byName: string
      }
    | null
}

/** After this long without the wished-for state the card says so; a slow cloud change takes a few minutes. */
export const notFollowedAfterMs = 60_000
/** Older wishes say nothing about the present state. */
const forgottenAfterMs = 24 * 3_600_000

/** Pure reading of the endpoint's status and of our last own change of it. Times are epoch ms. */
export function endpointView(
  status: string,
  lastChange: LastEndpointChange | null,
  now: number,
): EndpointView {
  const moving = status === 'opening' ? 'open' : status === 'closing' ? 'close' : null
  if (moving) {
    const isOurs = lastChange?.action === moving
    return {
      position: moving === 'open' ? 'off' : 'on',
      moving,
      nextAction: null,
      note: isOurs ? { kind: 'movingSince', at: lastChange.at, byName: lastChange.byName } : null,
    }
  }
  const isOff = status === 'closed'
  const nextAction = status === 'opened' ? 'close' : isOff ? 'open' : null
  const wished = isOff ? 'close' : 'open'
  const base = { position: isOff ? 'off' : 'on', moving: null, nextAction } as const
  if (!lastChange || nextAction === null) return { ...base, note: null }
  const { action, at, byName } = lastChange
  if (action === wished) return { ...base, note: { kind: 'settledSince', at, byName } }
  const age = now - at
  if (age < notFollowedAfterMs || age > forgottenAfterMs) return { ...base, note: null }
  return { ...base, note: { kind: 'notFollowed', action, at, byName } }
}
