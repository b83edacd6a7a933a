'use client'

import { Check as CheckIcon, TriangleAlert } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { Elapsed } from '#components/feedback/elapsed.tsx'
import { useAddressCount } from '#components/marks/use-address-count.ts'
import { keyed } from '#components/table/keyed.ts'
import { cn } from '#components/ui/cn.ts'
import type { Effect } from '#lib/allow-list/effect.ts'
import type { Step, StepPlan } from '#lib/allow-list/order-steps.ts'
import { parseAddress } from '#lib/net/cidr.ts'
import { ChangeRuler } from './change-ruler.tsx'
import { ChangeMark } from './entry-parts.tsx'
import type { Check, DiffRow, ReviewedChange } from './review.ts'

const mono = { m: (chunks: ReactNode) => <span className="break-all font-mono text-small">{chunks}</span> }
const bold = { b: (chunks: ReactNode) => <b className="font-[600] tabular-nums">{chunks}</b> }

export function SectionTitle({
  children,
  className,
}: {
  children: ReactNode
  className?: string | undefined
}) {
  return <h3 className={cn('mb-2 font-[520] text-ink-3 text-micro', className)}>{children}</h3>
}

const rowsShownAtMost = 60

/** The text diff: filled + and struck − rows, changed descriptions with ~, the rest counted. */
export function DiffTable({ review }: { review: ReviewedChange }) {
  const t = useTranslations('allowList.review')
  const [isWhole, setIsWhole] = useState(false)
  const rows = isWhole ? review.diff : review.diff.slice(0, rowsShownAtMost)
  const rest = review.diff.length - rows.length
  return (
    <ul className="overflow-hidden rounded-sm border border-line text-[12.5px]">
      {keyed(rows, ({ sign, entry }) => `${sign} ${entry.ipAddr}`).map(({ key, item }) => (
        <DiffLine key={key} row={item} />
      ))}
      {rest > 0 && (
        <li className="border-line border-t px-[30px] py-1.5 text-ink-3 text-small">
          {t('moreRows', { count: rest })}{' '}
          <button
            type="button"
            className="rounded-xs text-ink underline decoration-line-strong underline-offset-3"
            onClick={() => setIsWhole(true)}
          >
            {t('showAll')}
          </button>
        </li>
      )}
      {review.unchanged > 0 && (
        <li className="border-line border-t px-[30px] py-1.5 text-ink-3 text-small">
          {t('unchanged', { count: review.unchanged })}
        </li>
      )}
    </ul>
  )
}

function DiffLine({ row }: { row: DiffRow }) {
  const t = useTranslations('allowList.row')
  const { sign, entry, before } = row
  const isMoved = sign === '~' && before !== null && before.ipAddr !== entry.ipAddr
  const isNoted = sign === '~' && before !== null && before.description !== entry.description
  const word = sign === '+' ? t('added') : sign === '-' ? t('removed') : t('edited')
  return (
    <li
      className={cn(
        'grid min-h-[29px] grid-cols-[30px_minmax(0,172px)_minmax(0,1fr)] items-center border-line border-t py-1 pr-3 first:border-t-0',
        sign === '+' && 'bg-sunken',
        sign === '-' && 'stripes text-ink-3 [&>:not(:first-child)]:line-through',
      )}
    >
      <span aria-hidden className="text-center font-[600] font-mono text-ink no-underline">
        {sign === '-' ? '−' : sign}
      </span>
      <span className="min-w-0 pr-2 font-mono text-small">
        <span className="sr-only">{word}: </span>
        {isMoved && <s className="mr-1.5 block truncate text-ink-3">{before.ipAddr}</s>}
        <span className="block truncate">{entry.ipAddr}</span>
      </span>
      <span className="min-w-0 text-ink-2">
        {isNoted && before.description !== '' && <s className="mr-1.5 text-ink-3">{before.description}</s>}
        {entry.description === '' ? (
          <span className="text-ink-3">{t('noDescription')}</span>
        ) : (
          entry.description
        )}
      </span>
    </li>
  )
}

/** Addresses before and after on the ruler, and who gains and loses. */
export function EffectBox({ effect, isClosed }: { effect: Effect; isClosed: boolean }) {
  const t = useTranslations('allowList.review')
  const countOf = useAddressCount()
  const before = countOf(effect.beforeCount)
  const after = countOf(effect.afterCount)
  return (
    <div className="rounded-sm border border-line">
      <div className="border-line border-b px-3.5 pt-3 pb-2.5">
        <p className="flex flex-wrap items-baseline justify-between gap-x-4">
          <span className="font-[600]">{t(isClosed ? 'addressesClosed' : 'addresses')}</span>
          <span className="tabular-nums">
            <span className="text-ink-2" title={before.exact}>
              <span className="sr-only">{t('before')} </span>
              {before.text}
            </span>{' '}
            <span aria-hidden>→</span>{' '}
            <b className="font-[600]" title={after.exact}>
              <span className="sr-only">{t('after')} </span>
              {after.text}
            </b>
          </span>
        </p>
        <ChangeRuler before={effect.beforeCount} after={effect.afterCount} />
      </div>
      <div className="grid sm:grid-cols-2">
        <Side sign="+" count={effect.gainedCount} cidrs={effect.gainedCidrs} />
        <Side sign="-" count={effect.lostCount} cidrs={effect.lostCidrs} />
      </div>
    </div>
  )
}

const rangesShownAtMost = 12

