'use client'

// The audit log: every attempt, by day, with what was asked for and how it ended.

import { Search } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { type ActivityFilters, useActivity } from '#components/data/activity.ts'
import { useInstances } from '#components/data/instances.ts'
import { useNow } from '#components/data/use-now.ts'
import { EmptyState } from '#components/feedback/empty-state.tsx'
import { ErrorPanel } from '#components/feedback/error-panel.tsx'
import { Breadcrumb } from '#components/layout/breadcrumb.tsx'
import { PageHeader } from '#components/layout/page-header.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { AdornedInput } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { type AuditEvent, auditAction, auditOutcome } from '#lib/contract/activity.ts'
import { EventRow } from './event-row.tsx'

const periods = { day: 1, week: 7, month: 30 } as const
const periodNames = ['day', 'week', 'month'] as const
const dayMs = 86_400_000
const anything = 'any'

const filterParsers = {
  q: parseAsString.withDefault(''),
  instance: parseAsString,
  outcome: parseAsStringLiteral(auditOutcome.options),
  action: parseAsStringLiteral(auditAction.options),
  period: parseAsStringLiteral(periodNames),
}

export function ActivityPage() {
  const t = useTranslations('activity')
  const [filters, setFilters] = useQueryStates(filterParsers, { throttleMs: 200 })
  // Rounded to the hour, so that a standing page does not ask a new question each second.
  const hour = Math.floor(useNow(60_000) / 3_600_000) * 3_600_000
  const isFiltered = Object.values(filters).some((value) => value !== null && value !== '')
  const query = useActivity({
    ...(filters.q.trim() !== '' && { text: filters.q.trim() }),
    ...(filters.instance && { instanceId: filters.instance }),
    ...(filters.outcome && { outcome: filters.outcome }),
    ...(filters.action && { action: filters.action }),
    ...(filters.period && { since: hour - periods[filters.period] * dayMs }),
  } satisfies ActivityFilters)
  const events = query.data?.pages.flatMap((page) => page.events)

  return (
    <>
      <Breadcrumb items={[{ label: t('title') }]} />
      <PageHeader title={t('title')} note={t('text')} />
      <Filters filters={filters} setFilters={setFilters} isFiltered={isFiltered} />
      <Card>
        {events ? (
          events.length === 0 ? (
            <EmptyState
              title={t(isFiltered ? 'noMatch' : 'empty')}
              text={t(isFiltered ? 'noMatchText' : 'emptyText')}
            />
          ) : (
            <EventsByDay events={events} />
          )
        ) : query.error ? (
          <ErrorPanel error={query.error} onRetry={() => query.refetch()} />
        ) : (
          <div className="flex flex-col gap-3 p-4">
            <Skeleton className="h-8 w-full" />
            <Skeleton className="h-8 w-full" />
            <Skeleton className="h-8 w-full" />
            <Skeleton className="h-8 w-full" />
          </div>
        )}
        {events && events.length > 0 && (
          <footer className="flex items-center justify-center border-line border-t px-4 py-2.5">
            {query.hasNextPage ? (
              <Button size="sm" isPending={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
                {t('loadMore')}
              </Button>
            ) : (
              <p className="text-small text-ink-3">{t('end')}</p>
            )}
          </footer>
        )}
        {query.isFetchNextPageError && query.error && <ErrorPanel error={query.error} />}
      </Card>
    </>
  )
}

type FilterValues = {
  readonly q: string
  readonly instance: string | null
  readonly outcome: (typeof auditOutcome.options)[number] | null
  readonly action: (typeof auditAction.options)[number] | null
  readonly period: (typeof periodNames)[number] | null
}

type FiltersProps = {
  readonly filters: FilterValues
  readonly setFilters: (values: Partial<FilterValues> | null) => void
  readonly isFiltered: boolean
}

function Filters({ filters, setFilters, isFiltered }: FiltersProps) {
  const t = useTranslations('activity')
  const { data: list } = useInstances()
  const chosen = (value: string) => (value === anything ? null : value)
  return (
    <div className="mb-4 flex flex-wrap items-center gap-2.5" role="search">
      <AdornedInput
        type="search"
        icon={<Search aria-hidden />}
        className="w-full sm:w-72"
        aria-label={t('search')}
        placeholder={t('search')}
        value={filters.q}
        maxLength={200}
        onChange={(event) => setFilters({ q: event.target.value })}
      />
      <Select
        className="w-44"
        aria-label={t('filters.instance')}
        value={filters.instance ?? anything}
        onChange={(value) => setFilters({ instance: chosen(value) })}
        options={[
          { value: anything, label: t('filters.anyInstance') },
          ...(list?.instances ?? []).map((instance) => ({ value: instance.id, label: instance.name })),
        ]}
      />
      <Select
        className="w-52"
        aria-label={t('filters.action')}
        value={filters.action ?? anything}
        onChange={(value) => setFilters({ action: auditAction.nullable().catch(null).parse(chosen(value)) })}
        options={[
          { value: anything, label: t('filters.anyAction') },
          ...auditAction.options.map((action) => ({ value: action, label: t(`action.${action}`) })),
        ]}
      />
      <Select
        className="w-40"
        aria-label={t('filters.outcome')}
        value={filters.outcome ?? anything}
        onChange={(value) =>
          setFilters({ outcome: auditOutcome.nullable().catch(null).parse(chosen(value)) })
        }
        options={[
          { value: anything, label: t('filters.anyOutcome') },
          ...auditOutcome.options.map((outcome) => ({ value: outcome, label: t(`outcome.${outcome}`) })),
        ]}
      />
      <Select
        className="w-36"
        aria-label={t('filters.period')}
        value={filters.period ?? anything}
        onChange={(value) => setFilters({ period: periodNames.find((name) => name === value) ?? null })}
        options={[
          { value: anything, label: t('filters.all') },
          ...periodNames.map((name) => ({ value: name, label: t(`filters.${name}`) })),
        ]}
      />
      {isFiltered && (
        <Button variant="quiet" onClick={() => setFilters(null)}>
          {t('filters.clear')}
        </Button>
      )}
    </div>
  )
}

function EventsByDay({ events }: { events: readonly AuditEvent[] }) {
  const dayOf = useDayWord()
  const days: { day: string; events: AuditEvent[] }[] = []
  for (const event of events) {
    const day = dayOf(event.at)
    const last = days.at(-1)
    if (last?.day === day) last.events.push(event)
    else days.push({ day, events: [event] })
  }
  return days.map(({ day, events: ofDay }) => (
    <section key={`${day} ${ofDay[0]?.id ?? ''}`} aria-label={day}>
      <h2 className="border-line border-b bg-canvas px-4 py-1.5 text-small text-ink-3 first:rounded-t-md">
        {day}
      </h2>
      <ul>
        {ofDay.map((event) => (
          <EventRow key={event.id} event={event} />
        ))}
      </ul>
    </section>
  ))
}

function useDayWord(): (at: number) => string {
  const t = useTranslations('activity')
  const format = useFormatter()
  const now = useNow(60_000)
  const dateOf = (at: number) => format.dateTime(at, { dateStyle: 'full' })
  return (at) => {
    const date = dateOf(at)
    if (date === dateOf(now)) return t('today')
    return date === dateOf(now - dayMs) ? t('yesterday') : date
  }
}
