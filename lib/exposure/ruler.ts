// The ruler: admitted addresses on a log2 scale from one address (/32) to all (/0), one segment for each octet.

/** Where a count stands on the ruler, 0 (at most one address) to 1 (all 2^32). */
export function rulerPosition(addresses: number): number {
  if (!(addresses > 1)) return 0
  return Math.min(1, Math.log2(addresses) / 32)
}

/** How full each of the four octet segments is, 0 to 1, from /32–/24 to /8–/0. A single address shows a sliver. */
export function rulerSegments(addresses: number): readonly [number, number, number, number] {
  const filled = rulerPosition(addresses) * 4
  const fill = (segment: number) => Math.min(1, Math.max(0, filled - segment))
  const first = addresses >= 1 ? Math.max(fill(0), 1 / 16) : 0
  return [first, fill(1), fill(2), fill(3)]
}
