// The cloud documents no list of link states. These words are known; any other is shown as it is and counts as settled.

export type LinkState = 'created' | 'moving' | 'failed' | 'unknown'

/** What a status word means for drawing and polling. */
export function linkStateOf(status: string): LinkState {
  switch (status) {
    case 'created':
      return 'created'
    case 'creating':
    case 'deleting':
      return 'moving'
    case 'failed':
      return 'failed'
    default:
      return 'unknown'
  }
}
