'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { usePublicEndpoint } from '#components/data/public-endpoint.ts'
import { useCan } from '#components/data/use-can.ts'
import { useDateText } from '#components/data/use-date-text.ts'
import { useNow } from '#components/data/use-now.ts'
import { Elapsed } from '#components/feedback/elapsed.tsx'
import { ErrorPanel } from '#components/feedback/error-panel.tsx'
import { Gate } from '#components/marks/gate.tsx'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { CopyText } from '#components/ui/copy-button.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { StateSwitch } from '#components/ui/state-switch.tsx'
import type { AllowList } from '#lib/contract/allow-list.ts'
import type { PublicEndpoint } from '#lib/contract/public-endpoint.ts'
import { type EndpointView, endpointView } from '#lib/exposure/endpoint-view.ts'
import { ChangeEndpointDialog } from './change-endpoint-dialog.tsx'
import { Consequence } from './consequence.tsx'
import { useEndpointWord } from './endpoint-word.ts'

export type PublicEndpointCardProps = {
  readonly instanceId: string
  readonly instanceName: string
  /** undefined while the list is not known: then no change is offered, since nobody could say what it does. */
  readonly allowList: AllowList | undefined
  readonly createdLinks: number | undefined
}

export function PublicEndpointCard({
  instanceId,
  instanceName,
  allowList,
  createdLinks,
}: PublicEndpointCardProps) {
  const t = useTranslations('endpoint')
  const query = usePublicEndpoint(instanceId)
  return (
    <Card aria-labelledby="public-endpoint-title">
      <CardHeader title={t('title')} titleId="public-endpoint-title" />
      {query.data ? (
        <EndpointBody
          instanceId={instanceId}
          instanceName={instanceName}
          endpoint={query.data}
          allowList={allowList}
          createdLinks={createdLinks}
        />
      ) : query.error ? (
        <ErrorPanel error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <div className="flex flex-col gap-3 p-4">
          <Skeleton className="h-9 w-full" />
          <Skeleton className="h-7 w-full" />
          <Skeleton className="h-10 w-full" />
        </div>
      )}
    </Card>
  )
}

type EndpointBodyProps = PublicEndpointCardProps & { readonly endpoint: PublicEndpoint }

function EndpointBody({ instanceId, instanceName, endpoint, allowList, createdLinks }: EndpointBodyProps) {
  const t = useTranslations('endpoint')
  const wordOf = useEndpointWord()
  const now = useNow(30_000)
  const can = useCan('endpoint:write')
  const [isAsking, setIsAsking] = useState(false)
  const view = endpointView(endpoint.status, endpoint.lastChange, now)
  const disabledReason =
    can.reason ??
    (view.moving ? t('switchMoving') : view.nextAction === null ? t('switchUnknown') : undefined) ??
    (allowList ? undefined : t('switchNotRead'))

  return (
    <div className="flex flex-col gap-3 p-4">
      <div className="flex items-center gap-3">
        <Gate status={endpoint.status} className="h-[22px] w-[25px] shrink-0" />
        <div className="min-w-0 grow" aria-live="polite">
          <p className="text-body font-[520] text-ink">
            {wordOf(endpoint.status)}
            {view.note?.kind === 'movingSince' && (
              <span className="ml-1.5 font-[420] text-ink-3 tabular-nums">
                <Elapsed since={view.note.at} />
              </span>
            )}
          </p>
          <EndpointNote view={view} />
        </div>
        <StateSwitch
          position={view.position}
          movingTo={view.moving === null ? null : view.moving === 'open' ? 'on' : 'off'}
          label={t('switchLabel', { name: instanceName })}
          disabledReason={disabledReason}
          onPress={() => setIsAsking(true)}
        />
      </div>
      {endpoint.domain === '' ? (
        <p className="text-small text-ink-3">{t('domainMissing')}</p>
      ) : (
        <CopyText text={endpoint.domain} isMono />
      )}
      {view.nextAction && allowList && (
        <p className="text-small text-ink-2">
          <Consequence action={view.nextAction} allowList={allowList} createdLinks={createdLinks} />
        </p>
      )}
      {view.nextAction && allowList && (
        <ChangeEndpointDialog
          instanceId={instanceId}
          instanceName={instanceName}
          action={view.nextAction}
          allowList={allowList}
          createdLinks={createdLinks}
          isOpen={isAsking}
          onOpenChange={setIsAsking}
        />
      )}
    </div>
  )
}

function EndpointNote({ view }: { view: EndpointView }) {
  const t = useTranslations('endpoint')
  const dateText = useDateText()
  const { note } = view
  if (note?.kind === 'notFollowed') {
    return (
      <p className="text-small text-fault">
        {t(`notFollowed.${note.action}`, {
          name: note.byName,
          time: dateText.minute(note.at),
        })}
      </p>
    )
  }
  if (view.moving) {
    return (
      <p className="text-small text-ink-3">{t(view.moving === 'open' ? 'openingHelp' : 'closingHelp')}</p>
    )
  }
  if (note?.kind === 'settledSince') {
    return (
      <p className="text-small text-ink-3">
        {t('settledSince', { date: dateText.day(note.at), name: note.byName })}
      </p>
    )
  }
  if (view.nextAction === null) return <p className="text-small text-ink-3">{t('otherHelp')}</p>
  return null
}
