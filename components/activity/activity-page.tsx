'use client'

// The audit log: every attempt, by day, with what was asked for and how it ended.

import { RotateCw, Search } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { type RefObject, useEffect, useRef } from 'react'
import { type ActivityFilters, useActivity } from '#components/data/activity.ts'
import { useExposure, useInstances } from '#components/data/instances.ts'
import { useMe } from '#components/data/me.ts'
import { usePeople } from '#components/data/people.ts'
import { useCan } from '#components/data/use-can.ts'
import { useNow } from '#components/data/use-now.ts'
import { EmptyState } from '#components/feedback/empty-state.tsx'
import { ErrorPanel } from '#components/feedback/error-panel.tsx'
import { Breadcrumb } from '#components/layout/breadcrumb.tsx'
import { PageHeader } from '#components/layout/page-header.tsx'
import { commandOf } from '#components/table/list-keys.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { cn } from '#components/ui/cn.ts'
import { AdornedInput } from '#components/ui/input.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { Select, type SelectOption } from '#components/ui/select.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { type AuditEvent, auditAction, auditOutcome } from '#lib/contract/activity.ts'
import { EventRow } from './event-row.tsx'

const periods = { day: 1, week: 7, month: 30 } as const
const periodNames = ['day', 'week', 'month'] as const
const dayMs = 86_400_000
const anything = 'any'

const filterParsers = {
  q: parseAsString.withDefault(''),
  who: parseAsString,
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
    ...(filters.who && { actorId: filters.who }),
    ...(filters.instance && { instanceId: filters.instance }),
    ...(filters.outcome && { outcome: filters.outcome }),
    ...(filters.action && { action: filters.action }),
    ...(filters.period && { since: hour - periods[filters.period] * dayMs }),
  } satisfies ActivityFilters)
  const events = query.data?.pages.flatMap((page) => page.events)
  const searchField = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  useListKeys(searchField, list)

  return (
    <>
      <Breadcrumb items={[{ label: t('title') }]} />
      <PageHeader
        title={t('title')}
        note={t('text')}
        actions={
          <Button
            icon={<RotateCw aria-hidden />}
            isPending={query.isRefetching && !query.isFetchingNextPage}
            onClick={() => query.refetch()}
          >
            {t('refresh')}
          </Button>
        }
      />
      <Filters
        filters={filters}
        setFilters={setFilters}
        isFiltered={isFiltered}
        searchField={searchField}
        events={events ?? []}
      />
      <p className="sr-only" role="status">
        {events && !query.isPlaceholderData ? t('shown', { count: events.length }) : ''}
      </p>
      <Card>
        {query.error && (!events || query.isRefetchError) && (
          <ErrorPanel error={query.error} onRetry={() => query.refetch()} />
        )}
        {events ? (
          <div
            ref={list}
            aria-busy={query.isPlaceholderData || undefined}
            className={cn(query.isPlaceholderData && 'opacity-60')}
          >
            {events.length === 0 ? (
              <EmptyState
                title={t(isFiltered ? 'noMatch' : 'empty')}
                text={t(isFiltered ? 'noMatchText' : 'emptyText')}
                action={isFiltered && <Button onClick={() => setFilters(null)}>{t('filters.clear')}</Button>}
              />
            ) : (
              <EventsByDay events={events} />
            )}
          </div>
        ) : (
          query.isPending && <Bones />
        )}
        {query.isFetchNextPageError && query.error && <ErrorPanel error={query.error} />}
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
      </Card>
    </>
  )
}

function Bones() {
  return (
    <div aria-hidden>
      <div className="h-8 border-line border-b bg-canvas" />
      {['a', 'b', 'c', 'd', 'e', 'f'].map((row) => (
        <div key={row} className="flex h-[42px] items-center gap-4 border-line border-b px-4 last:border-b-0">
          <Skeleton className="h-5 w-3" />
          <Skeleton className="h-3 w-16" />
          <Skeleton className="h-3 w-28" />
          <Skeleton className="h-3 w-1/3" />
        </div>
      ))}
    </div>
  )
}

/** `/` goes to the search field, J and K from row to row. */
function useListKeys(
  searchField: { readonly current: HTMLInputElement | null },
  list: { readonly current: HTMLElement | null },
): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      if (document.querySelector('[role="dialog"][data-state="open"], [role="menu"][data-state="open"]'))
        return
      const target = event.target instanceof HTMLElement ? event.target : null
      const command = commandOf({
        key: event.key,
        metaKey: event.metaKey,
        ctrlKey: event.ctrlKey,
        altKey: event.altKey,
        shiftKey: event.shiftKey,
        inField:
          target !== null && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)),
        onControl: false,
      })
      if (command === 'search') {
        event.preventDefault()
        searchField.current?.focus()
        searchField.current?.select()
      }
      if (command !== 'next' && command !== 'previous') return
      const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-event-row]') ?? [])]
      const at = rows.findIndex((row) => row === document.activeElement)
      const next = command === 'next' ? at + 1 : at === -1 ? rows.length - 1 : at - 1
      event.preventDefault()
      rows[next]?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [searchField, list])
}

