'use client'

// The fleet as a table, or as cards where there is no room for one. The whole row opens the instance.

import NextLink from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { type ReactNode, type Ref, type RefObject, useImperativeHandle, useRef } from 'react'
import { ExposureMeter } from '#components/marks/exposure-meter.tsx'
import { Ruler } from '#components/marks/ruler.tsx'
import { SortTh, Table, Th } from '#components/table/table.tsx'
import { useVirtualRows } from '#components/table/use-virtual-rows.ts'
import { cn } from '#components/ui/cn.ts'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { ExposureSummary } from '#lib/contract/instances.ts'
import { type FleetSort, firstDirection, type SortField } from './fleet.ts'
import { AddressesCell, EditionCell, EndpointCell, Known, LinksCell, type Row } from './fleet-cells.tsx'
import { useRegionName } from './use-region-name.ts'

export type FleetListProps = {
  readonly rows: readonly Row[]
  readonly sort: FleetSort
  readonly onSort: (sort: FleetSort) => void
  /** Room there is, in px. */
  readonly width: number
  /** Receives what brings a row into sight. */
  readonly scrollToRef: Ref<(index: number) => void>
}

const cell = 'border-line border-b px-2.5 align-middle'

export function FleetTable({ rows, sort, onSort, width, scrollToRef }: FleetListProps) {
  const t = useTranslations('instances')
  const format = useFormatter()
  const body = useRef<HTMLTableSectionElement>(null)
  const virtual = useVirtualRows({
    start: body,
    count: rows.length,
    heightOf: () => 46,
    keyOf: (index) => rows[index]?.instance.id ?? String(index),
  })
  useImperativeHandle(scrollToRef, () => virtual.scrollTo, [virtual.scrollTo])
  const hasEdition = width >= 1080
  const hasRuler = width >= 820
  const columns = 5 + Number(hasEdition) + Number(hasRuler)
  const head = (field: SortField, className?: string, isEnd = false) => (
    <SortTh
      direction={sort.field === field ? sort.direction : null}
      isEnd={isEnd}
      className={cn('px-2.5', className)}
      onSort={() =>
        onSort({
          field,
          direction:
            sort.field === field ? (sort.direction === 'asc' ? 'desc' : 'asc') : firstDirection(field),
        })
      }
    >
      {t(
        `column.${field === 'name' ? 'instance' : field === 'exposure' ? 'reach' : field === 'region' ? 'instance' : field}`,
      )}
    </SortTh>
  )
  return (
    <Table
      className="table-fixed border-separate border-spacing-0"
      aria-label={t('table')}
      aria-rowcount={rows.length + 1}
    >
      <colgroup>
        <col className="w-[230px]" />
        <col className="w-[176px]" />
        {hasRuler && <col />}
        <col className={hasRuler ? 'w-[150px]' : undefined} />
        <col className="w-[76px]" />
        <col className="w-[104px]" />
        {hasEdition && <col className="w-[140px]" />}
      </colgroup>
      <thead>
        <tr aria-rowindex={1}>
          {head('name')}
          {head('endpoint')}
          {hasRuler && head('exposure')}
          {head('addresses', undefined, true)}
          {head('entries', undefined, true)}
          {head('links')}
          {hasEdition && <Th className="px-2.5">{t('column.edition')}</Th>}
        </tr>
      </thead>
      <tbody ref={body}>
        <Gap height={virtual.before} columns={columns} />
        {virtual.items.map(({ index }) => {
          const row = rows[index]
          if (row === undefined) return null
          return (
            <tr
              key={row.instance.id}
              data-instance={row.instance.id}
              aria-rowindex={index + 2}
              className="relative h-[46px] hover:bg-sunken/60 [&:last-child>td]:border-b-0"
            >
              <td className={cn(cell, 'pl-4')}>
                <NameCell row={row} />
              </td>
              <td className={cell}>
                <Known row={row} bone="w-20" isFirst>
                  {(summary) => <EndpointCell summary={summary} />}
                </Known>
              </td>
              {hasRuler && (
                <td className={cell}>
                  <Known row={row} bone="w-full">
                    {(summary) => <RowRuler summary={summary} />}
                  </Known>
                </td>
              )}
              <td className={cn(cell, 'text-right')}>
                <Known row={row} bone="w-14">
                  {(summary) => <AddressesCell summary={summary} />}
                </Known>
              </td>
              <td className={cn(cell, 'text-right tabular-nums')}>
                <Known row={row} bone="w-6">
                  {({ entryCount }) => (
                    <span className={entryCount === 0 ? 'text-ink-3' : undefined}>
                      {format.number(entryCount)}
                    </span>
                  )}
                </Known>
              </td>
              <td className={cell}>
                <Known row={row} bone="w-10">
                  {(summary) => <LinksCell summary={summary} />}
                </Known>
              </td>
              {hasEdition && (
                <td className={cell}>
                  <EditionCell instance={row.instance} />
                </td>
              )}
            </tr>
          )
        })}
        <Gap height={virtual.after} columns={columns} />
      </tbody>
    </Table>
  )
}

function Gap({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null
  return (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height, padding: 0 }} />
    </tr>
  )
}

