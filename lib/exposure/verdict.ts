// The one sentence an instance page opens with, as a message key and its values; the words are in the catalogues.

import type { Exposure } from '#lib/exposure/level.ts'

export type VerdictKey =
  | 'verdict.emptyAndOpened'
  | 'verdict.publicAndLinks'
  | 'verdict.publicOnly'
  | 'verdict.linksOnly'
  | 'verdict.nothing'

export type Verdict = {
  /** Key inside the `exposure` area. */
  readonly key: VerdictKey
  readonly values: { readonly addresses: number; readonly vpcs: number }
  /** A second sentence, when the closed endpoint's list still admits somebody or entries cannot be read. */
  readonly notes: readonly VerdictNote[]
}

export type VerdictNote =
  | { readonly key: 'note.ifReopened'; readonly values: { readonly addresses: number } }
  | { readonly key: 'note.ifReopenedEmpty'; readonly values: Readonly<Record<string, never>> }
  | { readonly key: 'note.unreadable'; readonly values: { readonly entries: number } }

/** Chooses the verdict sentence and the notes under it. */
export function verdictOf(exposure: Exposure, endpointStatus: string): Verdict {
  const values = { addresses: exposure.publicAddresses, vpcs: exposure.createdLinks }
  const notes: VerdictNote[] = []
  if (endpointStatus === 'closed') {
    if (exposure.entryCount === 0) notes.push({ key: 'note.ifReopenedEmpty', values: {} })
    else if (exposure.latentAddresses > 0) {
      notes.push({ key: 'note.ifReopened', values: { addresses: exposure.latentAddresses } })
    }
  }
  if (exposure.unreadableEntries > 0)
    notes.push({ key: 'note.unreadable', values: { entries: exposure.unreadableEntries } })
  return { key: keyOf(exposure), values, notes }
}

function keyOf(exposure: Exposure): VerdictKey {
  if (exposure.emptyAndOpened) return 'verdict.emptyAndOpened'
  if (exposure.publicAddresses > 0)
    return exposure.createdLinks > 0 ? 'verdict.publicAndLinks' : 'verdict.publicOnly'
  return exposure.createdLinks > 0 ? 'verdict.linksOnly' : 'verdict.nothing'
}
