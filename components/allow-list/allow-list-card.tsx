'use client'

// The allow list on an instance's page. The editor mounts only with a list that was read: unknown is not empty.

import { useTranslations } from 'next-intl'
import { useAllowList } from '#components/data/allow-list.ts'
import { useCan } from '#components/data/use-can.ts'
import { ErrorPanel } from '#components/feedback/error-panel.tsx'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { AllowListEditor } from './allow-list-editor.tsx'

export type AllowListCardProps = {
  readonly instanceId: string
  readonly instanceName: string
}

export function AllowListCard({ instanceId, instanceName }: AllowListCardProps) {
  const t = useTranslations('allowList')
  const query = useAllowList(instanceId)
  const can = useCan('allow-list:write')
  const { refetch } = query

  async function readAgain() {
    const { data, error } = await refetch()
    return error === null && data !== undefined ? data : null
  }

  if (query.data !== undefined) {
    return (
      <AllowListEditor
        key={instanceId}
        instanceId={instanceId}
        instanceName={instanceName}
        list={query.data}
        staleError={query.error}
        onReadAgain={readAgain}
        forbiddenReason={can.isAllowed ? undefined : (can.reason ?? '')}
      />
    )
  }
  return (
    <Card aria-labelledby="allow-list-title" aria-busy={query.isPending}>
      <CardHeader title={t('title')} titleId="allow-list-title" />
      {query.error === null ? (
        <ListSkeleton label={t('state.loading')} />
      ) : (
        <ErrorPanel error={query.error} title={t('state.failedTitle')} onRetry={() => refetch()} />
      )}
    </Card>
  )
}

function ListSkeleton({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label}>
      <div className="h-[33px] border-line border-b" />
      {['w-40', 'w-52', 'w-36', 'w-44', 'w-48', 'w-32'].map((width) => (
        <div key={width} className="flex h-10 items-center gap-4 border-line border-b px-4 last:border-b-0">
          <Skeleton className="size-4" />
          <Skeleton className="h-3 w-32" />
          <Skeleton className="h-3 w-10" />
          <Skeleton className={`h-3 ${width} max-w-full`} />
        </div>
      ))}
    </div>
  )
}