function Side({ sign, count, cidrs }: { sign: '+' | '-'; count: number; cidrs: readonly string[] }) {
  const t = useTranslations('allowList.review')
  const countOf = useAddressCount()
  const [isWhole, setIsWhole] = useState(false)
  const shown = isWhole ? cidrs : cidrs.slice(0, rangesShownAtMost)
  const rest = cidrs.length - shown.length
  const values = { ...bold, count: countOf(count).text, plural: count }
  return (
    <div className="border-line px-3.5 pt-2.5 pb-3 [&+&]:border-t sm:[&+&]:border-t-0 sm:[&+&]:border-l">
      <p className="flex items-center gap-2">
        <ChangeMark sign={sign} />
        <span>
          {count === 0
            ? t(sign === '+' ? 'gainNone' : 'loseNone')
            : t.rich(sign === '+' ? 'gain' : 'lose', values)}
        </span>
      </p>
      {count === 0 && cidrs.length > 0 && <p className="mt-1.5 text-ink-3 text-small">{t('notPublic')}</p>}
      {cidrs.length > 0 && (
        <ul className="mt-1.5">
          {shown.map((cidr) => (
            <li key={cidr} className="flex justify-between gap-3 text-ink-2 text-small leading-5">
              <span className="font-mono">{cidr}</span>
              <RangeSize cidr={cidr} />
            </li>
          ))}
        </ul>
      )}
      {rest > 0 && (
        <button
          type="button"
          className="mt-1 rounded-xs text-small underline decoration-line-strong underline-offset-3"
          onClick={() => setIsWhole(true)}
        >
          {t('moreRanges', { count: rest })}
        </button>
      )}
    </div>
  )
}

function RangeSize({ cidr }: { cidr: string }) {
  const countOf = useAddressCount()
  const parsed = parseAddress(cidr)
  if (!parsed.ok) return null
  const { text, exact } = countOf(parsed.value.size)
  return (
    <span className="tabular-nums" title={exact}>
      {text}
    </span>
  )
}

export function Checks({ checks }: { checks: readonly Check[] }) {
  const t = useTranslations('allowList.check')
  return (
    <ul className="flex flex-col gap-1">
      {checks.map((check) => {
        const Icon = check.holds ? CheckIcon : TriangleAlert
        return (
          <li key={check.key} className="flex gap-2.5">
            <Icon
              size={14}
              aria-hidden
              className={cn('mt-[3px] shrink-0', check.holds ? 'text-ink-2' : 'text-ink')}
            />
            <span className={check.holds ? undefined : 'font-[520]'}>
              <span className="sr-only">{t(check.holds ? 'holds' : 'fails')} </span>
              {t.rich(check.key, { ...mono, ...check.values })}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

const stepsShownAtMost = 30

/** The calls in order, numbered; while they are being made, what is known of them. */
export function PlannedSteps({
  plan,
  version,
  sentAt,
}: {
  plan: StepPlan
  version: string
  sentAt: number | null
}) {
  const t = useTranslations('allowList.review')
  const tSending = useTranslations('allowList.sending')
  const shown = plan.steps.slice(0, stepsShownAtMost)
  const rest = plan.steps.length - shown.length
  return (
    <>
      {sentAt !== null && (
        <div role="status" className="mb-3 border-line border-b pb-3">
          <p className="animate-wait font-[520]">
            {tSending('title')} <Elapsed since={sentAt} />
          </p>
          <p className="text-ink-3 text-small">{tSending('text', { count: plan.steps.length })}</p>
        </div>
      )}
      <ol className="flex flex-col">
        <StepLine number={1}>{t.rich('stepRead', { ...mono, version: version.slice(0, 8) })}</StepLine>
        {keyed(shown, textOfStep).map(({ key, item, at }) => (
          <StepLine key={key} number={at + 2}>
            <StepText step={item} />
          </StepLine>
        ))}
        {rest > 0 && <StepLine number={null}>{t('stepMore', { count: rest })}</StepLine>}
        <StepLine number={plan.steps.length + 2} isLast>
          {t('stepReadBack')}
        </StepLine>
      </ol>
    </>
  )
}

function textOfStep(step: Step): string {
  return `${step.kind} ${step.kind === 'add' ? step.ipAddr : step.ipAddrs[0]}`
}

function StepLine({
  number,
  isLast = false,
  children,
}: {
  number: number | null
  isLast?: boolean
  children: ReactNode
}) {
  const format = useFormatter()
  return (
    <li className="relative flex items-start gap-2.5 py-[3.5px]">
      {!isLast && (
        <span aria-hidden className="absolute top-[22px] -bottom-1.5 left-[8.5px] w-px bg-line-strong" />
      )}
      <span
        aria-hidden
        className="z-[1] mt-px grid h-[18px] min-w-[18px] shrink-0 place-items-center rounded-full border border-line-strong bg-surface px-0.5 font-[600] text-[10.5px] text-ink-2 leading-none"
      >
        {number === null ? '…' : format.number(number)}
      </span>
      <span className="min-w-0">{children}</span>
    </li>
  )
}

function StepText({ step }: { step: Step }) {
  const t = useTranslations('allowList.review')
  if (step.kind === 'add') {
    const key = { new: 'stepAdd', cover: 'stepCover', replacement: 'stepReplace' } as const
    return t.rich(key[step.purpose], { ...mono, entry: step.ipAddr })
  }
  const key = { removed: 'stepDelete', cover: 'stepDeleteCover', replacement: 'stepDeleteReplaced' } as const
  return t.rich(key[step.purpose], { ...mono, count: step.ipAddrs.length, entry: step.ipAddrs[0] ?? '' })
}
