'use client'

// The links beside the allow list: one row each, live. The whole table is on its own tab.

import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useCan } from '#components/data/use-can.ts'
import { useVpcLinks } from '#components/data/vpc-links.ts'
import { Elapsed } from '#components/feedback/elapsed.tsx'
import { ErrorPanel } from '#components/feedback/error-panel.tsx'
import { LinkDot } from '#components/marks/link-dot.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { CopyText } from '#components/ui/copy-button.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { Instance } from '#lib/contract/instances.ts'
import type { VpcLink } from '#lib/contract/vpc-links.ts'
import { linkStateOf } from '#lib/vpc-links/link-status.ts'
import { AddLinkDialog } from './add-link-dialog.tsx'
import { isQuotaFull, LinkQuota } from './link-quota.tsx'
import { linkName, useLinkWord } from './link-words.ts'

export type VpcLinksCardProps = {
  readonly instance: Instance
  readonly onViewAll: () => void
}

export function VpcLinksCard({ instance, onViewAll }: VpcLinksCardProps) {
  const t = useTranslations('links')
  const query = useVpcLinks(instance.id)
  return (
    <Card aria-labelledby="vpc-links-title">
      <CardHeader
        title={t('title')}
        titleId="vpc-links-title"
        note={query.data && <LinkQuota data={query.data} />}
        actions={<AddLinkButton instance={instance} size="sm" label={t('add')} variant="secondary" />}
      />
      {query.data ? (
        <>
          {query.data.links.length === 0 ? (
            <p className="px-4 py-3 text-small text-ink-3">{t('empty')}</p>
          ) : (
            <ul>
              {query.data.links.map((link) => (
                <LinkRow key={`${link.vpcId} ${link.subnetId}`} link={link} onViewAll={onViewAll} />
              ))}
            </ul>
          )}
          <div className="p-4">
            {query.data.domain === '' ? (
              <p className="text-small text-ink-3">{t('domainMissing')}</p>
            ) : (
              <CopyText text={query.data.domain} isMono />
            )}
          </div>
        </>
      ) : query.error ? (
        <ErrorPanel error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <div className="flex flex-col gap-3 p-4">
          <Skeleton className="h-9 w-full" />
          <Skeleton className="h-9 w-full" />
        </div>
      )}
    </Card>
  )
}

function LinkRow({ link, onViewAll }: { link: VpcLink; onViewAll: () => void }) {
  const t = useTranslations('links')
  const wordOf = useLinkWord()
  const state = linkStateOf(link.status)
  return (
    <li className="flex items-center gap-3 border-line border-b px-4 py-2">
      <LinkDot status={link.status} />
      <div className="min-w-0 grow">
        <p className="truncate font-mono text-small text-ink" title={linkName(link)}>
          {link.vpcId}
        </p>
        <p className="truncate font-mono text-small text-ink-3">{link.subnetId}</p>
      </div>
      <div className="shrink-0 text-right text-small">
        <p className={state === 'failed' ? 'font-[520] text-fault' : 'text-ink-2'} aria-live="polite">
          {wordOf(link.status)}
          {state === 'moving' && link.asked && (
            <span className="ml-1 text-ink-3 tabular-nums">
              <Elapsed since={link.asked.at} />
            </span>
          )}
        </p>
        {state === 'failed' ? (
          <button type="button" className="underline underline-offset-2" onClick={onViewAll}>
            {t('viewAll')}
          </button>
        ) : (
          <p className="font-mono text-ink-3">
            {link.ipAddress || <span className="font-sans">{t('noAddress')}</span>}
          </p>
        )}
      </div>
    </li>
  )
}

type AddLinkButtonProps = {
  readonly instance: Instance
  readonly label: string
  readonly size: 'sm' | 'md'
  readonly variant: 'primary' | 'secondary'
}

export function AddLinkButton({ instance, label, size, variant }: AddLinkButtonProps) {
  const t = useTranslations('links')
  const can = useCan('vpc-links:write')
  const { data } = useVpcLinks(instance.id)
  const [isOpen, setIsOpen] = useState(false)
  const quotaReason =
    data && isQuotaFull(data) && data.quota.limit !== null
      ? t('quotaFull', { limit: data.quota.limit })
      : undefined
  return (
    <>
      <Button
        size={size}
        variant={variant}
        icon={<Plus aria-hidden />}
        disabled={!data}
        disabledReason={can.reason ?? quotaReason}
        onClick={() => setIsOpen(true)}
      >
        {label}
      </Button>
      {isOpen && data && <AddLinkDialog instance={instance} data={data} onClose={() => setIsOpen(false)} />}
    </>
  )
}
