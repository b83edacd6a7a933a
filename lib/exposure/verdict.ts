// The one sentence an instance page opens with, as a message key and its values; the words are in the catalogues.

import type { Exposure } from '#lib/exposure/level.ts'

export type VerdictKey =
  | 'verdict.emptyAndOpened'
  | 'verdict.publicAndLinks'
  | 'verdict.publicOnly'
  | 'verdict.linksOnly'
  | 'verdict.nothing'
  | 'verdict.unreadableOnly'

export type Verdict = {
  /** Key inside the `exposure` area. */
  readonly key: VerdictKey
  readonly values: { readonly addresses: number; readonly vpcs: number }
  /** A second sentence, when the closed endpoint's list still admits somebody or entries cannot be read. */
  readonly notes: readonly VerdictNote[]
}

export type VerdictNote =
  | { readonly key: 'note.ifReopened'; readonly values: { readonly addresses: number } }
  | {
      readonly key: 'note.ifReopenedEmpty' | 'note.ifReopenedNobody'
      readonly values: Readonly<Record<string, never>>
    }
  | { readonly key: 'note.unreadable'; readonly values: { readonly entries: number } }

/** Chooses the verdict sentence and the notes under it. */
export function verdictOf(exposure: Exposure, endpointStatus: string): Verdict {
  const values = { addresses: exposure.publicAddresses, vpcs: exposure.createdLinks }
  const notes: VerdictNote[] = []
  if (endpointStatus === 'closed') notes.push(...ifReopened(exposure))
  const entries = exposure.unreadableEntries
  if (entries > 0) notes.push({ key: 'note.unreadable', values: { entries } })
  return { key: keyOf(exposure, endpointStatus), values, notes }
}

function ifReopened({ entryCount, latentAddresses, unreadableEntries }: Exposure): VerdictNote[] {
  if (entryCount === 0) return [{ key: 'note.ifReopenedEmpty', values: {} }]
  if (latentAddresses > 0) return [{ key: 'note.ifReopened', values: { addresses: latentAddresses } }]
  // Entries that cannot be read may admit somebody; saying "nobody" would be a guess.
  return unreadableEntries > 0 ? [] : [{ key: 'note.ifReopenedNobody', values: {} }]
}

function keyOf(exposure: Exposure, endpointStatus: string): VerdictKey {
  const { createdLinks, publicAddresses, unreadableEntries } = exposure
  if (exposure.emptyAndOpened) return 'verdict.emptyAndOpened'
  if (publicAddresses > 0) return createdLinks > 0 ? 'verdict.publicAndLinks' : 'verdict.publicOnly'
  if (unreadableEntries > 0 && endpointStatus !== 'closed') return 'verdict.unreadableOnly'
  return createdLinks > 0 ? 'verdict.linksOnly' : 'verdict.nothing'
}
