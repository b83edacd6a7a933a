// Measures shared by the wide and the upright reach diagram. Everything is in SVG user units (1 = 1 CSS px at 1:1).

import type { ExposureLevel } from '#lib/exposure/level.ts'

export type DeckState = 'down' | 'moving' | 'up' | 'unknown'

/** Where the deck stands for a status word of the cloud. */
export function deckStateOf(endpointStatus: string): DeckState {
  switch (endpointStatus) {
    case 'opened':
      return 'down'
    case 'opening':
    case 'closing':
      return 'moving'
    case 'closed':
      return 'up'
    default:
      return 'unknown'
  }
}

/** Streams cross the moat unless the cloud says the endpoint is closed or only on its way to open. */
export function isFlowing(endpointStatus: string): boolean {
  return endpointStatus !== 'closed' && endpointStatus !== 'opening'
}

/** Thickness of a stream: a sliver for one address, 5.5 for all of IPv4, log2 between. */
export function streamWidth(addresses: number): number {
  if (addresses <= 0) return 1.6
  return 1.6 + Math.min(1, Math.log2(Math.max(1, addresses)) / 32) * 8 * 0.49
}

/** Length of a row's bar in the small picture of the list, 8 to `full`. */
export function entryBarWidth(addresses: number, full: number): number {
  return 8 + Math.min(1, Math.log2(Math.max(1, addresses)) / 14) * (full - 8)
}

export const levelColour: Readonly<Record<ExposureLevel, string>> = {
  closed: 'var(--exp-closed)',
  privateOnly: 'var(--exp-private)',
  narrow: 'var(--exp-narrow)',
  broad: 'var(--exp-broad)',
  world: 'var(--exp-world)',
}

export const levelTextColour: Readonly<Record<ExposureLevel, string>> = {
  closed: 'var(--exp-closed-text)',
  privateOnly: 'var(--exp-private-text)',
  narrow: 'var(--exp-narrow-text)',
  broad: 'var(--exp-broad-text)',
  world: 'var(--exp-world-text)',
}

/** Cuts a label to a width counted in Latin letters; a Han or full-width letter counts twice. */
export function fitLabel(text: string, width: number): string {
  let used = 0
  let cut = ''
  for (const letter of text) {
    used += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]/.test(letter)
      ? 2
      : 1
    if (used > width) return `${cut.trimEnd()}…`
    cut += letter
  }
  return text
}

/** Rows of waves on the moat, as one path. */
export function wavePath(left: number, right: number, top: number, bottom: number): string {
  const parts: string[] = []
  for (let y = top, row = 0; y < bottom; y += 11, row++) {
    for (let x = left + (row % 2 === 0 ? 6 : 15); x + 12 <= right - 2; x += 22)
      parts.push(`M${x} ${y}q3 -2.6 6 0t6 0`)
  }
  return parts.join('')
}
