import type { JudgedPaste } from '#lib/allow-list/parse-paste.ts'

/**
 * The lines that were not taken, as they were pasted, to be put right. `taken` is how many of the good entries went into
 * the draft; good lines beyond that stay as well.
 */
export function textOfRefused(judged: JudgedPaste, taken: number): string {
  const added = new Set(judged.entries.slice(0, taken).map((entry) => entry.ipAddr))
  return judged.lines
    .filter((line) =>
      line.items.some((item) => {
        if (item.kind !== 'entry') return item.kind !== 'problem' || item.problem.reason !== 'repeated'
        return !item.verdict.ok ? item.verdict.problem.reason !== 'duplicate' : !added.has(item.entry.ipAddr)
      }),
    )
    .map((line) => line.text)
    .join('\n')
}
