'use client'

// The list on a narrow page: two lines an entry, the same states and actions as the table.

import { useTranslations } from 'next-intl'
import { memo, useImperativeHandle, useRef } from 'react'
import { useVirtualRows } from '#components/table/use-virtual-rows.ts'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { cn } from '#components/ui/cn.ts'
import type { EditField } from './editor-types.ts'
import { useEntryEdit } from './entry-edit.tsx'
import { EntryFlags } from './entry-flags.tsx'
import { AddressText, Admits, ChangeMark, DescriptionText, useAddressNote } from './entry-parts.tsx'
import type { EntryListProps } from './entry-table.tsx'
import { RowMenu, RowUndo } from './row-menu.tsx'
import type { EntryView, RowMatch } from './rows.ts'

export function EntryCards(props: EntryListProps) {
  const { rows, matches, selected, problems, editing, active, actions, lockedReason, isStale } = props
  const t = useTranslations('allowList')
  const list = useRef<HTMLUListElement>(null)
  const virtual = useVirtualRows({
    start: list,
    count: rows.length,
    heightOf: () => 60,
    keyOf: (index) => rows[index]?.key ?? String(index),
  })
  useImperativeHandle(props.scrollToRef, () => virtual.scrollTo, [virtual.scrollTo])
  return (
    <>
      {props.selectionBar && (
        <div className="sticky top-12 z-[2] flex min-h-11 items-center gap-2 border-line border-b bg-surface px-3 text-small">
          {props.headCheckbox}
          {props.selectionBar}
        </div>
      )}
      <ul ref={list} aria-label={t('title')} className={isStale ? 'stripes' : undefined}>
        {virtual.before > 0 && <li aria-hidden style={{ height: virtual.before }} />}
        {virtual.items.map(({ index }) => {
          const view = rows[index]
          if (view === undefined) return null
          const common = {
            view,
            index,
            actions,
            match: matches?.get(view.key),
            problem: problems.get(view.text),
            lockedReason,
            measure: virtual.measure,
          }
          return editing?.key === view.key ? (
            <EditCard key={view.key} {...common} field={editing.field} />
          ) : (
            <EntryCard
              key={view.key}
              {...common}
              isSelected={selected.has(view.text)}
              isActive={active === view.key}
            />
          )
        })}
        {virtual.after > 0 && <li aria-hidden style={{ height: virtual.after }} />}
      </ul>
    </>
  )
}

type CardProps = {
  readonly view: EntryView
  readonly index: number
  readonly match: RowMatch | undefined
  readonly problem: string | undefined
  readonly actions: EntryListProps['actions']
  readonly lockedReason: string | undefined
  readonly measure: ((element: Element | null) => void) | undefined
}

const EntryCard = memo(function EntryCard({
  view,
  index,
  match,
  problem,
  actions,
  lockedReason,
  measure,
  isSelected,
  isActive,
}: CardProps & { readonly isSelected: boolean; readonly isActive: boolean }) {
  const t = useTranslations('allowList.row')
  const note = useAddressNote()(view)
  const { state } = view.row
  const isPending = state === 'added' || state === 'removed'
  return (
    <li
      ref={measure}
      data-index={index}
      data-row={view.key}
      data-state={state}
      // The row that keys act on, as in the table.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={isActive ? 0 : -1}
      className={cn(
        'flex min-h-[60px] items-start gap-2.5 border-line border-b py-2.5 pr-1.5 pl-3 outline-focus -outline-offset-2 last:border-b-0',
        (isSelected || isPending) && 'bg-sunken',
        state !== 'same' && 'shadow-[inset_2px_0_0_var(--ink)]',
      )}
    >
      <span className="mt-px grid min-h-6 min-w-6 place-items-center">
        {isPending ? (
          <ChangeMark sign={state === 'added' ? '+' : '-'} label={t(state)} />
        ) : (
          <Checkbox
            checked={isSelected}
            label={t('select', { entry: view.text })}
            disabled={lockedReason !== undefined}
            onClick={(event) => actions.select(view.text, !isSelected, event.shiftKey)}
          />
        )}
      </span>
      <div className="min-w-0 grow">
        <div className="flex items-baseline gap-2">
          <span className="min-w-0 grow truncate">
            <AddressText view={view} match={match} />
          </span>
          <Admits view={view} />
        </div>
        {note !== null && <p className="text-[11.5px] text-ink-3 leading-[15px]">{note}</p>}
        <div className="mt-0.5 flex min-w-0 flex-wrap items-center gap-x-1.5 gap-y-1 text-small text-ink-2">
          <span className="min-w-0 truncate">
            {state === 'edited' && <span className="sr-only">{t('edited')}: </span>}
            <DescriptionText view={view} match={match} />
          </span>
          <EntryFlags flags={view.flags} />
        </div>
        {problem !== undefined && <p className="text-fault text-small">{problem}</p>}
      </div>
      {isPending ? (
        <RowUndo view={view} actions={actions} lockedReason={lockedReason} />
      ) : (
        <RowMenu view={view} actions={actions} lockedReason={lockedReason} />
      )}
    </li>
  )
})

function EditCard({ view, index, actions, measure, field }: CardProps & { readonly field: EditField }) {
  const edit = useEntryEdit({ view, field, commit: actions.commitEdit, end: actions.endEdit })
  return (
    <li
      ref={measure}
      data-index={index}
      data-row={view.key}
      className="flex flex-col gap-2 border-line border-b p-3 shadow-[inset_2px_0_0_var(--ink)]"
      {...edit.rowProps}
    >
      {edit.address}
      {edit.description}
      {edit.message}
    </li>
  )
}
