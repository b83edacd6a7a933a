'use client'

// All instances of all regions: the worst in one sentence, then every row. Exposure comes after the list and fills it in.

import { useLocale, useTranslations } from 'next-intl'
import { type ReactNode, useCallback, useDeferredValue, useLayoutEffect, useMemo, useRef } from 'react'
import type { ApiError } from '#components/data/api.ts'
import { useExposure, useInstances } from '#components/data/instances.ts'
import { EmptyState } from '#components/feedback/empty-state.tsx'
import { ErrorPanel, useErrorMessage } from '#components/feedback/error-panel.tsx'
import { ReadAge } from '#components/feedback/read-age.tsx'
import { StaleStrip } from '#components/feedback/stale-strip.tsx'
import { Breadcrumb } from '#components/layout/breadcrumb.tsx'
import { PageHeader } from '#components/layout/page-header.tsx'
import type { ListCommand } from '#components/table/list-keys.ts'
import { useElementWidth } from '#components/table/use-element-width.ts'
import { useListKeys } from '#components/table/use-list-keys.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import type { ResponseOf } from '#lib/contract/endpoint.ts'
import type { endpoints } from '#lib/contract/endpoints.ts'
import {
  filterRows,
  fleetChoices,
  fleetRows,
  headlineOf,
  isFiltered,
  looksLikeAddress,
  sortRows,
} from './fleet.ts'
import type { RowFailure } from './fleet-cells.tsx'
import { FleetFilters } from './fleet-filters.tsx'
import { FleetCards, FleetSkeleton, FleetTable, firstRowInSight, focusFleetRow } from './fleet-list.tsx'
import { RegionFailures } from './region-failures.tsx'
import { useFleetState } from './use-fleet-state.ts'

export function InstancesPage() {
  const t = useTranslations('instances')
  const query = useInstances()
  return (
    <>
      <Breadcrumb items={[{ label: t('title') }]} />
      {query.data ? (
        <LoadedFleet
          data={query.data}
          staleError={query.error}
          isReading={query.isFetching}
          onReadAgain={() => query.refetch()}
        />
      ) : query.error ? (
        <FailedFleet error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <>
          <PageHeader title={t('headline.pending')} />
          <Card>
            <FleetSkeleton label={t('reading')} />
          </Card>
        </>
      )}
    </>
  )
}

function FailedFleet({ error, onRetry }: { error: ApiError; onRetry: () => void }) {
  const t = useTranslations('instances')
  if (error.code === 'not_configured') {
    return (
      <>
        <PageHeader title={t('title')} />
        <Card>
          <EmptyState
            title={t('notConfigured.title')}
            text={t('notConfigured.text')}
            action={<Button onClick={onRetry}>{t('empty.retry')}</Button>}
          />
        </Card>
      </>
    )
  }
  if (error.code === 'forbidden') {
    return (
      <>
        <PageHeader title={t('title')} />
        <Card>
          <EmptyState title={t('forbidden.title')} text={t('forbidden.text')} />
        </Card>
      </>
    )
  }
  return (
    <>
      <PageHeader title={t('headline.failed')} />
      <Card>
        <ErrorPanel error={error} onRetry={onRetry} />
      </Card>
    </>
  )
}

type LoadedFleetProps = {
  readonly data: ResponseOf<typeof endpoints.listInstances>
  readonly staleError: ApiError | null
  readonly isReading: boolean
  readonly onReadAgain: () => void
}

const cardsBelow = 640

