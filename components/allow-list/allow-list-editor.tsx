'use client'

// The list of one instance with everything that can be done to it. Edits go to the session's draft; only the review sends.

import { useTranslations } from 'next-intl'
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import type { ApiError } from '#components/data/api.ts'
import { useMe } from '#components/data/me.ts'
import { StaleStrip } from '#components/feedback/stale-strip.tsx'
import { useElementWidth } from '#components/table/use-element-width.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { toast } from '#components/ui/toast.tsx'
import {
  addEntries,
  addEntry,
  countChanges,
  draftEntries,
  removeEntries,
  reset,
} from '#lib/allow-list/draft.ts'
import { type AllowList, maxEntriesPerChange } from '#lib/contract/allow-list.ts'
import { AddEntryForm } from './add-entry-form.tsx'
import { DiscardDialog } from './discard-dialog.tsx'
import { ConflictNotice, MovedNotice } from './draft-notices.tsx'
import { EmptyList } from './empty-list.tsx'
import { EntryCards } from './entry-cards.tsx'
import { EntryTable } from './entry-table.tsx'
import { csvFromEntries, exportFileName, jsonFromEntries } from './export-list.ts'
import { LeaveGuard } from './leave-guard.tsx'
import { ListSearchField, ListToolbar, SuperfluousFooter } from './list-toolbar.tsx'
import { PasteDialog } from './paste-dialog.tsx'
import { PendingBar } from './pending-bar.tsx'
import { reviewChange } from './review.ts'
import { ReviewSheet } from './review-sheet.tsx'
import { isSelectable, searchView, viewOfDraft } from './rows.ts'
import { saveFile } from './save-file.ts'
import { SearchAnswer } from './search-answer.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { isBehind, isSending } from './session.ts'
import { useEditSession } from './use-edit-session.ts'
import { useRowActions } from './use-row-actions.ts'
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

export function AllowListEditor(props: AllowListEditorProps) {
  const { instanceId, instanceName, list, staleError, onReadAgain, forbiddenReason } = props
  const t = useTranslations('allowList')
  const { data: me } = useMe()
  const myAddress = me?.clientAddress.address ?? null
  const session = useEditSession(instanceId, list)
  const { draft, edit, submission } = session
  const send = useSend(instanceId)

  const frame = useRef<HTMLDivElement>(null)
  const searchField = useRef<HTMLInputElement>(null)
  const scrollToRef = useRef<(index: number) => void>(null)
  const width = useElementWidth(frame)

  const [query, setQuery] = useState('')
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
  const selectable = useMemo(() => rows.filter(isSelectable).map(({ text }) => text), [rows])
  const review = useMemo(
    () => reviewChange({ draft, endpointStatus: list.endpointStatus, myAddress }),
    [draft, list.endpointStatus, myAddress],
  )

  const openReview = useCallback(() => setIsReviewing(true), [])
  const { selected, setSelected, editing, active, actions, focusRow } = useRowActions({
    rows,
    draft,
    edit,
    lockedReason,
    frame,
    searchField,
    scrollToRef,
    onReview: changes > 0 || submission !== null ? openReview : null,
  })
  const chosen = useMemo(() => {
    const there = new Set(view.rows.filter(({ row }) => row.state !== 'removed').map(({ text }) => text))
    return [...selected].filter((text) => there.has(text))
  }, [selected, view])

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

  const headCheckbox = (
    <Checkbox
      label={t('select.all')}
      checked={chosen.length === 0 ? false : isAllSelected ? true : 'indeterminate'}
      disabled={lockedReason !== undefined || selectable.length === 0}
      onClick={() => setSelected(new Set(isAllSelected ? [] : selectable))}
    />
  )
  const selectionBar = chosen.length > 0 && (
    <SelectionBar
      count={chosen.length}
      total={view.index.entries.length}
      rest={isAllSelected ? null : selectable.length}
      isSearching={search.matches !== null}
      lockedReason={lockedReason}
      onSelectAll={() => setSelected(new Set([...chosen, ...selectable]))}
      onClear={() => setSelected(new Set())}
      onRemove={() => {
        edit((before) => removeEntries(before, chosen))
        setSelected(new Set())
      }}
    />
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
        <ListToolbar
          count={changes > 0 ? draft.base.length : list.entries.length}
          after={changes > 0 && !isCards ? draftEntries(draft).length : null}
          isNarrow={isCards}
          lockedReason={lockedReason}
          onAdd={() => setIsAdding(true)}
          onPaste={() => setIsPasting(true)}
          onExport={(kind) => exportList(kind)}
          search={
            hasRows && (
              <ListSearchField
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
          <SuperfluousFooter
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
      <DiscardDialog
        count={changes}
        isOpen={isDiscarding}
        onOpenChange={setIsDiscarding}
        onDiscard={() => edit(reset)}
      />
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
