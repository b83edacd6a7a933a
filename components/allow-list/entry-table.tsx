'use client'

// The list as a table. Rows keep their place whatever state they are in, so that an edit never makes anything jump.

import { useTranslations } from 'next-intl'
import { memo, type ReactNode, type Ref, useImperativeHandle, useRef } from 'react'
import { useVirtualRows } from '#components/table/use-virtual-rows.ts'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { cn } from '#components/ui/cn.ts'
import type { EditField, RowActions } from './editor-types.ts'
import { useEntryEdit } from './entry-edit.tsx'
import { EntryFlags } from './entry-flags.tsx'
import { AddressText, Admits, ChangeMark, DescriptionText, useAddressNote } from './entry-parts.tsx'
import { RowMenu, RowUndo } from './row-menu.tsx'
import type { EntryView, RowMatch } from './rows.ts'

export type EntryListProps = {
  readonly rows: readonly EntryView[]
  readonly matches: ReadonlyMap<string, RowMatch> | null
  readonly selected: ReadonlySet<string>
  readonly problems: ReadonlyMap<string, string>
  readonly editing: { readonly key: string; readonly field: EditField } | null
  /** Key of the row that keys act on. */
  readonly active: string | null
  readonly actions: RowActions
  /** Why nothing can be changed; undefined when it can. */
  readonly lockedReason: string | undefined
  readonly isStale: boolean
  readonly hasFlags: boolean
  readonly selectionBar: ReactNode
  readonly headCheckbox: ReactNode
  /** Receives what brings a row into sight. */
  readonly scrollToRef: Ref<(index: number) => void>
}

export function EntryTable(props: EntryListProps) {
  const { rows, matches, selected, problems, editing, active, actions, lockedReason, isStale, hasFlags } =
    props
  const t = useTranslations('allowList')
  const body = useRef<HTMLTableSectionElement>(null)
  const noteOf = useAddressNote()
  const virtual = useVirtualRows({
    start: body,
    count: rows.length,
    heightOf: (index) => {
      const view = rows[index]
      return view !== undefined && (noteOf(view) !== null || problems.has(view.text)) ? 46 : 40
    },
    keyOf: (index) => rows[index]?.key ?? String(index),
  })
  useImperativeHandle(props.scrollToRef, () => virtual.scrollTo, [virtual.scrollTo])
  const columns = hasFlags ? 6 : 5

  return (
    <table
      className="w-full table-fixed border-separate border-spacing-0"
      aria-label={t('title')}
      aria-rowcount={rows.length + 1}
    >
      <colgroup>
        <col className="w-10" />
        <col className="w-[172px]" />
        <col className="w-[84px]" />
        <col />
        {hasFlags && <col className="w-[184px]" />}
        <col className="w-11" />
      </colgroup>
      <thead>
        <tr aria-rowindex={1} className="h-[33px]">
          <th scope="col" className={cn(headCell, 'pl-4')}>
            {props.headCheckbox}
          </th>
          {props.selectionBar ? (
            <th colSpan={columns - 1} className={cn(headCell, 'font-[420]')}>
              {props.selectionBar}
            </th>
          ) : (
            <>
              <th scope="col" className={headCell}>
                {t('column.address')}
              </th>
              <th scope="col" className={cn(headCell, 'text-right')}>
                {t('column.admits')}
              </th>
              <th scope="col" className={headCell}>
                {t('column.description')}
              </th>
              {hasFlags && (
                <th scope="col" className={headCell}>
                  {t('column.flags')}
                </th>
              )}
              <th scope="col" className={headCell}>
                <span className="sr-only">{t('column.actions')}</span>
              </th>
            </>
          )}
        </tr>
      </thead>
      <tbody ref={body} className={isStale ? 'stripes' : undefined}>
        <Spacer height={virtual.before} columns={columns} />
        {virtual.items.map(({ index }) => {
          const view = rows[index]
          if (view === undefined) return null
          const common = {
            view,
            index,
            hasFlags,
            actions,
            match: matches?.get(view.key),
            problem: problems.get(view.text),
            lockedReason,
            measure: virtual.measure,
          }
          return editing?.key === view.key ? (
            <EditRow key={view.key} {...common} field={editing.field} />
          ) : (
            <EntryRow
              key={view.key}
              {...common}
              isSelected={selected.has(view.text)}
              isActive={active === view.key}
            />
          )
        })}
        <Spacer height={virtual.after} columns={columns} />
      </tbody>
    </table>
  )
}

