'use client'

// What can be done to rows, by pointer and by key: selecting, editing in place, removing, moving among them.

import { useTranslations } from 'next-intl'
import { type RefObject, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { ListCommand } from '#components/table/list-keys.ts'
import { useListKeys } from '#components/table/use-list-keys.ts'
import { copyText } from '#components/ui/copy-text.ts'
import { toast } from '#components/ui/toast.tsx'
import { checkNewEntry } from '#lib/allow-list/check-entry.ts'
import {
  type Draft,
  draftEntries,
  editEntry,
  removeEntries,
  restoreEntry,
  undo,
} from '#lib/allow-list/draft.ts'
import { indexEntries } from '#lib/allow-list/entry-index.ts'
import type { EditField, RowActions } from './editor-types.ts'
import { longestDescription } from './limits.ts'
import { type EntryView, isSelectable, textsBetween } from './rows.ts'
import { useVerdictText } from './use-entry-check.ts'

export type RowActionsOptions = {
  /** Rows shown. */
  readonly rows: readonly EntryView[]
  readonly draft: Draft
  readonly edit: (change: (draft: Draft) => Draft) => void
  readonly lockedReason: string | undefined
  readonly frame: RefObject<HTMLElement | null>
  readonly searchField: RefObject<HTMLInputElement | null>
  readonly scrollToRef: RefObject<((index: number) => void) | null>
  /** null while there is nothing to review. */
  readonly onReview: (() => void) | null
}

export function useRowActions(options: RowActionsOptions) {
  const { rows, draft, edit, lockedReason, frame, searchField, scrollToRef, onReview } = options
  const t = useTranslations('allowList')
  const textOf = useVerdictText()
  const [selected, setSelected] = useState<ReadonlySet<string>>(() => new Set())
  const [editing, setEditing] = useState<{ key: string; field: EditField } | null>(null)
  const [active, setActive] = useState<string | null>(null)

  // What the handlers read; they are called long after the render that made them.
  const latest = useRef({ rows, draft, selected, lockedReason, active, lastSelected: '', lastEdited: '' })
  useLayoutEffect(() => {
    latest.current = { ...latest.current, rows, draft, selected, lockedReason }
  }, [rows, draft, selected, lockedReason])

  const activate = useCallback((key: string) => {
    // At once, not with the next render: keys may come faster than renders.
    latest.current.active = key
    setActive(key)
  }, [])

  const focusRow = useCallback(
    (key: string) => {
      activate(key)
      const index = latest.current.rows.findIndex((row) => row.key === key)
      if (index >= 0) scrollToRef.current?.(index)
      afterDrawing(() => {
        // Overtaken by a later key, whose row must not lose its turn.
        if (latest.current.active !== key) return
        frame.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`)?.focus()
      })
    },
    [activate, frame, scrollToRef],
  )

  const actions = useMemo<RowActions>(
    () => ({
      select: (text, isSelected, isRange) => {
        const { rows: shown, lastSelected } = latest.current
        const texts = isRange ? textsBetween(shown, lastSelected, text) : [text]
        setSelected((before) => {
          const next = new Set(before)
          for (const each of texts) {
            if (isSelected) next.add(each)
            else next.delete(each)
          }
          return next
        })
        latest.current.lastSelected = text
      },
      startEdit: (row, field) => {
        latest.current.lastEdited = row.text
        setEditing({ key: row.key, field })
      },
      commitEdit: (text, to) => {
        const ipAddr = to.ipAddr.trim()
        const description = to.description.trim()
        if (description.length > longestDescription) {
          return t('edit.tooLong', { limit: longestDescription, length: description.length })
        }
        if (ipAddr !== text) {
          const others = draftEntries(latest.current.draft).filter((entry) => entry.ipAddr !== text)
          const verdict = checkNewEntry(ipAddr, indexEntries(others))
          if (!verdict.ok) return textOf(verdict)
        }
        edit((before) => editEntry(before, text, { ipAddr, description }))
        latest.current.lastEdited = ipAddr
        return null
      },
      endEdit: (isFocusKept) => {
        setEditing(null)
        if (!isFocusKept) return
        // The row's text may be another one by now, so it is looked up once it is drawn.
        afterDrawing(() => {
          const row = latest.current.rows.find((each) => each.text === latest.current.lastEdited)
          if (row !== undefined) focusRow(row.key)
        })
      },
      remove: (text) => edit((before) => removeEntries(before, [text])),
      restore: ({ row, text }) =>
        edit((before) =>
          row.state === 'added'
            ? removeEntries(before, [text])
            : restoreEntry(before, row.before?.ipAddr ?? text),
        ),
      copy: async (text) => {
        const isCopied = await copyText(text)
        toast(isCopied ? t('row.copied', { entry: text }) : t('row.copyFailed'))
      },
      activate,
    }),
    [activate, edit, focusRow, t, textOf],
  )

  const run = useCallback(
    (command: ListCommand) => {
      const { rows: shown, lockedReason: locked, active: current } = latest.current
      const at = shown.findIndex((row) => row.key === current)
      const row = shown[at]
      switch (command) {
        case 'search':
          searchField.current?.focus()
          searchField.current?.select()
          return searchField.current !== null
        case 'next':
        case 'previous': {
          const step = command === 'next' ? 1 : -1
          const next = row === undefined ? firstInSight(frame.current, shown) : shown[at + step]
          if (next !== undefined) focusRow(next.key)
          return next !== undefined
        }
        case 'undo':
          if (locked === undefined) edit(undo)
          return locked === undefined
        case 'review':
          onReview?.()
          return onReview !== null
        default:
          if (row === undefined || locked !== undefined) return false
      }
      const { state } = row.row
      if (command === 'select' && isSelectable(row)) {
        actions.select(row.text, !latest.current.selected.has(row.text), false)
      }
      if (command === 'edit' && state !== 'removed') actions.startEdit(row, 'description')
      if (command === 'remove') {
        if (state === 'removed') actions.restore(row)
        else actions.remove(row.text)
      }
      return true
    },
    [actions, edit, focusRow, frame, onReview, searchField],
  )
  useListKeys(run)

  return { selected, setSelected, editing, active, actions, focusRow }
}

// Two frames: one to draw what was out of sight, one for what gives focus back (a menu, a dialog) to have done so.
function afterDrawing(then: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(then))
}

/** Top bar and table head, which stay while the page scrolls. */
const stickyHeight = 80

// Where the reader is looking: keys start there, not at the top of a thousand rows.
function firstInSight(frame: HTMLElement | null, rows: readonly EntryView[]): EntryView | undefined {
  const elements = frame?.querySelectorAll<HTMLElement>('[data-row]') ?? []
  const element = [...elements].find((each) => each.getBoundingClientRect().top >= stickyHeight)
  return rows.find((row) => row.key === element?.dataset.row) ?? rows[0]
}
