'use client'

import { ChevronDown, ChevronUp } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { ExposureMeter } from '#components/marks/exposure-meter.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { cn } from '#components/ui/cn.ts'
import type { AuditEvent, AuditOutcome } from '#lib/contract/activity.ts'
import type { ExposureLevel } from '#lib/exposure/level.ts'
import { EventDetail } from './event-detail.tsx'
import { describeTarget, type EventTarget } from './event-text.ts'

export type EventRowProps = {
  readonly event: AuditEvent
  /** Of the instance as it is now; undefined when there is none or it is not known. */
  readonly level: ExposureLevel | undefined
}

/** One attempt: when, who, where, what, and how it ended. Opens to everything that is known of it. */
export function EventRow({ event, level }: EventRowProps) {
  const t = useTranslations('activity')
  const format = useFormatter()
  const [isOpen, setIsOpen] = useState(false)
  const panelId = `event-${event.id}`
  const actor = event.actorName === 'system' ? t('system') : event.actorName || t('nobody')
  const target = describeTarget(event)
  return (
    <li className="border-line border-b last:border-b-0">
      <button
        type="button"
        data-event-row
        aria-expanded={isOpen}
        aria-controls={isOpen ? panelId : undefined}
        onClick={() => setIsOpen(!isOpen)}
        className={cn(
          'grid min-h-[42px] w-full items-center gap-x-3 px-2.5 py-2 pr-4 text-left hover:bg-sunken',
          'grid-cols-[24px_auto_minmax(0,1fr)_auto_16px] gap-y-0.5',
          'lg:grid-cols-[24px_70px_128px_150px_minmax(0,1fr)_auto_16px]',
        )}
      >
        <span className="flex justify-center self-start lg:self-center">
          <OutcomeMark outcome={event.outcome} isOpen={isOpen} />
        </span>
        <time
          dateTime={new Date(event.at).toISOString()}
          title={format.dateTime(event.at, { dateStyle: 'full', timeStyle: 'long' })}
          className="font-mono text-small text-ink-3 tabular-nums"
        >
          {format.dateTime(event.at, {
            hour: '2-digit',
            minute: '2-digit',
            second: '2-digit',
            hourCycle: 'h23',
          })}
        </time>
        <span className={cn('truncate', event.actorId === null ? 'text-ink-2' : 'font-[520]')} title={actor}>
          {actor}
        </span>
        <span
          className={cn(
            'flex min-w-0 items-center gap-2 text-ink-2 max-lg:col-span-3 max-lg:col-start-2 max-lg:row-start-3',
            event.instanceId === null && 'max-lg:hidden',
          )}
        >
          {/* What the instance is now, not what it was then: a mark for the eye, and no word of the event. */}
          {event.instanceId && level && (
            <span aria-hidden="true" className="contents">
              <ExposureMeter level={level} size={12} />
            </span>
          )}
          <span className="truncate">{event.instanceName ?? event.instanceId ?? ''}</span>
        </span>
        <span className="min-w-0 max-lg:col-span-3 max-lg:col-start-2 max-lg:row-start-2 lg:truncate">
          <span className="font-[520]">{t(`sentence.${event.action}`, { outcome: event.outcome })}</span>{' '}
          {target && <Target target={target} />}
        </span>
        <span className="max-lg:col-span-2 max-lg:col-start-4 max-lg:row-start-1">
          {event.outcome !== 'succeeded' && (
            <Badge variant={event.outcome === 'failed' || event.outcome === 'unknown' ? 'fault' : 'filled'}>
              {t(`outcome.${event.outcome}`)}
            </Badge>
          )}
        </span>
        <span className="text-ink-3 max-lg:col-start-5 max-lg:row-start-2">
          {isOpen ? <ChevronUp size={15} aria-hidden /> : <ChevronDown size={15} aria-hidden />}
        </span>
      </button>
      {isOpen && (
        <div id={panelId} className="pt-1 pr-4 pb-4 pl-[46px] lg:pl-[58px]">
          <EventDetail event={event} />
        </div>
      )}
    </li>
  )
}

/** A link of the chain of events; how it ended shows in its outline. The badge says the same in words. */
function OutcomeMark({ outcome, isOpen }: { outcome: AuditOutcome; isOpen: boolean }) {
  return (
    <span
      aria-hidden
      className={cn(
        'relative z-[1] h-5 w-3 shrink-0 rounded-full border-[1.6px] bg-surface',
        outcome === 'succeeded' && (isOpen ? 'border-ink' : 'border-ink-3'),
        outcome === 'failed' && 'border-fault bg-fault-tint',
        outcome === 'unknown' && 'border-fault border-dashed',
        outcome === 'refused' && 'border-ink-3 bg-active',
        outcome === 'started' && 'animate-wait border-ink-3 border-dashed',
        isOpen && 'border-2',
      )}
    />
  )
}

/** What the action was about, beside its sentence. */
function Target({ target }: { target: EventTarget }) {
  const t = useTranslations('activity')
  const tCommon = useTranslations('common')
  const format = useFormatter()
  switch (target.kind) {
    case 'counts': {
      const parts = (['add', 'edit', 'remove'] as const)
        .filter((kind) => target.counts[kind] > 0)
        .map((kind) => t(`detail.${kind}`, { count: target.counts[kind] }))
      return <span className="text-ink-2">{format.list(parts, { type: 'unit' })}</span>
    }
    case 'right':
      return <span className="text-ink-2">{t(`right.${target.right}`)}</span>
    case 'person':
      return (
        <span className="text-ink-2">
          {target.change.kind === 'role'
            ? t('detail.person.role', { name: target.name, role: tCommon(`roles.${target.change.role}`) })
            : target.change.kind === 'renamed'
              ? t('detail.person.renamed', { name: target.name, to: target.change.to })
              : t(`detail.person.${target.change.kind}`, { name: target.name })}
        </span>
      )
    case 'text':
      return <span className={cn('text-ink-2', target.isMono && 'font-mono text-small')}>{target.text}</span>
  }
}
