'use client'

// The pieces of a row that table and cards share.

import { Minus, Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useAddressCount } from '#components/marks/use-address-count.ts'
import { cn } from '#components/ui/cn.ts'
import { Tooltip } from '#components/ui/tooltip.tsx'
import { MarkedText } from './marked-text.tsx'
import type { EntryView, RowMatch } from './rows.ts'

/** A filled + for what is added, an outlined − for what is removed. */
export function ChangeMark({ sign, label }: { sign: '+' | '-'; label?: string | undefined }) {
  const Icon = sign === '+' ? Plus : Minus
  return (
    <span
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
      className={cn(
        'grid size-[17px] shrink-0 place-items-center rounded-[4px]',
        sign === '+' ? 'bg-ink text-surface' : 'text-ink ring-[1.5px] ring-ink ring-inset',
      )}
    >
      <Icon size={11} strokeWidth={3} aria-hidden />
    </span>
  )
}

/** The address as stored. */
export function AddressText({ view, match }: { view: EntryView; match: RowMatch | undefined }) {
  return (
    <span
      className={cn(
        'font-mono text-[12.5px] leading-[17px]',
        view.row.state === 'removed' && 'text-ink-3 line-through',
      )}
    >
      <MarkedText text={view.text} marks={match?.addressMarks} />
    </span>
  )
}

/** Line two: what the text means, what it was, whose it is. Null when there is nothing to say. */
export function useAddressNote(): (view: EntryView) => string | null {
  const t = useTranslations('allowList.row')
  const tAddress = useTranslations('address')
  return (view) => {
    const { row, parsed } = view
    if (row.state === 'edited' && row.before.ipAddr !== view.text)
      return t('was', { text: row.before.ipAddr })
    if (parsed?.hostBits) return tAddress('means', { meaning: parsed.meaning })
    return view.isYours === 'exactly' ? t('yours') : null
  }
}

/** The description, with the old one struck while an edit waits. */
export function DescriptionText({ view, match }: { view: EntryView; match: RowMatch | undefined }) {
  const t = useTranslations('allowList.row')
  const { row } = view
  const { description } = row.entry
  const isChanged = row.state === 'edited' && row.before.description !== description
  return (
    <>
      <span
        className={cn(
          row.state === 'removed' && 'text-ink-3 line-through',
          description.trim() === '' && 'text-ink-3',
        )}
      >
        {description.trim() === '' ? (
          t('noDescription')
        ) : (
          <MarkedText text={description} marks={match?.descriptionMarks} />
        )}
      </span>
      {isChanged && row.before.description.trim() !== '' && (
        <s className="ml-2 text-ink-3">
          <span className="sr-only"> {t('was', { text: row.before.description })}</span>
          <span aria-hidden>{row.before.description}</span>
        </s>
      )}
    </>
  )
}

export function Admits({ view }: { view: EntryView }) {
  const t = useTranslations('allowList.row')
  const countOf = useAddressCount()
  if (view.admits === null) {
    return (
      <span className="text-ink-3" title={t('admitsUnknown')}>
        –<span className="sr-only">{t('admitsUnknown')}</span>
      </span>
    )
  }
  const { text, exact } = countOf(view.admits)
  const number = (
    <span className={cn('tabular-nums', (view.admits === 0 || view.row.state === 'removed') && 'text-ink-3')}>
      {text}
    </span>
  )
  return exact === undefined ? number : <Tooltip text={exact}>{number}</Tooltip>
}
