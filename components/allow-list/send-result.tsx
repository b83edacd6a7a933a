'use client'

// What became of a sent change. Each way to fail says what was written, what is not known, and what to do next.

import { Check, GitCompareArrows, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import type { ApiError } from '#components/data/api.ts'
import { ErrorPanel } from '#components/feedback/error-panel.tsx'
import { keyed } from '#components/table/keyed.ts'
import { Button } from '#components/ui/button.tsx'
import { cn } from '#components/ui/cn.ts'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { effectOf } from '#lib/allow-list/effect.ts'
import type { Entry } from '#lib/allow-list/entry.ts'
import { EffectBox, SectionTitle } from './review-parts.tsx'
import type { EditSession, ListState } from './session.ts'
import { differenceOf, type StepReport, type Submission } from './submission.ts'
import type { SessionActions } from './use-edit-session.ts'

const mono = { m: (chunks: ReactNode) => <span className="break-all font-mono text-small">{chunks}</span> }

/** Every step with the cloud's request id, what it came to, and the list as read back. */
export function DoneView({
  submission,
  isClosed,
}: {
  submission: Submission & { state: 'done' }
  isClosed: boolean
}) {
  const t = useTranslations('allowList.done')
  const tReview = useTranslations('allowList.review')
  const { before, now, steps } = submission
  return (
    <div className="px-5 py-5 md:grid md:h-full md:grid-cols-2 md:gap-8 md:px-7">
      <div className="min-w-0 md:overflow-y-auto">
        <p className="flex items-center gap-2.5 font-[600] text-lead" role="status">
          <Check size={18} aria-hidden />
          {t('title')}
        </p>
        <p className="mt-1 text-ink-2">
          {t.rich('text', { ...mono, count: now.entries.length, version: now.version.slice(0, 8) })}
        </p>
        <SectionTitle className="mt-5">{tReview('whatItDoes')}</SectionTitle>
        <EffectBox effect={effectOf(before, now.entries)} isClosed={isClosed} />
      </div>
      <div className="min-w-0 max-md:mt-5 md:overflow-y-auto">
        <SectionTitle>{t('steps')}</SectionTitle>
        <ol>
          {keyed(steps, textOfStep).map(({ key, item }) => (
            <ReportedStep key={key} step={item} state="done" />
          ))}
        </ol>
      </div>
    </div>
  )
}

function textOfStep(step: StepReport): string {
  return `${step.kind} ${step.ipAddrs[0] ?? ''}`
}

type StepState = 'done' | 'failed' | 'unknown' | 'todo'

function ReportedStep({ step, state }: { step: StepReport; state: StepState }) {
  const t = useTranslations('allowList.done')
  const tState = useTranslations('allowList.failure.partial.state')
  const values = { ...mono, count: step.ipAddrs.length, entry: step.ipAddrs[0] ?? '' }
  const tPlan = useTranslations('allowList.review')
  const text =
    state === 'done'
      ? t.rich(step.kind === 'add' ? 'added' : 'removed', values)
      : tPlan.rich(step.kind === 'add' ? 'stepAdd' : 'stepDelete', values)
  return (
    <li className="flex items-start gap-2.5 py-1.5">
      <StepMark state={state} />
      <div className="min-w-0">
        <p className={state === 'todo' ? 'text-ink-3' : undefined}>
          {text}
          {state !== 'done' && <span className="ml-2 text-ink-3 text-small">{tState(state)}</span>}
        </p>
        {state === 'done' && (
          <p className="flex items-center gap-1 text-ink-3 text-small">
            {step.upstreamRequestId === null ? (
              t('noRequest')
            ) : (
              <>
                <span className="break-all">
                  {t('request')} <span className="font-mono">{step.upstreamRequestId}</span>
                </span>
                <CopyButton text={step.upstreamRequestId} label={t('copyRequest')} />
              </>
            )}
          </p>
        )}
      </div>
    </li>
  )
}

function StepMark({ state }: { state: StepState }) {
  return (
    <span
      aria-hidden
      className={cn(
        'mt-px grid size-[18px] shrink-0 place-items-center rounded-full',
        state === 'done' && 'bg-ink text-surface',
        state === 'failed' && 'bg-fault text-surface',
        state === 'todo' && 'border-[1.5px] border-line-strong',
        state === 'unknown' && 'border-[1.5px] border-fault text-fault text-[10px] font-[600]',
      )}
    >
      {state === 'done' && <Check size={11} strokeWidth={3} />}
      {state === 'failed' && <X size={11} strokeWidth={3} />}
      {state === 'unknown' && '?'}
    </span>
  )
}

export type FailureViewProps = {
  readonly submission: Submission & { state: 'failed' }
  readonly session: EditSession & SessionActions
  readonly onReadAgain: () => Promise<ListState | null>
  readonly onRetry: () => void
  readonly onClose: () => void
}

export function FailureView({ submission, session, onReadAgain, onRetry, onClose }: FailureViewProps) {
  const t = useTranslations('allowList.failure')
  const [isReading, setIsReading] = useState(false)
  const { failure, error, before } = submission

  async function drawAgain(now: ListState | null) {
    setIsReading(true)
    const list = now ?? (await onReadAgain())
    setIsReading(false)
    if (list !== null) session.redrawOn(list)
  }

  if (failure.kind === 'stale') {
    return (
      <FailureBox icon={<GitCompareArrows size={17} aria-hidden />} title={t('stale.title')}>
        <p className="text-ink-2">{t('stale.text')}</p>
        {failure.now === null ? (
          <p className="mt-1 text-ink-2">{t('stale.unknown')}</p>
        ) : (
          <Difference before={before} after={failure.now.entries} />
        )}
        <Actions>
          <Button variant="primary" size="sm" isPending={isReading} onClick={() => drawAgain(failure.now)}>
            {t('stale.drawAgain')}
          </Button>
          <Button
            size="sm"
            onClick={() => {
              session.discard()
              onClose()
            }}
          >
            {t('stale.discard')}
          </Button>
        </Actions>
      </FailureBox>
    )
  }
  if (failure.kind === 'unknown') {
    return (
      <FailureBox title={t('unknown.title')} isFault>
        <p className="text-ink-2">{t('unknown.text')}</p>
        <Said error={error} />
        <Actions>
          <Button variant="primary" size="sm" isPending={isReading} onClick={() => drawAgain(null)}>
            {t('unknown.readAgain')}
          </Button>
        </Actions>
      </FailureBox>
    )
  }
  if (failure.kind === 'partial') {
    const total = failure.done.length + failure.remaining.length
    // The answer to the first step that is left was lost: it may have been made.
    const isUnknown = error.code === 'outcome_unknown'
    const stopped = isUnknown ? 'unknown' : 'failed'
    return (
      <FailureBox
        title={t(isUnknown ? 'partial.titleUnknown' : 'partial.title', { done: failure.done.length, total })}
        isFault
      >
        <p className="text-ink-2">{t('partial.text')}</p>
        <Said error={error} />
        <ol className="mt-2">
          {keyed(failure.done, textOfStep).map(({ key, item }) => (
            <ReportedStep key={key} step={item} state="done" />
          ))}
          {keyed(failure.remaining, textOfStep).map(({ key, item, at }) => (
            <ReportedStep key={key} step={item} state={at === 0 ? stopped : 'todo'} />
          ))}
        </ol>
        <Actions>
          <Button variant="primary" size="sm" isPending={isReading} onClick={() => drawAgain(failure.now)}>
            {t('partial.goOn')}
          </Button>
        </Actions>
      </FailureBox>
    )
  }
  if (failure.kind === 'rows') {
    return (
      <FailureBox title={t('rows.title', { count: failure.problems.size })} isFault>
        <p className="text-ink-2">{t('rows.text')}</p>
        <ul className="mt-2 flex flex-col gap-1">
          {[...failure.problems].map(([entry, message]) => (
            <li key={entry}>
              <span className="font-mono text-small">{entry}</span>{' '}
              <span className="text-fault">{message}</span>
            </li>
          ))}
        </ul>
        <Actions>
          <Button variant="primary" size="sm" onClick={onClose}>
            {t('rows.show')}
          </Button>
        </Actions>
      </FailureBox>
    )
  }
  return (
    <FailureBox title={t('other.title')} isFault>
      <Said error={error} />
      <Actions>
        <Button size="sm" onClick={onRetry}>
          {t('other.retry')}
        </Button>
      </Actions>
    </FailureBox>
  )
}

function FailureBox({
  title,
  icon,
  isFault = false,
  children,
}: {
  title: string
  icon?: ReactNode
  isFault?: boolean
  children: ReactNode
}) {
  return (
    <section role="alert" className="mb-5 flex gap-3 rounded-md border border-line-strong bg-surface p-4">
      {isFault ? <span aria-hidden className="mt-1.5 size-2 shrink-0 rounded-[2px] bg-fault" /> : icon}
      <div className="min-w-0 grow">
        <h3 className="font-[600]">{title}</h3>
        <div className="mt-0.5">{children}</div>
      </div>
    </section>
  )
}

// The error in the words of the shared panel, without its own frame.
function Said({ error }: { error: ApiError }) {
  return <ErrorPanel error={error} className="px-0 py-2 [&>span:first-child]:hidden" />
}

function Actions({ children }: { children: ReactNode }) {
  return <div className="mt-3 flex flex-wrap gap-2">{children}</div>
}

/** What happened to the list meanwhile, one line a kind. */
export function Difference({ before, after }: { before: readonly Entry[]; after: readonly Entry[] }) {
  const t = useTranslations('allowList.failure.stale')
  const { added, removed, changed } = differenceOf(before, after)
  const line = (key: 'added' | 'removed' | 'changed', entries: readonly Entry[]) =>
    entries.length > 0 && (
      <li>{t.rich(key, { ...mono, count: entries.length, entry: entries[0]?.ipAddr ?? '' })}</li>
    )
  return (
    <ul className="mt-1.5 list-disc pl-4 text-ink-2">
      {line('added', added)}
      {line('removed', removed)}
      {line(
        'changed',
        changed.map((pair) => pair.after),
      )}
    </ul>
  )
}