function RowRuler({ summary }: { summary: ExposureSummary }) {
  const isLatent = summary.publicAddresses === 0
  return (
    <Ruler
      level={summary.level}
      addresses={isLatent ? summary.latentAddresses : summary.publicAddresses}
      isLatent={isLatent}
    />
  )
}

function NameCell({ row }: { row: Row }) {
  const regionOf = useRegionName()
  const { instance, exposure } = row
  return (
    <span className="flex min-w-0 items-center gap-[11px]">
      <span className="grid w-4 shrink-0 place-items-center">
        {exposure.state === 'known' ? (
          <ExposureMeter level={exposure.summary.level} />
        ) : exposure.state === 'loading' ? (
          <Skeleton className="size-3.5" />
        ) : (
          <span aria-hidden className="text-ink-3">
            ?
          </span>
        )}
      </span>
      <span className="min-w-0">
        <RowLink row={row} />
        <span className="block truncate text-[11.5px] text-ink-3 leading-[15px]">
          <span className="font-mono">{instance.id}</span> ·{' '}
          <span title={regionOf(instance.region)}>{instance.region}</span>
        </span>
      </span>
    </span>
  )
}

function RowLink({ row }: { row: Row }) {
  const { instance } = row
  return (
    <NextLink
      href={`/instances/${encodeURIComponent(instance.id)}`}
      data-row-link={instance.id}
      className="block truncate font-[520] leading-[17px] outline-none after:absolute after:inset-0 after:-outline-offset-2 after:outline-focus focus-visible:after:outline-2"
    >
      {instance.name === '' ? instance.id : instance.name}
    </NextLink>
  )
}

export function FleetCards({ rows, scrollToRef }: FleetListProps) {
  const t = useTranslations('instances')
  const regionOf = useRegionName()
  const list = useRef<HTMLUListElement>(null)
  const virtual = useVirtualRows({
    start: list,
    count: rows.length,
    heightOf: () => 88,
    keyOf: (index) => rows[index]?.instance.id ?? String(index),
  })
  useImperativeHandle(scrollToRef, () => virtual.scrollTo, [virtual.scrollTo])
  return (
    <ul ref={list} aria-label={t('table')}>
      {virtual.before > 0 && <li aria-hidden style={{ height: virtual.before }} />}
      {virtual.items.map(({ index }) => {
        const row = rows[index]
        if (row === undefined) return null
        const { instance, exposure } = row
        return (
          <li
            key={instance.id}
            ref={virtual.measure}
            data-index={index}
            className="relative border-line border-b px-3.5 py-3 last:border-b-0"
          >
            <div className="flex items-start gap-3">
              <div className="min-w-0 grow">
                <RowLink row={row} />
                <p className="truncate text-ink-3 text-small">
                  <span className="font-mono">{instance.id}</span> · {regionOf(instance.region)}
                </p>
              </div>
              {exposure.state === 'known' && <ExposureMeter level={exposure.summary.level} hasWord />}
            </div>
            <div className="mt-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-1 text-small">
              <Known row={row} bone="w-40" isFirst>
                {(summary) => (
                  <>
                    <EndpointCell summary={summary} />
                    <LinksCell summary={summary} />
                    <span className="text-right">
                      <AddressesCell summary={summary} />
                    </span>
                  </>
                )}
              </Known>
            </div>
          </li>
        )
      })}
      {virtual.after > 0 && <li aria-hidden style={{ height: virtual.after }} />}
    </ul>
  )
}

/** Bones of the table while the list itself is read. */
export function FleetSkeleton({ label }: { label: string }): ReactNode {
  return (
    <div role="status" aria-label={label}>
      <div className="h-9 border-line border-b" />
      {['w-28', 'w-36', 'w-24', 'w-32', 'w-44', 'w-40', 'w-20', 'w-30'].map((width) => (
        <div
          key={width}
          className="flex h-[46px] items-center gap-4 border-line border-b px-4 last:border-b-0"
        >
          <Skeleton className="size-4" />
          <span className="flex w-48 flex-col gap-1.5">
            <Skeleton className={`h-3 ${width}`} />
            <Skeleton className="h-2.5 w-24" />
          </span>
          <Skeleton className="h-3 w-20" />
          <Skeleton className="h-1.5 grow" />
          <Skeleton className="h-3 w-16" />
        </div>
      ))}
    </div>
  )
}

/** Gives a row's link the focus once the row is drawn, unless another was asked for meanwhile. */
export function focusFleetRow(
  frame: RefObject<HTMLElement | null>,
  instanceId: string,
  isWanted: () => boolean,
): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (isWanted()) linkOf(frame, instanceId)?.focus()
    }),
  )
}

function linkOf(frame: RefObject<HTMLElement | null>, instanceId: string): HTMLElement | null {
  return frame.current?.querySelector<HTMLElement>(`[data-row-link="${CSS.escape(instanceId)}"]`) ?? null
}

/** Top bar, under which rows are out of sight. */
const stickyHeight = 48

/** The instance of the first row that can be seen: keys start where the reader looks. */
export function firstRowInSight(frame: RefObject<HTMLElement | null>): string | undefined {
  const links = frame.current?.querySelectorAll<HTMLElement>('[data-row-link]') ?? []
  const link = [...links].find((each) => each.getBoundingClientRect().top >= stickyHeight)
  return link?.dataset.rowLink
}
