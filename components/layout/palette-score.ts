/**
 * How well an item fits what was typed, 0 (not at all) to 1. Each typed word must stand in one of the item's texts, whole
 * and in order: an id or an address is never guessed from scattered letters. The first text is its name, which counts most.
 */
export function paletteScore(typed: string, texts: readonly string[] = []): number {
  const wanted = typed.trim().toLowerCase()
  const words = wanted.split(/\s+/)
  const known = texts.map((text) => text.toLowerCase())
  if (!words.every((word) => known.some((text) => text.includes(word)))) return 0
  const name = known[0] ?? ''
  if (name.startsWith(wanted)) return 1
  return words.every((word) => name.includes(word)) ? 0.8 : 0.5
}