function LoadedFleet({ data, staleError, isReading, onReadAgain }: LoadedFleetProps) {
  const t = useTranslations('instances')
  const locale = useLocale()
  const messageOf = useErrorMessage()
  const exposure = useExposure()
  const state = useFleetState()
  const frame = useRef<HTMLDivElement>(null)
  const searchField = useRef<HTMLInputElement>(null)
  const scrollToRef = useRef<(index: number) => void>(null)
  const width = useElementWidth(frame)

  const { instances, failures, asked } = data
  // Read, but without this instance: it may be newer than the answer. It is not checked, whatever the reason.
  const exposureError = exposure.error
  const fallback = useMemo<RowFailure | null>(() => {
    if (exposureError === null || exposure.data !== undefined) return null
    return { message: messageOf(exposureError), upstream: exposureError.upstream }
    // The sentence follows the language, which renders the page anew.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [exposureError, exposure.data])
  const rows = useMemo(
    () => fleetRows<RowFailure>(instances, exposure.data ?? null, fallback),
    [instances, exposure.data, fallback],
  )
  const choices = useMemo(() => fleetChoices(rows), [rows])
  const filter = useDeferredValue(state.filter)
  const shown = useMemo(
    () => sortRows(filterRows(rows, filter), state.sort, locale),
    [rows, filter, state.sort, locale],
  )
  const headline = headlineOf(rows)
  const answered = new Set(asked.map(({ account, region }) => `${account} ${region}`))
  for (const { account, region } of failures) answered.delete(`${account} ${region}`)
  const regions = new Set([...answered].map((each) => each.slice(each.lastIndexOf(' ') + 1))).size

  const readAll = () => {
    onReadAgain()
    void exposure.refetch()
  }

  const latest = useRef(shown)
  useLayoutEffect(() => {
    latest.current = shown
  }, [shown])
  /** The row that J and K last went to: they may come faster than focus follows. */
  const active = useRef<string | null>(null)
  const goTo = useCallback((index: number) => {
    const id = latest.current[index]?.instance.id
    if (id === undefined) return
    active.current = id
    scrollToRef.current?.(index)
    focusFleetRow(frame, id, () => active.current === id)
  }, [])

  const run = useCallback(
    (command: ListCommand) => {
      if (command === 'search') {
        searchField.current?.focus()
        searchField.current?.select()
        return searchField.current !== null
      }
      if (command !== 'next' && command !== 'previous') return false
      const ids = latest.current.map((row) => row.instance.id)
      // Whoever clicked or tabbed elsewhere goes on from where they look.
      const isInTable = frame.current?.contains(document.activeElement) ?? false
      const at = isInTable && active.current !== null ? ids.indexOf(active.current) : -1
      const step = command === 'next' ? 1 : -1
      goTo(at === -1 ? Math.max(0, ids.indexOf(firstRowInSight(frame) ?? '')) : at + step)
      return true
    },
    [goTo],
  )
  useListKeys(run)

  const isEmpty = instances.length === 0
  const listProps = { rows: shown, sort: state.sort, onSort: state.setSort, width, scrollToRef }
  return (
    <>
      <PageHeader
        title={isEmpty ? t('headline.empty') : t(headline.key, headline.values)}
        note={
          <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <span>{t('summary', { count: instances.length, regions })}</span>
            {headline.values.unknown > 0 && (
              <span className="font-[520] text-fault">
                {t('notCheckedCount', { count: headline.values.unknown })}
              </span>
            )}
            <ReadAge readAt={data.readAt} isReading={isReading || exposure.isFetching} onRefresh={readAll} />
          </span>
        }
      />
      {failures.length > 0 && <RegionFailures failures={failures} isReading={isReading} onRetry={readAll} />}
      {isEmpty ? (
        <Card>
          {failures.length === 0 ? (
            <EmptyState
              title={t('empty.title')}
              text={t('empty.text', { regions: asked.length })}
              action={<Button onClick={readAll}>{t('empty.retry')}</Button>}
            />
          ) : answered.size === 0 ? (
            <EmptyState title={t('noAnswer.title')} text={t('noAnswer.text')} />
          ) : (
            <EmptyState
              title={t('emptyPartly.title')}
              text={t('emptyPartly.text', { regions: answered.size })}
            />
          )}
        </Card>
      ) : (
        <Card aria-label={t('table')}>
          <div ref={frame}>
            {staleError !== null && (
              <StaleStrip readAt={data.readAt} error={staleError} onRetry={onReadAgain} />
            )}
            {exposureError !== null && (
              <div className="border-line border-b">
                <ErrorPanel
                  error={exposureError}
                  title={t('exposureFailed.title')}
                  onRetry={() => exposure.refetch()}
                />
              </div>
            )}
            <FleetFilters
              state={state}
              choices={choices}
              fieldRef={searchField}
              hasSort={width > 0 && width < cardsBelow}
              onDown={() => goTo(0)}
            />
            <FoundLine
              shown={shown.length}
              total={rows.length}
              isFiltered={isFiltered(filter)}
              isAddress={looksLikeAddress(filter.text)}
            />
            {shown.length === 0 ? (
              <EmptyState
                title={t('noMatch.title')}
                text={t('noMatch.text', { total: rows.length })}
                action={<Button onClick={state.clear}>{t('filter.clear')}</Button>}
              />
            ) : width > 0 && width < cardsBelow ? (
              <FleetCards {...listProps} />
            ) : (
              <FleetTable {...listProps} />
            )}
          </div>
        </Card>
      )}
    </>
  )
}

function FoundLine({
  shown,
  total,
  isFiltered: isNarrowed,
  isAddress,
}: {
  shown: number
  total: number
  isFiltered: boolean
  isAddress: boolean
}): ReactNode {
  const t = useTranslations('instances')
  return (
    <div role="status">
      {isNarrowed && (
        <p className="border-line border-b bg-sunken px-4 py-1.5 text-ink-2 text-small">
          {t('shown', { shown, total })}
          {isAddress && <span className="ml-3">{t('search.address')}</span>}
        </p>
      )}
    </div>
  )
}
