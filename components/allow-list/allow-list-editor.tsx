'use client'

// The list of one instance with everything that can be done to it. Edits go to the session's draft; only the review sends.

import { ClipboardPaste, Download, MoreHorizontal, Plus, Search, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import {
  type ReactNode,
  useCallback,
  useDeferredValue,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { ApiError } from '#components/data/api.ts'
import { useMe } from '#components/data/me.ts'
import { StaleStrip } from '#components/feedback/stale-strip.tsx'
import { commandOf, type ListCommand } from '#components/table/list-keys.ts'
import { useElementWidth } from '#components/table/use-element-width.ts'
import { Button, IconButton } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { AdornedInput } from '#components/ui/input.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { Menu, MenuItem } from '#components/ui/menu.tsx'
import { toast } from '#components/ui/toast.tsx'
import { checkNewEntry } from '#lib/allow-list/check-entry.ts'
import {
  addEntries,
  addEntry,
  countChanges,
  draftEntries,
  editEntry,
  removeEntries,
  reset,
  restoreEntry,
  undo,
} from '#lib/allow-list/draft.ts'
import { indexEntries } from '#lib/allow-list/entry-index.ts'
import { type AllowList, maxEntriesPerChange } from '#lib/contract/allow-list.ts'
import { AddEntryForm } from './add-entry-form.tsx'
import { ConflictNotice, MovedNotice } from './draft-notices.tsx'
import type { EditField, RowActions } from './editor-types.ts'
import { EmptyList } from './empty-list.tsx'
import { EntryCards } from './entry-cards.tsx'
import { EntryTable } from './entry-table.tsx'
import { csvFromEntries, exportFileName, jsonFromEntries } from './export-list.ts'
import { LeaveGuard } from './leave-guard.tsx'
import { longestDescription } from './limits.ts'
import { PasteDialog } from './paste-dialog.tsx'
import { PendingBar } from './pending-bar.tsx'
import { reviewChange } from './review.ts'
import { ReviewSheet } from './review-sheet.tsx'
import { type EntryView, searchView, viewOfDraft } from './rows.ts'
import { saveFile } from './save-file.ts'
import { SearchAnswer } from './search-answer.tsx'
import { isBehind, isSending } from './session.ts'
import { useEditSession } from './use-edit-session.ts'
import { useVerdictText } from './use-entry-check.ts'
import { useSend } from './use-send.ts'

export type AllowListEditorProps = {
  readonly instanceId: string
  readonly instanceName: string
  readonly list: AllowList
  /** Set when the last read failed: the list shown is an older one. */
  readonly staleError: ApiError | null
  readonly onReadAgain: () => Promise<AllowList | null>
  /** Why this person may not change the list; undefined when they may. */
  readonly forbiddenReason: string | undefined
}

const cardsBelow = 560
const flagsFrom = 700

/** Top bar and table head, which stay while the page scrolls. */
const stickyHeight = 80

export function AllowListEditor(props: AllowListEditorProps) {
  const { instanceId, instanceName, list, staleError, onReadAgain, forbiddenReason } = props
  const t = useTranslations('allowList')
  const { data: me } = useMe()
  const myAddress = me?.clientAddress.address ?? null
  const session = useEditSession(instanceId, list)
  const { draft, edit, submission } = session
  const send = useSend(instanceId)
  const textOf = useVerdictText()

  const frame = useRef<HTMLDivElement>(null)
  const searchField = useRef<HTMLInputElement>(null)
  const scrollToRef = useRef<(index: number) => void>(null)
  const width = useElementWidth(frame)

  const [query, setQuery] = useState('')
  const [selected, setSelected] = useState<ReadonlySet<string>>(() => new Set())
  const [editing, setEditing] = useState<{ key: string; field: EditField } | null>(null)
  const [active, setActive] = useState<string | null>(null)
  const [isAdding, setIsAdding] = useState(false)
  const [isPasting, setIsPasting] = useState(false)
  const [isReviewing, setIsReviewing] = useState(false)
  const [isDiscarding, setIsDiscarding] = useState(false)

  const sending = isSending(session)
  const lockedReason = forbiddenReason ?? (sending ? t('edit.locked') : undefined)
  const changes = countChanges(draft)

  const view = useMemo(() => viewOfDraft(draft, myAddress), [draft, myAddress])
  const asked = useDeferredValue(query)
  const search = useMemo(() => searchView(view, asked), [view, asked])
  const rows = useMemo(
    () => (search.matches === null ? view.rows : view.rows.filter(({ key }) => search.matches?.has(key))),
    [view, search],
  )
  const selectable = useMemo(
    () => rows.filter(({ row }) => row.state !== 'removed' && row.state !== 'added').map(({ text }) => text),
    [rows],
  )
  const chosen = useMemo(() => {
    const there = new Set(view.rows.filter(({ row }) => row.state !== 'removed').map(({ text }) => text))
    return [...selected].filter((text) => there.has(text))
  }, [selected, view])
  const review = useMemo(
    () => reviewChange({ draft, endpointStatus: list.endpointStatus, myAddress }),
    [draft, list.endpointStatus, myAddress],
  )

  // What the handlers of rows read; they are called long after the render that made them.
  const latest = useRef({ view, rows, draft, selected, lastSelected: '', lockedReason, active })
  useLayoutEffect(() => {
    latest.current = { ...latest.current, view, rows, draft, selected, lockedReason }
  }, [view, rows, draft, selected, lockedReason])

  const focusRow = useCallback((key: string) => {
    // At once, not with the next render: keys may come faster than renders.
    latest.current.active = key
    setActive(key)
    const index = latest.current.rows.findIndex((row) => row.key === key)
    if (index >= 0) scrollToRef.current?.(index)
    // Two frames: one to draw the row when it was out of sight, one for what gives focus back to have done so.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        // Overtaken by a later key, whose row must not lose its turn.
        if (latest.current.active !== key) return
        frame.current
          ?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`)
          ?.focus({ preventScroll: false })
      }),
    )
  }, [])

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
      startEdit: (row, field) => setEditing({ key: row.key, field }),
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
        return null
      },
      endEdit: (isFocusKept) => {
        setEditing((before) => {
          if (isFocusKept && before !== null) focusRow(before.key)
          return null
        })
      },
      remove: (text) => edit((before) => removeEntries(before, [text])),
      restore: ({ row, text }) =>
        edit((before) =>
          row.state === 'added'
            ? removeEntries(before, [text])
            : restoreEntry(before, row.before?.ipAddr ?? text),
        ),
      copy: (text) => {
        navigator.clipboard.writeText(text)
      },
      activate: (key) => {
        latest.current.active = key
        setActive(key)
      },
    }),
    [edit, focusRow, t, textOf],
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
          return true
        case 'next':
        case 'previous': {
          const step = command === 'next' ? 1 : -1
          const next = at === -1 ? firstInSight(frame.current, shown) : shown[at + step]
          if (next !== undefined) focusRow(next.key)
          return next !== undefined
        }
        case 'undo':
          if (locked === undefined) edit(undo)
          return locked === undefined
        case 'review':
          if (changes > 0 || submission !== null) setIsReviewing(true)
          return changes > 0
        default:
          if (row === undefined || locked !== undefined) return false
      }
      if (command === 'select' && row.row.state !== 'removed' && row.row.state !== 'added') {
        actions.select(row.text, !latest.current.selected.has(row.text), false)
      }
      if (command === 'edit' && row.row.state !== 'removed') actions.startEdit(row, 'description')
      if (command === 'remove') {
        if (row.row.state === 'removed') actions.restore(row)
        else actions.remove(row.text)
      }
      return true
    },
    [actions, changes, edit, focusRow, submission],
  )

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      // A dialog or an open menu has the keyboard to itself.
      if (document.querySelector('[role="dialog"][data-state="open"], [role="menu"][data-state="open"]'))
        return
      const target = event.target instanceof HTMLElement ? event.target : null
      const inField =
        target !== null && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
      const onControl = target !== null && target.closest('button, a[href], [role="combobox"]') !== null
      const command = commandOf({
        key: event.key,
        metaKey: event.metaKey,
        ctrlKey: event.ctrlKey,
        altKey: event.altKey,
        shiftKey: event.shiftKey,
        inField,
        onControl,
      })
      if (command !== null && run(command)) event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [run])

  // Sent, and the sheet was closed meanwhile: it is said once, and the page is as before.
  const isDoneUnseen = submission?.state === 'done' && !isReviewing
  const { dismiss } = session
  useEffect(() => {
    if (!isDoneUnseen) return
    toast(t('done.toast', { name: instanceName, count: submission.steps.length }))
    dismiss()
  }, [isDoneUnseen, dismiss, instanceName, submission, t])

  const isCards = width > 0 && width < cardsBelow
  const behind = isBehind(session, list)
  const hasRows = view.rows.length > 0
  const isAllSelected = selectable.length > 0 && selectable.every((text) => selected.has(text))
  const isSearching = search.matches !== null

  const headCheckbox = (
    <Checkbox
      label={t('select.all')}
      checked={chosen.length === 0 ? false : isAllSelected ? true : 'indeterminate'}
      disabled={lockedReason !== undefined || selectable.length === 0}
      onClick={() => setSelected(new Set(isAllSelected ? [] : selectable))}
    />
  )
  const selectionBar = chosen.length > 0 && (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1">
      <span className="font-[520] text-body text-ink tabular-nums" role="status">
        {t('select.count', { count: chosen.length, total: draftEntries(draft).length })}
      </span>
      {!isAllSelected && (
        <button
          type="button"
          className="rounded-xs text-body text-ink underline decoration-line-strong underline-offset-3"
          onClick={() => setSelected(new Set([...chosen, ...selectable]))}
        >
          {t(isSearching ? 'select.allMatchingSearch' : 'select.allMatching', { count: selectable.length })}
        </button>
      )}
      <span className="grow" />
      <Button size="sm" variant="quiet" onClick={() => setSelected(new Set())}>
        {t('select.clear')}
      </Button>
      <Button
        size="sm"
        disabledReason={lockedReason}
        onClick={() => {
          edit((before) => removeEntries(before, chosen))
          setSelected(new Set())
        }}
      >
        {t('select.remove', { count: chosen.length })}
      </Button>
    </span>
  )

  const listProps = {
    rows,
    matches: search.matches,
    selected,
    problems: session.rowProblems,
    editing: lockedReason === undefined ? editing : null,
    active: active ?? rows[0]?.key ?? null,
    actions,
    lockedReason,
    isStale: staleError !== null,
    hasFlags: width >= flagsFrom,
    selectionBar,
    headCheckbox,
    scrollToRef,
  }

  return (
    <>
      <Card ref={frame} aria-labelledby="allow-list-title" className="@container">
        <Toolbar
          count={changes > 0 ? draft.base.length : list.entries.length}
          after={changes > 0 && !isCards ? draftEntries(draft).length : null}
          isNarrow={isCards}
          lockedReason={lockedReason}
          onAdd={() => setIsAdding(true)}
          onPaste={() => setIsPasting(true)}
          onExport={(kind) => exportList(kind)}
          search={
            hasRows && (
              <SearchField
                fieldRef={searchField}
                value={query}
                onChange={setQuery}
                onDown={() => rows[0] && focusRow(rows[0].key)}
              />
            )
          }
        />
        {staleError !== null && <StaleStrip readAt={list.readAt} error={staleError} onRetry={onReadAgain} />}
        {forbiddenReason && (
          <p className="border-line border-b bg-sunken px-4 py-2 text-ink-2 text-small">{forbiddenReason}</p>
        )}
        {behind && !isReviewing && (
          <MovedNotice before={draft.base} after={list.entries} onDrawAgain={() => session.redrawOn(list)} />
        )}
        {session.conflicts.length > 0 && (
          <ConflictNotice conflicts={session.conflicts} onDismiss={session.dismiss} />
        )}
        {isAdding && lockedReason === undefined && (
          <AddEntryForm
            index={view.index}
            onAdd={(entry) => edit((before) => addEntry(before, entry))}
            onClose={() => setIsAdding(false)}
          />
        )}
        <SearchAnswer
          search={search}
          query={asked}
          total={view.index.entries.length}
          endpointStatus={list.endpointStatus}
          hasEdits={changes > 0}
        />
        {!hasRows ? (
          <EmptyList
            endpointStatus={list.endpointStatus}
            lockedReason={lockedReason}
            onAdd={() => setIsAdding(true)}
          />
        ) : rows.length === 0 ? (
          <p className="flex flex-wrap items-center gap-3 px-4 py-6 text-ink-2">
            {t('state.noMatch')}
            <Button size="sm" onClick={() => setQuery('')}>
              {t('state.showAll')}
            </Button>
          </p>
        ) : isCards ? (
          <EntryCards {...listProps} />
        ) : (
          <EntryTable {...listProps} />
        )}
        {view.superfluous.length > 0 && (
          <Footer
            count={view.superfluous.length}
            onSelect={() => {
              setQuery('')
              setSelected(new Set(view.superfluous))
            }}
            lockedReason={lockedReason}
          />
        )}
      </Card>
      {(changes > 0 || sending) && (
        <PendingBar
          draft={draft}
          review={review}
          submission={submission}
          onDiscard={() => setIsDiscarding(true)}
          onReview={() => setIsReviewing(true)}
        />
      )}
      <ReviewSheet
        isOpen={isReviewing}
        onOpenChange={setIsReviewing}
        instanceName={instanceName}
        session={session}
        review={review}
        readAt={list.readAt}
        blockedReason={forbiddenReason ?? (staleError === null ? undefined : t('review.waitsForRead'))}
        movedOnTo={behind ? list : null}
        onSend={send}
        onDiscard={() => {
          setIsReviewing(false)
          setIsDiscarding(true)
        }}
        onReadAgain={onReadAgain}
      />
      <PasteDialog
        index={view.index}
        room={maxEntriesPerChange - draft.change.add.length}
        limit={maxEntriesPerChange}
        isOpen={isPasting}
        onOpenChange={setIsPasting}
        onAdd={(entries) => {
          edit((before) => addEntries(before, entries))
          toast(t('paste.added', { count: entries.length }))
        }}
      />
      <Dialog
        isOpen={isDiscarding}
        onOpenChange={setIsDiscarding}
        title={t('discard.title', { count: changes })}
        footer={
          <>
            <Button onClick={() => setIsDiscarding(false)} autoFocus>
              {t('discard.keep')}
            </Button>
            <Button
              variant="primary"
              onClick={() => {
                edit(reset)
                setIsDiscarding(false)
              }}
            >
              {t('discard.confirm', { count: changes })}
            </Button>
          </>
        }
      >
        <p className="text-ink-2">{t('discard.text')}</p>
      </Dialog>
      <LeaveGuard
        instanceId={instanceId}
        instanceName={instanceName}
        unsent={sending ? 0 : changes}
        onDiscard={session.discard}
      />
    </>
  )

  function exportList(kind: 'csv' | 'json') {
    // The list as shown: what is found when something is searched for, edits included, removed ones left out.
    const entries = rows.filter(({ row }) => row.state !== 'removed').map(({ row }) => row.entry)
    const { readAt, version } = list
    const text =
      kind === 'csv' ? csvFromEntries(entries) : jsonFromEntries({ instanceId, version, readAt }, entries)
    saveFile(exportFileName(instanceName, readAt, kind), text, kind)
  }
}

// Where the reader is looking: keys start there, not at the top of a thousand rows.
function firstInSight(frame: HTMLElement | null, rows: readonly EntryView[]): EntryView | undefined {
  const elements = frame?.querySelectorAll<HTMLElement>('[data-row]') ?? []
  const element = [...elements].find((each) => each.getBoundingClientRect().top >= stickyHeight)
  return rows.find((row) => row.key === element?.dataset.row) ?? rows[0]
}

function textsBetween(
  rows: readonly { readonly text: string; readonly row: { readonly state: string } }[],
  from: string,
  to: string,
): string[] {
  const start = rows.findIndex((row) => row.text === from)
  const end = rows.findIndex((row) => row.text === to)
  if (start === -1 || end === -1) return [to]
  return rows
    .slice(Math.min(start, end), Math.max(start, end) + 1)
    .filter(({ row }) => row.state !== 'removed' && row.state !== 'added')
    .map(({ text }) => text)
}

function Toolbar({
  count,
  after,
  isNarrow,
  lockedReason,
  onAdd,
  onPaste,
  onExport,
  search,
}: {
  count: number
  after: number | null
  isNarrow: boolean
  lockedReason: string | undefined
  onAdd: () => void
  onPaste: () => void
  onExport: (kind: 'csv' | 'json') => void
  search: ReactNode
}) {
  const t = useTranslations('allowList')
  return (
    <header className="flex min-h-[46px] flex-wrap items-center gap-x-2 gap-y-2 border-line border-b py-2 pr-3.5 pl-4">
      <h2 id="allow-list-title" className="font-[600] whitespace-nowrap">
        {t('title')}
      </h2>
      <span className="whitespace-nowrap text-ink-3 text-small tabular-nums">
        {after === null ? t('count', { count }) : t('countWithEdits', { count, after })}
      </span>
      <span className="grow" />
      {isNarrow ? null : search}
      {!isNarrow && (
        <Button
          size="sm"
          icon={<ClipboardPaste aria-hidden />}
          disabledReason={lockedReason}
          onClick={onPaste}
        >
          {t('toolbar.paste')}
        </Button>
      )}
      <Button
        size="sm"
        variant="primary"
        icon={<Plus aria-hidden />}
        disabledReason={lockedReason}
        onClick={onAdd}
      >
        {t('toolbar.add')}
      </Button>
      <Menu
        trigger={
          <IconButton size="sm" label={t('toolbar.more')}>
            <MoreHorizontal size={15} aria-hidden />
          </IconButton>
        }
      >
        {isNarrow && (
          <MenuItem icon={<ClipboardPaste aria-hidden />} disabledReason={lockedReason} onSelect={onPaste}>
            {t('toolbar.paste')}
          </MenuItem>
        )}
        <MenuItem icon={<Download aria-hidden />} onSelect={() => onExport('csv')}>
          {t('toolbar.exportCsv')}
        </MenuItem>
        <MenuItem icon={<Download aria-hidden />} onSelect={() => onExport('json')}>
          {t('toolbar.exportJson')}
        </MenuItem>
      </Menu>
      {isNarrow && search && <div className="w-full">{search}</div>}
    </header>
  )
}

function SearchField({
  fieldRef,
  value,
  onChange,
  onDown,
}: {
  fieldRef: React.RefObject<HTMLInputElement | null>
  value: string
  onChange: (value: string) => void
  onDown: () => void
}) {
  const t = useTranslations('allowList.search')
  return (
    <AdornedInput
      ref={fieldRef}
      type="search"
      inputSize="sm"
      className="w-full @min-[560px]:w-[264px] [&_input::-webkit-search-cancel-button]:hidden"
      icon={<Search aria-hidden />}
      aria-label={t('label')}
      placeholder={t('placeholder')}
      autoComplete="off"
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && value !== '') {
          event.preventDefault()
          onChange('')
        }
        if (event.key === 'ArrowDown' || event.key === 'Enter') {
          event.preventDefault()
          onDown()
        }
      }}
      after={
        value === '' ? (
          <span aria-hidden>
            <Kbd>/</Kbd>
          </span>
        ) : (
          <IconButton size="sm" label={t('clear')} onClick={() => onChange('')}>
            <X size={13} aria-hidden />
          </IconButton>
        )
      }
    />
  )
}

function Footer({
  count,
  onSelect,
  lockedReason,
}: {
  count: number
  onSelect: () => void
  lockedReason: string | undefined
}) {
  const t = useTranslations('allowList.footer')
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-t px-4 py-2.5 text-ink-2 text-small">
      <span className="grow">{t('superfluous', { count })}</span>
      {lockedReason === undefined && (
        <button
          type="button"
          className="rounded-xs text-ink underline decoration-line-strong underline-offset-3"
          onClick={onSelect}
        >
          {t('select', { count })}
        </button>
      )}
    </p>
  )
}
