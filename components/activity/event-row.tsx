'use client'

import { ChevronDown, ChevronUp, Copy } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { Badge } from '#components/ui/badge.tsx'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { cn } from '#components/ui/cn.ts'
import type { AuditEvent, AuditOutcome } from '#lib/contract/activity.ts'
import { describeTarget, diffLines } from './event-text.ts'

const shownLines = 12

export function EventRow({ event }: { event: AuditEvent }) {
  const t = useTranslations('activity')
  const format = useFormatter()
  const [isOpen, setIsOpen] = useState(false)
  const what = t(`action.${event.action}`)
  const panelId = `event-${event.id}`
  const actor = event.actorName === 'system' ? t('system') : event.actorName || t('nobody')
  return (
    <li className="border-line border-b last:border-b-0">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={panelId}
        onClick={() => setIsOpen(!isOpen)}
        className="flex min-h-10 w-full items-center gap-x-4 gap-y-0.5 px-4 py-2 text-left hover:bg-sunken max-md:flex-wrap"
      >
        <OutcomeMark outcome={event.outcome} />
        <time
          dateTime={new Date(event.at).toISOString()}
          title={format.dateTime(event.at, { dateStyle: 'full', timeStyle: 'long' })}
          className="shrink-0 font-mono text-small text-ink-2 tabular-nums"
        >
          {format.dateTime(event.at, {
            hour: '2-digit',
            minute: '2-digit',
            second: '2-digit',
            hourCycle: 'h23',
          })}
        </time>
        <span className="w-32 shrink-0 truncate font-[520] max-md:w-auto">{actor}</span>
        <span className="w-36 shrink-0 truncate text-ink-2 max-md:w-auto">
          {event.instanceName ?? event.instanceId ?? ''}
        </span>
        <span className="min-w-0 grow truncate">
          <span className="font-[520]">{what}</span> <Target event={event} />
        </span>
        {event.outcome !== 'succeeded' && (
          <Badge variant={event.outcome === 'failed' || event.outcome === 'unknown' ? 'fault' : 'filled'}>
            {t(`outcome.${event.outcome}`)}
          </Badge>
        )}
        {isOpen ? (
          <ChevronUp size={15} className="shrink-0 text-ink-3" aria-hidden />
        ) : (
          <ChevronDown size={15} className="shrink-0 text-ink-3" aria-hidden />
        )}
      </button>
      {isOpen && (
        <div id={panelId} className="px-4 pt-1 pb-4 md:pl-[52px]">
          <EventDetail event={event} />
        </div>
      )}
    </li>
  )
}

function OutcomeMark({ outcome }: { outcome: AuditOutcome }) {
  return (
    <span
      aria-hidden
      className={cn(
        'h-4 w-2.5 shrink-0 rounded-full border-[1.5px]',
        outcome === 'succeeded' && 'border-ink-2',
        outcome === 'failed' && 'border-fault bg-fault',
        outcome === 'unknown' && 'border-fault border-dashed',
        outcome === 'refused' && 'border-ink-3 bg-active',
        outcome === 'started' && 'animate-wait border-ink-3 border-dashed',
      )}
    />
  )
}

/** What the action was about, beside its sentence. */
function Target({ event }: { event: AuditEvent }) {
  const t = useTranslations('activity')
  const target = describeTarget(event)
  if (!target) return null
  return (
    <span className="text-ink-2">
      {target.kind === 'counts' ? (
        t('detail.allowListCounts', target.counts)
      ) : (
        <span className={target.isMono ? 'font-mono text-small' : undefined}>{target.text}</span>
      )}
    </span>
  )
}

function EventDetail({ event }: { event: AuditEvent }) {
  const t = useTranslations('activity')
  const diff = diffLines(event.before, event.after)
  return (
    <div className="flex flex-col gap-4">
      {event.error && (
        <p className="text-fault">
          {event.error.message}
          {event.error.upstream?.message && (
            <span className="mt-0.5 block font-mono text-small">
              {[event.error.upstream.code, event.error.upstream.message].filter(Boolean).join(': ')}
            </span>
          )}
        </p>
      )}
      {diff && (
        <div className="grid gap-4 md:grid-cols-2">
          <Side title={t('before')} lines={diff.removed} mark="−" unchanged={diff.unchanged} isRemoved />
          <Side title={t('after')} lines={diff.added} mark="+" unchanged={diff.unchanged} />
        </div>
      )}
      <dl className="grid gap-x-8 gap-y-1.5 md:grid-cols-2">
        <Fact name={t('from')}>
          <span className="font-mono text-small">{event.clientAddress ?? t('fromUnknown')}</span>
        </Fact>
        <Fact name={t('finished')}>
          {event.finishedAt === null ? t('notFinished') : t('tookMs', { ms: event.finishedAt - event.at })}
        </Fact>
        <Fact name={t('request')}>
          <span className="font-mono text-small break-all">{event.requestId}</span>
        </Fact>
        <Fact name={t('cloudRequests')}>
          {event.upstreamRequestIds.length === 0 ? (
            t('none')
          ) : (
            <span className="font-mono text-small break-all">{event.upstreamRequestIds.join(' ')}</span>
          )}
        </Fact>
        {!diff && Object.keys(event.input).length > 0 && (
          <Fact name={t('input')}>
            <span className="font-mono text-small break-all">{JSON.stringify(event.input)}</span>
          </Fact>
        )}
      </dl>
      <div className="flex flex-wrap gap-2.5">
        {event.instanceId && (
          <LinkButton size="sm" href={`/instances/${encodeURIComponent(event.instanceId)}`}>
            {t('openInstance')}
          </LinkButton>
        )}
        <Button
          size="sm"
          variant="quiet"
          icon={<Copy aria-hidden />}
          onClick={() => navigator.clipboard.writeText(JSON.stringify(event, null, 2))}
        >
          {t('copyJson')}
        </Button>
      </div>
    </div>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex gap-4">
      <dt className="w-28 shrink-0 text-ink-3">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  )
}

type SideProps = {
  readonly title: string
  readonly lines: readonly string[]
  readonly mark: string
  readonly unchanged: number
  readonly isRemoved?: boolean
}

function Side({ title, lines, mark, unchanged, isRemoved = false }: SideProps) {
  const t = useTranslations('activity')
  const rest = unchanged + Math.max(0, lines.length - shownLines)
  return (
    <div>
      <h3 className="mb-1 text-small text-ink-3">{title}</h3>
      <ul className="overflow-hidden rounded-md border border-line text-small">
        {lines.slice(0, shownLines).map((line) => (
          <li
            key={line}
            className={cn(
              'flex gap-2.5 border-line border-b px-3 py-1.5 last:border-b-0',
              isRemoved ? 'stripes' : 'bg-sunken',
            )}
          >
            <span aria-hidden className="font-mono">
              {mark}
            </span>
            <span className={cn('min-w-0 break-all', isRemoved && 'text-ink-3 line-through')}>{line}</span>
          </li>
        ))}
        {(rest > 0 || lines.length === 0) && (
          <li className="px-3 py-1.5 text-ink-3">{rest > 0 ? t('moreLines', { count: rest }) : t('none')}</li>
        )}
      </ul>
    </div>
  )
}
