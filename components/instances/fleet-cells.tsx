'use client'

// What a fleet row says, shared by table and cards.

import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useDateText } from '#components/data/use-date-text.ts'
import { useNow } from '#components/data/use-now.ts'
import { Elapsed } from '#components/feedback/elapsed.tsx'
import { Gate } from '#components/marks/gate.tsx'
import { LinkDot } from '#components/marks/link-dot.tsx'
import { useAddressCount } from '#components/marks/use-address-count.ts'
import { useEndpointWord } from '#components/public-endpoint/endpoint-word.ts'
import { keyed } from '#components/table/keyed.ts'
import { Badge } from '#components/ui/badge.tsx'
import { cn } from '#components/ui/cn.ts'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Tooltip } from '#components/ui/tooltip.tsx'
import type { ExposureSummary, Instance } from '#lib/contract/instances.ts'
import { linkStateOf } from '#lib/vpc-links/link-status.ts'
import type { FleetRow } from './fleet.ts'
import { seenSince } from './moving-since.ts'

/** Why one row could not be checked. */
export type RowFailure = {
  readonly message: string
  readonly upstream?: { readonly requestId?: string | undefined } | undefined
}

export type Row = FleetRow<RowFailure>

/** Shows a value when it is known, a bone while it is read, and says so when it could not be read. */
export function Known({
  row,
  bone,
  isFirst = false,
  children,
}: {
  row: Row
  bone: string
  /** The first of a row's unknown cells carries the words; the others a dash. */
  isFirst?: boolean
  children: (summary: ExposureSummary) => ReactNode
}) {
  const { exposure } = row
  if (exposure.state === 'known') return children(exposure.summary)
  if (exposure.state === 'loading') return <Skeleton className={cn('inline-block h-3', bone)} />
  return isFirst ? <NotChecked error={exposure.error} /> : <span className="text-ink-3">–</span>
}

function NotChecked({ error }: { error: RowFailure }) {
  const t = useTranslations('instances')
  const requestId = error.upstream?.requestId
  return (
    <Tooltip text={requestId ? `${error.message} (${requestId})` : error.message}>
      <button
        type="button"
        className="relative z-[1] inline-flex cursor-help items-center gap-2 rounded-xs font-[520] text-fault"
      >
        <span aria-hidden className="size-2 rounded-[2px] bg-fault" />
        {t('notChecked')}
        <span className="sr-only">: {error.message}</span>
      </button>
    </Tooltip>
  )
}

export function EndpointCell({ summary }: { summary: ExposureSummary }) {
  const t = useTranslations('instances')
  const wordOf = useEndpointWord()
  const { endpointStatus: status, instanceId, readAt } = summary
  const isMoving = status === 'opening' || status === 'closing'
  return (
    <span className="inline-flex max-w-full items-center gap-2">
      <Gate status={status} />
      <span className={cn('truncate', status === 'closed' && 'text-ink-2')}>{wordOf(status)}</span>
      {isMoving && (
        <span className="text-ink-3" title={t('movingSince')}>
          <Elapsed since={seenSince(instanceId, status, readAt)} />
        </span>
      )}
      {summary.isEmptyAndOpened && (
        <Tooltip text={t('emptyAndOpenedDetail')}>
          <Badge variant="world" className="relative z-[1]">
            {t('emptyAndOpened')}
          </Badge>
        </Tooltip>
      )}
    </span>
  )
}

export function AddressesCell({ summary }: { summary: ExposureSummary }) {
  const t = useTranslations('instances')
  const countOf = useAddressCount()
  const { publicAddresses, latentAddresses } = summary
  const now = countOf(publicAddresses)
  const later = countOf(latentAddresses)
  return (
    <span className="block tabular-nums leading-[17px]">
      <span className={publicAddresses === 0 ? 'text-ink-3' : undefined} title={now.exact}>
        {now.text}
      </span>
      {latentAddresses > 0 && (
        <span className="block text-[11.5px] text-ink-2 leading-[15px]" title={later.exact}>
          {t('ifReopened', { count: later.text })}
        </span>
      )}
    </span>
  )
}

const dotsAtMost = 6

export function LinksCell({ summary }: { summary: ExposureSummary }) {
  const t = useTranslations('instances')
  const format = useFormatter()
  const { linkStatuses } = summary
  const count = linkStatuses.length
  if (count === 0) {
    return (
      <span className="text-ink-3">
        <span aria-hidden>{t('noLinks')}</span>
        <span className="sr-only">{t('linkCount', { count })}</span>
      </span>
    )
  }
  const numberIn = (state: ReturnType<typeof linkStateOf>) =>
    linkStatuses.filter((status) => linkStateOf(status) === state).length
  const words = `${t('linkCount', { count })}: ${t('linkSummary', {
    created: numberIn('created'),
    moving: numberIn('moving'),
    failed: numberIn('failed'),
  })}`
  return (
    <span className="inline-flex items-center gap-[3px]" title={words}>
      {count > dotsAtMost ? (
        <>
          <LinkDot status={worstLink(linkStatuses)} />
          <span className="ml-1 tabular-nums">{format.number(count)}</span>
        </>
      ) : (
        keyed(linkStatuses, (status) => status).map(({ key, item }) => <LinkDot key={key} status={item} />)
      )}
      <span className="sr-only">{words}</span>
    </span>
  )
}

function worstLink(statuses: readonly string[]): string {
  const find = (state: ReturnType<typeof linkStateOf>) => statuses.find((each) => linkStateOf(each) === state)
  return find('failed') ?? find('unknown') ?? find('moving') ?? statuses[0] ?? ''
}

export function EditionCell({ instance }: { instance: Instance }) {
  const t = useTranslations('instances')
  const dateText = useDateText()
  const now = useNow(60_000)
  const known = (['BASIC', 'STANDARD', 'ADVANCED'] as const).find((word) => word === instance.edition)
  const isOver = instance.expiresAt !== null && instance.expiresAt < now
  return (
    <span className="block leading-[17px]">
      <span className="block truncate">{known ? t(`edition.${known}`) : instance.edition}</span>
      {instance.expiresAt !== null && (
        <span
          className={cn('block truncate text-[11.5px] leading-[15px]', isOver ? 'text-fault' : 'text-ink-3')}
        >
          {t(isOver ? 'expired' : 'paidUntil', {
            date: dateText.day(instance.expiresAt),
          })}
        </span>
      )}
    </span>
  )
}
