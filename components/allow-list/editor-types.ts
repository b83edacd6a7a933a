import type { Entry } from '#lib/allow-list/entry.ts'
import type { EntryView } from './rows.ts'

export type EditField = 'ipAddr' | 'description'

/** What rows and cards ask of the editor. Stable between renders, so that rows can skip theirs. */
export type RowActions = {
  readonly select: (text: string, isSelected: boolean, isRange: boolean) => void
  readonly startEdit: (view: EntryView, field: EditField) => void
  /** Takes the edit, or answers the sentence that says why not. */
  readonly commitEdit: (text: string, to: Entry) => string | null
  readonly endEdit: (isFocusKept: boolean) => void
  readonly remove: (text: string) => void
  readonly restore: (view: EntryView) => void
  readonly copy: (text: string) => Promise<void>
  readonly activate: (key: string) => void
}
