'use client'

// What the edits would do, before anything is sent; then, in the same place, what became of sending them.

import { useFormatter, useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { useNow } from '#components/data/use-now.ts'
import { Button } from '#components/ui/button.tsx'
import { Sheet } from '#components/ui/dialog.tsx'
import { countChanges } from '#lib/allow-list/draft.ts'
import { maxEntriesPerChange } from '#lib/contract/allow-list.ts'
import { GuardBox } from './guard-box.tsx'
import type { ReviewedChange } from './review.ts'
import { Checks, DiffTable, EffectBox, PlannedSteps, SectionTitle } from './review-parts.tsx'
import { DoneView, FailureView } from './send-result.tsx'
import type { EditSession, ListState } from './session.ts'
import type { SessionActions } from './use-edit-session.ts'

export type ReviewSheetProps = {
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
  readonly instanceName: string
  readonly session: EditSession & SessionActions
  readonly review: ReviewedChange
  /** When the list the draft stands on was read. */
  readonly readAt: number
  /** Why it cannot be sent now; undefined when it can. */
  readonly blockedReason: string | undefined
  /** Set when the list has moved on under the edits. */
  readonly movedOnTo: ListState | null
  readonly onSend: () => void
  readonly onDiscard: () => void
  readonly onReadAgain: () => Promise<ListState | null>
}

const mono = { m: (chunks: React.ReactNode) => <span className="font-mono text-small">{chunks}</span> }

export function ReviewSheet(props: ReviewSheetProps) {
  const { isOpen, onOpenChange, instanceName, session, review } = props
  const t = useTranslations('allowList.review')
  const tDone = useTranslations('allowList.done')
  const format = useFormatter()
  const now = useNow(1_000)
  const guardId = useId()
  const [typed, setTyped] = useState('')
  const { submission } = session
  const count = countChanges(session.draft)
  const isGuarded = review.guards.length > 0
  const isConfirmed = !isGuarded || typed.trim() === instanceName
  const isSending = submission?.state === 'pending'

  function close() {
    setTyped('')
    onOpenChange(false)
    if (submission?.state === 'done') session.dismiss()
  }

  const blockedReason =
    props.blockedReason ??
    (review.isTooLong
      ? t('tooLong', { limit: maxEntriesPerChange })
      : props.movedOnTo !== null
        ? t('moved')
        : isConfirmed
          ? undefined
          : t('typedFirst'))

  const isResult = submission?.state === 'done'
  const canSend = !isResult && submission?.state !== 'failed' && count > 0

  return (
    <Sheet
      isOpen={isOpen}
      onOpenChange={(next) => !next && close()}
      title={<span className="text-[18px] leading-6">{t('title', { name: instanceName })}</span>}
      note={
        isResult
          ? null
          : t.rich('drawnFrom', {
              ...mono,
              age: format.relativeTime(Math.min(props.readAt, now), now),
              version: session.version.slice(0, 8),
            })
      }
      className="border-line border-t p-0 md:overflow-hidden"
      footer={
        isResult ? (
          // A key of its own: it must not take over the element of another button, which has no focus to give.
          <Button key="done" variant="primary" autoFocus onClick={close}>
            {tDone('close')}
          </Button>
        ) : (
          <>
            {!isSending && (
              <Button variant="quiet" className="mr-auto sm:hidden" onClick={props.onDiscard}>
                {t('discard')}
              </Button>
            )}
            <Button onClick={close} autoFocus={!isGuarded}>
              {t('back')}
            </Button>
            {(canSend || isSending) && (
              <Button
                variant={isGuarded ? 'danger' : 'primary'}
                isPending={isSending}
                disabledReason={isSending ? undefined : blockedReason}
                onClick={props.onSend}
              >
                {isSending ? t('applying') : t('apply', { count })}
              </Button>
            )}
          </>
        )
      }
    >
      {submission?.state === 'done' ? (
        <DoneView submission={submission} isClosed={review.isClosed} />
      ) : (
        <div className="md:grid md:h-full md:grid-cols-[minmax(0,1fr)_380px]">
          <div className="min-w-0 px-5 py-4 md:overflow-y-auto md:px-7">
            {submission?.state === 'failed' && (
              <FailureView
                submission={submission}
                session={session}
                onReadAgain={props.onReadAgain}
                // A confirmation counts for one reading of the sheet: opened anew, it is asked for again.
                onRetry={isConfirmed ? props.onSend : session.dismiss}
                onClose={close}
              />
            )}
            {count === 0 ? (
              <p className="text-ink-2">{t('nothing')}</p>
            ) : (
              <>
                <SectionTitle>{t('whatChanges')}</SectionTitle>
                <DiffTable review={review} />
                <SectionTitle className="mt-5">{t('whatItDoes')}</SectionTitle>
                <EffectBox effect={review.effect} isClosed={review.isClosed} />
              </>
            )}
          </div>
          <div className="border-line border-t bg-canvas px-5 py-4 md:overflow-y-auto md:border-t-0 md:border-l md:px-6">
            {submission === null && isGuarded && (
              <GuardBox
                id={guardId}
                review={review}
                instanceName={instanceName}
                typed={typed}
                onType={setTyped}
                onSubmit={() => blockedReason === undefined && props.onSend()}
              />
            )}
            {count > 0 && (
              <>
                <SectionTitle className={isGuarded && submission === null ? 'mt-5' : undefined}>
                  {t('checks')}
                </SectionTitle>
                <Checks checks={review.checks} />
                <SectionTitle className="mt-5">{t('steps')}</SectionTitle>
                <PlannedSteps
                  plan={review.plan}
                  version={session.version}
                  sentAt={submission?.state === 'pending' ? submission.startedAt : null}
                />
              </>
            )}
          </div>
        </div>
      )}
    </Sheet>
  )
}
