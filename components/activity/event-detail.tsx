'use client'

import { useTranslations } from 'next-intl'
import { Fragment, type ReactNode } from 'react'
import { useDateText } from '#components/data/use-date-text.ts'
import { LinkButton } from '#components/ui/button.tsx'
import { cn } from '#components/ui/cn.ts'
import { CopyButton, CopyWordsButton } from '#components/ui/copy-button.tsx'
import type { AuditEvent } from '#lib/contract/activity.ts'
import { role as roleSchema } from '#lib/contract/people.ts'
import { askedLines, compareStates, type EventLine, type EventState, stateFrom } from './event-text.ts'

const shownLines = 12

/** All that is known of one attempt: why it ended so, what was before and after, and the ids to trace it by. */
export function EventDetail({ event }: { event: AuditEvent }) {
  const t = useTranslations('activity')
  const tCommon = useTranslations('common')
  const dateText = useDateText()
  return (
    <div className="flex flex-col gap-4">
      {event.error && (
        <div className="max-w-[72ch]">
          <p className={event.outcome === 'refused' ? 'text-ink' : 'text-fault'}>{event.error.message}</p>
          {event.error.upstream?.message && (
            <p className="mt-0.5 text-small break-words text-ink-2">
              {tCommon('cloudSaid')}{' '}
              <span className="font-mono">
                {[event.error.upstream.code, event.error.upstream.message].filter(Boolean).join(': ')}
              </span>
            </p>
          )}
        </div>
      )}
      {/* The error of a lost answer says the same already. */}
      {event.outcome === 'started' && <p className="text-ink-2">{t('outcomeHelp.started')}</p>}
      {event.outcome === 'unknown' && !event.error && (
        <p className="text-ink-2">{t('outcomeHelp.unknown')}</p>
      )}
      <States event={event} />
      <dl className="grid gap-x-8 gap-y-1.5 md:grid-cols-2">
        <Fact name={t('at')}>{dateText.exact(event.at)}</Fact>
        <Fact name={t('finished')}>
          <Took event={event} />
        </Fact>
        <Fact name={t('from')}>
          {event.clientAddress === null ? (
            t('fromUnknown')
          ) : (
            <span className="font-mono text-small">{event.clientAddress}</span>
          )}
        </Fact>
        <Fact name={t('request')}>
          <Traced id={event.requestId} label={tCommon('copyRequestId')} />
        </Fact>
        {event.upstreamRequestIds.length > 0 && (
          <Fact name={t('cloudRequests')}>
            {[...new Set(event.upstreamRequestIds)].map((id) => (
              <Traced key={id} id={id} label={tCommon('copyRequestId')} />
            ))}
          </Fact>
        )}
      </dl>
      <div className="flex flex-wrap gap-2">
        {event.instanceId && (
          <LinkButton size="sm" href={`/instances/${encodeURIComponent(event.instanceId)}`}>
            {t('openInstance')}
          </LinkButton>
        )}
        <CopyWordsButton text={() => JSON.stringify(event, null, 2)}>{t('copyJson')}</CopyWordsButton>
      </div>
    </div>
  )
}

function Took({ event }: { event: AuditEvent }) {
  const t = useTranslations('activity')
  if (event.finishedAt === null) return t('notFinished')
  const ms = Math.max(0, event.finishedAt - event.at)
  return ms < 1_000 ? t('time.ms', { ms }) : t('time.s', { s: Math.round(ms / 100) / 10 })
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex gap-4">
      <dt className="w-24 shrink-0 md:w-28 text-ink-3">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  )
}

function Traced({ id, label }: { id: string; label: string }) {
  return (
    <span className="flex items-center gap-1">
      <span className="font-mono text-small break-all">{id}</span>
      <CopyButton text={id} label={label} />
    </span>
  )
}

