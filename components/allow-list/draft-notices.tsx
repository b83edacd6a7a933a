'use client'

import { GitCompareArrows } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { keyed } from '#components/table/keyed.ts'
import { Button } from '#components/ui/button.tsx'
import type { DraftConflict } from '#lib/allow-list/draft.ts'
import type { Entry } from '#lib/allow-list/entry.ts'
import { Difference } from './send-result.tsx'

const mono = { m: (chunks: ReactNode) => <span className="break-all font-mono text-small">{chunks}</span> }

function Notice({ title, children, action }: { title: string; children: ReactNode; action: ReactNode }) {
  return (
    <section
      role="status"
      className="flex flex-wrap items-start gap-3 border-line border-b bg-sunken px-4 py-3"
    >
      <GitCompareArrows size={16} aria-hidden className="mt-0.5 shrink-0" />
      <div className="min-w-0 grow basis-60">
        <p className="font-[600]">{title}</p>
        {children}
      </div>
      {action}
    </section>
  )
}

/** The list has moved on at the cloud while edits wait. */
export function MovedNotice(props: {
  readonly before: readonly Entry[]
  readonly after: readonly Entry[]
  readonly onDrawAgain: () => void
}) {
  const t = useTranslations('allowList.moved')
  return (
    <Notice
      title={t('title')}
      action={
        <Button size="sm" variant="primary" onClick={props.onDrawAgain}>
          {t('drawAgain')}
        </Button>
      }
    >
      <p className="text-ink-2">{t('text')}</p>
      <Difference before={props.before} after={props.after} />
    </Notice>
  )
}

const shownAtMost = 8

/** What drawing again took out of the edits, each with the reason. */
export function ConflictNotice(props: {
  readonly conflicts: readonly DraftConflict[]
  readonly onDismiss: () => void
}) {
  const t = useTranslations('allowList.conflict')
  const { conflicts } = props
  const shown = conflicts.slice(0, shownAtMost)
  return (
    <Notice
      title={t('title', { count: conflicts.length })}
      action={
        <Button size="sm" onClick={props.onDismiss}>
          {t('dismiss')}
        </Button>
      }
    >
      <ul className="mt-1 list-disc pl-4 text-ink-2">
        {keyed(shown, textOfConflict).map(({ key, item }) => (
          <li key={key}>
            <ConflictText conflict={item} />
          </li>
        ))}
        {conflicts.length > shown.length && <li>{t('more', { count: conflicts.length - shown.length })}</li>}
      </ul>
    </Notice>
  )
}

function textOfConflict(conflict: DraftConflict): string {
  return conflict.kind === 'removedElsewhere' ? conflict.ipAddr : conflict.theirs.ipAddr
}

function ConflictText({ conflict }: { conflict: DraftConflict }) {
  const t = useTranslations('allowList.conflict')
  if (conflict.kind === 'removedElsewhere')
    return t.rich('removedElsewhere', { ...mono, entry: conflict.ipAddr })
  const { theirs, mine } = conflict
  const values = { ...mono, entry: theirs.ipAddr, theirs: theirs.description, mine: mine?.description ?? '' }
  if (conflict.kind === 'changedElsewhere') return t.rich('changedElsewhere', values)
  const hasTexts = theirs.description !== '' && mine !== null && mine.description !== ''
  return t.rich(hasTexts ? 'addedElsewhere' : 'addedElsewhereNoText', values)
}
