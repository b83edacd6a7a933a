// When the public endpoint may be opened or closed. What the cloud does with a call in any other state is not
// documented (https://cloud.baidu.com/doc/CCR/s/wmq6f5qn5), so such a call is not made.

export type EndpointRefusal =
  /** It is opening or closing: wait until it has settled. */
  | 'endpoint_moving'
  /** It is already what was asked for. */
  | 'endpoint_already'
  /** The cloud's word is not known; opening from there could expose anything. */
  | 'endpoint_state_unknown'

/** Why this action cannot be asked for in this state, as a key of the `errors` area; null when it can. */
export function endpointRefusal(status: string, action: 'open' | 'close'): EndpointRefusal | null {
  switch (status) {
    case 'opening':
    case 'closing':
      return 'endpoint_moving'
    case 'opened':
      return action === 'open' ? 'endpoint_already' : null
    case 'closed':
      return action === 'close' ? 'endpoint_already' : null
    default:
      // Closing is the safe direction: it is never refused for a word we do not know.
      return action === 'open' ? 'endpoint_state_unknown' : null
  }
}
