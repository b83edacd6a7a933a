import type { Mark } from '#lib/allow-list/search.ts'
import { piecesOf } from './rows.ts'

/** A text with what a search found in it marked. */
export function MarkedText({ text, marks = [] }: { text: string; marks?: readonly Mark[] | undefined }) {
  if (marks.length === 0) return text
  return piecesOf(text, marks).map((piece, at) =>
    piece.isMarked ? (
      // The pieces of a text have no identity but their place.
      // oxlint-disable-next-line react/no-array-index-key
      <mark key={at} className="rounded-[2px] bg-exp-narrow-tint text-exp-narrow-text">
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  )
}
