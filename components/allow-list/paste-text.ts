import type { JudgedItem, JudgedPaste } from '#lib/allow-list/parse-paste.ts'

/** Nothing to put right: the entry is in the list, or further up in what was pasted. */
export function isAlreadyThere(item: JudgedItem): boolean {
  if (item.kind === 'problem') return item.problem.reason === 'repeated'
  return item.kind === 'entry' && !item.verdict.ok && item.verdict.problem.reason === 'duplicate'
}

/** Something is wrong with it. */
export function isRefused(item: JudgedItem): boolean {
  return !isAlreadyThere(item) && (item.kind !== 'entry' || !item.verdict.ok)
}

/**
 * The lines that were not taken, as they were pasted, to be put right. `taken` is how many of the good entries went into
 * the draft; good lines beyond that stay as well.
 */
export function textOfRefused(judged: JudgedPaste, taken: number): string {
  const added = new Set(judged.entries.slice(0, taken).map((entry) => entry.ipAddr))
  return judged.lines
    .filter((line) =>
      line.items.some(
        (item) =>
          isRefused(item) || (item.kind === 'entry' && item.verdict.ok && !added.has(item.entry.ipAddr)),
      ),
    )
    .map((line) => line.text)
    .join('\n')
}