type FilterValues = {
  readonly q: string
  readonly who: string | null
  readonly instance: string | null
  readonly outcome: (typeof auditOutcome.options)[number] | null
  readonly action: (typeof auditAction.options)[number] | null
  readonly period: (typeof periodNames)[number] | null
}

type FiltersProps = {
  readonly filters: FilterValues
  readonly setFilters: (values: Partial<FilterValues> | null) => void
  readonly isFiltered: boolean
  readonly searchField: RefObject<HTMLInputElement | null>
  readonly events: readonly AuditEvent[]
}

function Filters({ filters, setFilters, isFiltered, searchField, events }: FiltersProps) {
  const t = useTranslations('activity')
  const { data: list } = useInstances()
  const actors = useActorOptions(events, filters.who)
  const chosen = (value: string) => (value === anything ? null : value)
  // As wide as its words, so that all of them stand in one line.
  const width = 'w-auto max-w-[220px] max-sm:w-[calc(50%-4px)] max-sm:max-w-none max-sm:grow'
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2" role="search">
      <AdornedInput
        type="search"
        ref={searchField}
        icon={<Search aria-hidden />}
        after={<Kbd>/</Kbd>}
        className="w-full sm:w-[270px]"
        aria-label={t('search')}
        placeholder={t('search')}
        value={filters.q}
        maxLength={200}
        onChange={(event) => setFilters({ q: event.target.value })}
      />
      <Select
        className={width}
        aria-label={t('filters.actor')}
        value={filters.who ?? anything}
        onChange={(value) => setFilters({ who: chosen(value) })}
        options={[{ value: anything, label: t('filters.anyActor') }, ...actors]}
      />
      <Select
        className={width}
        aria-label={t('filters.instance')}
        value={filters.instance ?? anything}
        onChange={(value) => setFilters({ instance: chosen(value) })}
        options={[
          { value: anything, label: t('filters.anyInstance') },
          ...instanceOptions(list?.instances ?? [], filters.instance),
        ]}
      />
      <Select
        className={width}
        aria-label={t('filters.action')}
        value={filters.action ?? anything}
        onChange={(value) => setFilters({ action: auditAction.nullable().catch(null).parse(chosen(value)) })}
        options={[
          { value: anything, label: t('filters.anyAction') },
          ...auditAction.options.map((action) => ({ value: action, label: t(`action.${action}`) })),
        ]}
      />
      <Select
        className={width}
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
        className={width}
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

/** The chosen id stays in the list when the fleet does not hold it: a filter that cannot be seen cannot be undone. */
function instanceOptions(
  instances: readonly { readonly id: string; readonly name: string }[],
  chosen: string | null,
): SelectOption[] {
  const options = instances.map(({ id, name }) => ({ value: id, label: name }))
  if (chosen === null || options.some(({ value }) => value === chosen)) return options
  return [...options, { value: chosen, label: chosen }]
}

/** Oneself, everybody for those who may see people, and whoever stands in the rows at hand. */
function useActorOptions(events: readonly AuditEvent[], chosen: string | null): SelectOption[] {
  const t = useTranslations('activity')
  const { data: me } = useMe()
  const canSeePeople = useCan('people:read').isAllowed
  const { data: list } = usePeople({ isEnabled: canSeePeople })
  const names = new Map<string, string>()
  for (const person of list?.people ?? []) names.set(person.id, person.name)
  for (const event of events) if (event.actorId !== null) names.set(event.actorId, event.actorName)
  if (chosen !== null && !names.has(chosen)) names.set(chosen, chosen)
  if (me) names.delete(me.id)
  const others = [...names].map(([value, label]) => ({ value, label }))
  return [
    ...(me ? [{ value: me.id, label: t('filters.you') }] : []),
    ...others.sort((a, b) => a.label.localeCompare(b.label)),
  ]
}

function EventsByDay({ events }: { events: readonly AuditEvent[] }) {
  const dayOf = useDayWord()
  const { data: exposure } = useExposure()
  const levels = new Map(exposure?.exposures.map((each) => [each.instanceId, each.level]))
  const days: { day: string; events: AuditEvent[] }[] = []
  for (const event of events) {
    const day = dayOf(event.at)
    const last = days.at(-1)
    if (last?.day === day) last.events.push(event)
    else days.push({ day, events: [event] })
  }
  return (
    // The line that strings the events together.
    <div className="relative before:absolute before:top-12 before:bottom-5 before:left-[21px] before:z-[1] before:w-[1.5px] before:bg-line-strong">
      {days.map(({ day, events: ofDay }) => (
        <section key={`${day} ${ofDay[0]?.id ?? ''}`} aria-label={day} className="group/day">
          <h2 className="border-line border-y bg-canvas py-2 pr-4 pl-[46px] text-micro font-[520] text-ink-3 group-first/day:rounded-t-md group-first/day:border-t-0">
            {day}
          </h2>
          <ul>
            {ofDay.map((event) => (
              <EventRow
                key={event.id}
                event={event}
                level={event.instanceId === null ? undefined : levels.get(event.instanceId)}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
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