/** Both sides where both are known; otherwise what was asked for, and the state it was asked in. */
function States({ event }: { event: AuditEvent }) {
  const t = useTranslations('activity')
  const before = stateFrom(event.before)
  const after = stateFrom(event.after)
  if (before && after) {
    const compared = compareStates(before, after)
    return (
      <div className="grid items-start gap-4 md:grid-cols-2">
        <Side title={t('before')} state={compared.before} />
        <Side title={t('after')} state={compared.after} />
      </div>
    )
  }
  const asked = askedLines(event.input)
  const known = before ?? after
  if (asked.length === 0 && !known) return null
  return (
    <div className="grid items-start gap-4 md:grid-cols-2">
      {asked.length > 0 && <Side title={t('input')} state={{ version: '', lines: asked, untouched: 0 }} />}
      {known && (known.lines.length > 0 || known.untouched > 0) && (
        <Side title={t(before ? 'before' : 'after')} state={known} />
      )}
    </div>
  )
}

function Side({ title, state }: { title: string; state: EventState }) {
  const t = useTranslations('activity')
  const hidden = Math.max(0, state.lines.length - shownLines)
  return (
    <section className="min-w-0">
      <h3 className="mb-1.5 text-small text-ink-3">
        {title}
        {state.version !== '' && (
          <span className="ml-2 font-mono text-micro">
            {t('version', { version: state.version.slice(0, 8) })}
          </span>
        )}
      </h3>
      <ul className="overflow-hidden rounded-sm border border-line text-small">
        {state.lines.slice(0, shownLines).map((line) => (
          <Line key={`${line.mark} ${line.key}`} line={line} />
        ))}
        {hidden > 0 && <Rest>{t('moreLines', { count: hidden })}</Rest>}
        {state.untouched > 0 && <Rest>{t('untouched', { count: state.untouched })}</Rest>}
        {state.lines.length === 0 && state.untouched === 0 && <Rest>{t('nothingLeft')}</Rest>}
      </ul>
    </section>
  )
}

function Rest({ children }: { children: ReactNode }) {
  return <li className="border-line border-b px-3 py-1.5 pl-[34px] text-ink-3 last:border-b-0">{children}</li>
}

const markWords = { '+': 'addedMark', '−': 'removedMark', '~': 'editedMark' } as const

function Line({ line }: { line: EventLine }) {
  const t = useTranslations('activity')
  const isRemoved = line.mark === '−'
  const struck = isRemoved && 'text-ink-3 line-through'
  const valueOf = useValueWord()
  return (
    <li
      className={cn(
        'grid grid-cols-[12px_minmax(0,11fr)_minmax(0,13fr)] items-baseline gap-2.5 border-line border-b px-3 py-1.5 last:border-b-0',
        line.mark === '+' && 'bg-sunken',
        isRemoved && 'stripes',
      )}
    >
      <span className="font-mono font-[600]">
        {line.mark !== '' && (
          <Fragment>
            <span aria-hidden>{line.mark}</span>
            <span className="sr-only">{t(markWords[line.mark])}</span>
          </Fragment>
        )}
      </span>
      {line.name === null ? (
        <>
          <span className={cn('font-mono break-all', struck)}>{line.value}</span>
          <span className={cn('break-words', line.note === '' ? 'text-ink-3' : struck)}>
            {line.note === '' && !isRemoved ? t('noDescription') : line.note}
          </span>
        </>
      ) : (
        <>
          <FieldName name={line.name} />
          <span className={cn('break-all', struck)}>{valueOf(line)}</span>
        </>
      )}
    </li>
  )
}

function FieldName({ name }: { name: string }) {
  const t = useTranslations('activity')
  return t.has(`field.${name}`) ? (
    <span className="text-ink-2">{t(`field.${name}` as 'field.name')}</span>
  ) : (
    <span className="font-mono text-ink-2">{name}</span>
  )
}

/** Words of ours in the reader's language; what comes from the cloud or a person stays as it is. */
function useValueWord(): (line: EventLine) => ReactNode {
  const t = useTranslations('activity')
  const tCommon = useTranslations('common')
  return ({ name, value }) => {
    if (value === 'true') return t('yes')
    if (value === 'false') return t('no')
    const role = name === 'role' ? roleSchema.safeParse(value) : undefined
    if (role?.success) return tCommon(`roles.${role.data}`)
    const isProse = name === 'name' || name === 'email' || name === 'userAgent'
    return isProse ? value : <span className="font-mono">{value}</span>
  }
}
