// The version of a list: what a write names to prove that it saw the list it changes.

import type { Entry } from '#lib/allow-list/entry.ts'
import { sha256Hex } from '#lib/hash/sha256.ts'

/**
 * Sixteen hex digits that stand for the entries, whatever their order: the same addresses with the same descriptions,
 * each as often, give the same version. The first 64 bits of SHA-256: two of a million versions collide by accident with
 * a chance under one in ten million. It guards against overwriting unseen changes, not against a forger.
 */
export function allowListVersion(entries: readonly Entry[]): string {
  const lines = entries.map((entry) => JSON.stringify([entry.ipAddr, entry.description]))
  return sha256Hex(lines.sort().join('\n')).slice(0, 16)
}