const headCell =
  'sticky top-12 z-[2] border-line border-b bg-surface px-2.5 text-left text-micro font-[520] text-ink-3 whitespace-nowrap'
const cell = 'border-line border-b px-2.5 align-middle'

function Spacer({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null
  return (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height, padding: 0 }} />
    </tr>
  )
}

type RowProps = {
  readonly view: EntryView
  readonly index: number
  readonly match: RowMatch | undefined
  readonly problem: string | undefined
  readonly hasFlags: boolean
  readonly actions: RowActions
  readonly lockedReason: string | undefined
  readonly measure: ((element: Element | null) => void) | undefined
}

const EntryRow = memo(function EntryRow({
  view,
  index,
  match,
  problem,
  hasFlags,
  actions,
  lockedReason,
  measure,
  isSelected,
  isActive,
}: RowProps & { readonly isSelected: boolean; readonly isActive: boolean }) {
  const t = useTranslations('allowList.row')
  const noteOf = useAddressNote()
  const note = noteOf(view)
  const { state } = view.row
  const isChanged = state !== 'same'
  return (
    <tr
      ref={measure}
      data-index={index}
      data-row={view.key}
      data-state={state}
      tabIndex={isActive ? 0 : -1}
      aria-rowindex={index + 2}
      onFocus={(event) => {
        if (event.target === event.currentTarget) actions.activate(view.key)
      }}
      onDoubleClick={() => {
        if (lockedReason === undefined && state !== 'removed') actions.startEdit(view, 'description')
      }}
      className={cn(
        'h-10 outline-focus -outline-offset-2 hover:bg-sunken/60 [&:last-child>td]:border-b-0',
        (isSelected || state === 'added' || state === 'removed') && 'bg-sunken',
      )}
    >
      <td className={cn(cell, 'pl-4', isChanged && 'shadow-[inset_2px_0_0_var(--ink)]')}>
        {state === 'added' || state === 'removed' ? (
          <ChangeMark sign={state === 'added' ? '+' : '-'} label={t(state)} />
        ) : (
          <Checkbox
            checked={isSelected}
            label={t('select', { entry: view.text })}
            disabled={lockedReason !== undefined}
            onClick={(event) => actions.select(view.text, !isSelected, event.shiftKey)}
          />
        )}
      </td>
      <td className={cell}>
        <div className="truncate" title={view.text.length > 20 ? view.text : undefined}>
          <AddressText view={view} match={match} />
        </div>
        {note !== null && <div className="truncate text-[11.5px] text-ink-3 leading-[15px]">{note}</div>}
        {problem !== undefined && (
          <div className="text-[11.5px] text-fault leading-[15px]" role="note">
            {problem}
          </div>
        )}
      </td>
      <td className={cn(cell, 'text-right')}>
        <Admits view={view} />
      </td>
      <td className={cell}>
        {state === 'edited' && <span className="sr-only">{t('edited')}: </span>}
        <div className="truncate" title={view.row.entry.description}>
          <DescriptionText view={view} match={match} />
        </div>
      </td>
      {hasFlags && (
        <td className={cn(cell, 'overflow-hidden')}>
          <EntryFlags flags={view.flags} />
        </td>
      )}
      <td className={cn(cell, 'pr-3 pl-1 text-right')}>
        {state === 'added' || state === 'removed' ? (
          <RowUndo view={view} actions={actions} lockedReason={lockedReason} />
        ) : (
          <RowMenu view={view} actions={actions} lockedReason={lockedReason} />
        )}
      </td>
    </tr>
  )
})

function EditRow({
  view,
  index,
  hasFlags,
  actions,
  measure,
  field,
}: RowProps & { readonly field: EditField }) {
  const edit = useEntryEdit({ view, field, commit: actions.commitEdit, end: actions.endEdit })
  return (
    <tr ref={measure} data-index={index} data-row={view.key} aria-rowindex={index + 2} {...edit.rowProps}>
      <td className={cn(cell, 'shadow-[inset_2px_0_0_var(--ink)]')} />
      <td className={cn(cell, 'py-1.5 pr-1 pl-1 align-top')} colSpan={2}>
        {edit.address}
        {edit.messageFor === 'ipAddr' && edit.message}
      </td>
      <td className={cn(cell, 'py-1.5 pl-1 align-top')} colSpan={hasFlags ? 3 : 2}>
        {edit.description}
        {edit.messageFor === 'description' && edit.message}
      </td>
    </tr>
  )
}
