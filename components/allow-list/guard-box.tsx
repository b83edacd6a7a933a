'use client'

import { TriangleAlert } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { Field } from '#components/ui/field.tsx'
import { TextInput } from '#components/ui/input.tsx'
import { publicSet } from '#lib/net/public-addresses.ts'
import type { Guard, ReviewedChange } from './review.ts'

export type GuardBoxProps = {
  readonly id: string
  readonly review: ReviewedChange
  readonly instanceName: string
  readonly typed: string
  readonly onType: (text: string) => void
  readonly onSubmit: () => void
}

/** One sentence for each loss, and the name that has to be typed before the change can be sent. */
export function GuardBox({ id, review, instanceName, typed, onType, onSubmit }: GuardBoxProps) {
  const t = useTranslations('allowList.guard')
  return (
    <div className="flex flex-col gap-3 rounded-md border-[1.5px] border-ink bg-surface px-3.5 pt-3 pb-3.5">
      {review.guards.map((guard) => (
        <div key={guard.kind} className="flex gap-2.5">
          <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0" />
          <div>
            <h3 className="font-[600]">{t(`${guard.kind}Title`)}</h3>
            <p className="mt-0.5 text-ink-2">
              <GuardText guard={guard} review={review} instanceName={instanceName} />
            </p>
          </div>
        </div>
      ))}
      <Field
        htmlFor={id}
        label={t.rich('typed', { name: instanceName, b: (chunks) => <b className="font-[600]">{chunks}</b> })}
      >
        <TextInput
          id={id}
          autoFocus
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => onType(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.nativeEvent.isComposing) onSubmit()
          }}
        />
      </Field>
    </div>
  )
}

function GuardText({
  guard,
  review,
  instanceName,
}: {
  guard: Guard
  review: ReviewedChange
  instanceName: string
}) {
  const t = useTranslations('allowList.guard')
  const format = useFormatter()
  const name = instanceName
  if (guard.kind === 'empty') return t('empty', { name })
  if (guard.kind === 'ownAddress') {
    return t.rich('ownAddress', {
      name,
      address: guard.address,
      count: guard.entries.length,
      entry: guard.entries[0] ?? '',
      m: (chunks) => <span className="font-mono text-small">{chunks}</span>,
    })
  }
  const share = format.number(review.effect.afterCount / publicSet.count, {
    style: 'percent',
    maximumFractionDigits: 0,
  })
  return t(review.isClosed ? 'worldClosed' : 'world', { name, share })
}
