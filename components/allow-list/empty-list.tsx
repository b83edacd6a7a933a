'use client'

import { Plus, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { EmptyState } from '#components/feedback/empty-state.tsx'
import { Button } from '#components/ui/button.tsx'

export type EmptyListProps = {
  readonly endpointStatus: string
  readonly lockedReason: string | undefined
  readonly onAdd: () => void
}

/** An empty list is calm behind a closed endpoint and an alarm on any other: only closed is known to refuse. */
export function EmptyList({ endpointStatus, lockedReason, onAdd }: EmptyListProps) {
  const t = useTranslations('allowList.state')
  const add = (
    <Button
      variant="primary"
      size="sm"
      icon={<Plus aria-hidden />}
      disabledReason={lockedReason}
      onClick={onAdd}
    >
      {t('emptyAdd')}
    </Button>
  )
  if (endpointStatus === 'closed') {
    return <EmptyState title={t('emptyTitle')} text={t('emptyClosed')} action={add} />
  }
  return (
    <div className="m-3.5 flex gap-3 rounded-sm bg-exp-world-tint p-4">
      <TriangleAlert size={17} aria-hidden className="mt-px shrink-0 text-exp-world-text" />
      <div>
        <p className="font-[600] text-exp-world-text">
          {endpointStatus === 'opened' ? t('emptyOpenedTitle') : t('emptyOther', { status: endpointStatus })}
        </p>
        <p className="mt-0.5 mb-3">{t('emptyOpened')}</p>
        {add}
      </div>
    </div>
  )
}
