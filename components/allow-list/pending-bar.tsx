'use client'

import { TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useModifierKey } from '#components/layout/use-modifier-key.ts'
import { useAddressCount } from '#components/marks/use-address-count.ts'
import { Button } from '#components/ui/button.tsx'
import { countChanges, type Draft } from '#lib/allow-list/draft.ts'
import type { ReviewedChange } from './review.ts'
import type { Submission } from './submission.ts'

export type PendingBarProps = {
  readonly draft: Draft
  readonly review: ReviewedChange
  readonly submission: Submission | null
  readonly onDiscard: () => void
  readonly onReview: () => void
}

const bold = { b: (chunks: React.ReactNode) => <b className="font-[600] text-on-bar">{chunks}</b> }

/** Fixed at the foot of the page while there are edits: what they come to, and the way on. */
export function PendingBar({ draft, review, submission, onDiscard, onReview }: PendingBarProps) {
  const t = useTranslations('allowList.bar')
  const tConsequence = useTranslations('allowList.consequence')
  const countOf = useAddressCount()
  const modifier = useModifierKey()
  const { change } = draft
  const count = countChanges(draft)
  const { worst, effect } = review
  const isGrave =
    worst.key !== 'nothing' &&
    worst.key !== 'notesOnly' &&
    worst.key !== 'gains' &&
    worst.key !== 'privateOnly'
  const addresses = t.rich(review.isClosed ? 'addressesClosed' : 'addresses', {
    ...bold,
    before: countOf(effect.beforeCount).text,
    after: countOf(effect.afterCount).text,
  })
  const consequence = tConsequence(worst.key, 'values' in worst ? worst.values : {})
  const isSending = submission?.state === 'pending'
  const isFailed = submission?.state === 'failed'

  return (
    <>
      {/* Room at the end of the page, so that the bar covers nothing for good. */}
      <div aria-hidden className="h-16" />
      <section
        aria-label={t('label')}
        className="fixed right-2 bottom-2.5 left-2 z-10 flex min-h-[52px] items-center gap-3.5 rounded-[10px] bg-bar py-2 pr-2.5 pl-[18px] text-on-bar shadow-pop md:right-(--gutter) md:bottom-4 md:left-[calc(var(--w-nav)+var(--gutter))]"
      >
        <div className="flex min-w-0 grow flex-wrap items-center gap-x-3.5 gap-y-0.5" role="status">
          {isSending ? (
            <span className="animate-wait font-[600]">{t('sending', { count })}</span>
          ) : (
            <span className="font-[600]">{isFailed ? t('failed') : t('changes', { count })}</span>
          )}
          <span className="hidden gap-3.5 text-on-bar-2 lg:flex">
            {change.add.length > 0 && <span>{t.rich('added', { ...bold, count: change.add.length })}</span>}
            {change.remove.length > 0 && (
              <span>{t.rich('removed', { ...bold, count: change.remove.length })}</span>
            )}
            {change.edit.length > 0 && (
              <span>{t.rich('edited', { ...bold, count: change.edit.length })}</span>
            )}
          </span>
          <span aria-hidden className="hidden h-5 w-px bg-bar-line lg:block" />
          <span className="text-on-bar-2 text-small tabular-nums md:text-body">{addresses}</span>
          <span className="flex min-w-0 items-center gap-1.5 font-[520] text-small md:text-body">
            {isGrave && <TriangleAlert size={14} aria-hidden className="shrink-0" />}
            <span className="min-w-0 [overflow-wrap:anywhere]">{consequence}</span>
          </span>
        </div>
        {!isSending && (
          <Button variant="bar" className="hidden border-transparent sm:inline-flex" onClick={onDiscard}>
            {t('discard')}
          </Button>
        )}
        <Button variant="barPrimary" onClick={onReview}>
          {isSending ? t('sendingShow') : isFailed ? t('failedShow') : t('review')}
          {!isSending && !isFailed && (
            <kbd className="hidden rounded-xs border border-current px-1 font-sans text-micro opacity-75 md:inline">
              {modifier}↵
            </kbd>
          )}
        </Button>
      </section>
    </>
  )
}
