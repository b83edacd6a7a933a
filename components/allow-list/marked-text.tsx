import { keyed } from '#components/table/keyed.ts'
import type { Mark } from '#lib/allow-list/search.ts'
import { piecesOf } from './rows.ts'

/** A text with what a search found in it marked. */
export function MarkedText({ text, marks = [] }: { text: string; marks?: readonly Mark[] | undefined }) {
  if (marks.length === 0) return text
  return keyed(piecesOf(text, marks), (piece) => piece.text).map(({ key, item: piece }) =>
    piece.isMarked ? (
      <mark key={key} className="rounded-[2px] bg-exp-narrow-tint text-exp-narrow-text">
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  )
}
