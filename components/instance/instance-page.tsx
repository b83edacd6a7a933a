'use client'

// One instance: its name and facts, the verdict with the diagram, then access (list, endpoint, links) or all links.

import { useTranslations } from 'next-intl'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { AllowListCard } from '#components/allow-list/allow-list-card.tsx'
import { useAllowList } from '#components/data/allow-list.ts'
import { useInstance } from '#components/data/instances.ts'
import { useDateText } from '#components/data/use-date-text.ts'
import { useNow } from '#components/data/use-now.ts'
import { useVpcLinks } from '#components/data/vpc-links.ts'
import { EmptyState } from '#components/feedback/empty-state.tsx'
import { ErrorPanel } from '#components/feedback/error-panel.tsx'
import { ReadAge } from '#components/feedback/read-age.tsx'
import { Breadcrumb } from '#components/layout/breadcrumb.tsx'
import { PageHeader } from '#components/layout/page-header.tsx'
import { ExposureMeter } from '#components/marks/exposure-meter.tsx'
import { PublicEndpointCard } from '#components/public-endpoint/public-endpoint-card.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Tab, Tabs } from '#components/ui/tabs.tsx'
import { countLinks } from '#components/vpc-links/link-words.ts'
import { VpcLinksCard } from '#components/vpc-links/vpc-links-card.tsx'
import { VpcLinksTable } from '#components/vpc-links/vpc-links-table.tsx'
import type { Instance } from '#lib/contract/instances.ts'
import { exposureOf } from '#lib/exposure/level.ts'
import { VerdictCard } from './verdict-card.tsx'

const tabNames = ['access', 'links'] as const

export function InstancePage({ instanceId }: { instanceId: string }) {
  const t = useTranslations('instance')
  const query = useInstance(instanceId)
  if (query.data) return <LoadedInstance instance={query.data.instance} />
  if (query.error?.code === 'not_found') {
    return (
      <EmptyState
        isPage
        title={t('notFoundTitle', { id: instanceId })}
        text={t('notFoundText')}
        action={<LinkButton href="/instances">{t('backToList')}</LinkButton>}
      />
    )
  }
  if (query.error) {
    return (
      <>
        <PageHeader title={t('failedTitle', { id: instanceId })} />
        <Card>
          <ErrorPanel error={query.error} onRetry={() => query.refetch()} />
        </Card>
      </>
    )
  }
  return (
    <div className="flex flex-col gap-4">
      <Skeleton className="h-8 w-72 max-w-full" />
      <Skeleton className="h-5 w-96 max-w-full" />
      <Skeleton className="h-64 w-full" />
    </div>
  )
}

function LoadedInstance({ instance }: { instance: Instance }) {
  const t = useTranslations('instance')
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(tabNames).withDefault('access'))
  const allowList = useAllowList(instance.id)
  const links = useVpcLinks(instance.id)
  const readAt = allowList.data && links.data ? Math.min(allowList.data.readAt, links.data.readAt) : undefined

  return (
    <>
      <Breadcrumb items={[{ href: '/instances', label: t('allInstances') }, { label: instance.name }]} />
      <InstanceHeader instance={instance} />
      <div className="mt-3 flex items-end justify-between gap-4 border-line border-b">
        <Tabs
          value={tab}
          onChange={(value) => setTab(value === 'links' ? 'links' : 'access')}
          label={t('tabs.label', { name: instance.name })}
        >
          <Tab value="access">{t('tabs.access')}</Tab>
          <Tab value="links" count={links.data?.links.length}>
            {t('tabs.links')}
          </Tab>
        </Tabs>
        {readAt !== undefined && (
          <div className="hidden pb-2 sm:block">
            <ReadAge
              readAt={readAt}
              isReading={allowList.isFetching || links.isFetching}
              onRefresh={() => {
                void allowList.refetch()
                void links.refetch()
              }}
            />
          </div>
        )}
      </div>
      <div className="mt-4 flex flex-col gap-4">
        {tab === 'links' ? (
          <VpcLinksTable instance={instance} />
        ) : (
          <>
            <VerdictCard instance={instance} />
            <div className="grid grid-cols-1 items-start gap-4 min-[1100px]:grid-cols-[minmax(0,1fr)_316px]">
              <div className="order-2 min-w-0 min-[1100px]:order-1">
                <AllowListCard instanceId={instance.id} instanceName={instance.name} />
              </div>
              <div className="order-1 flex min-w-0 flex-col gap-4 min-[1100px]:order-2">
                <PublicEndpointCard
                  instanceId={instance.id}
                  instanceName={instance.name}
                  allowList={allowList.data}
                  createdLinks={links.data && countLinks(links.data.links).created}
                />
                <VpcLinksCard instance={instance} onViewAll={() => setTab('links')} />
              </div>
            </div>
          </>
        )}
      </div>
    </>
  )
}

function InstanceHeader({ instance }: { instance: Instance }) {
  const t = useTranslations('instance')
  const tRoot = useTranslations()
  const dateText = useDateText()
  const now = useNow(60_000)
  const allowList = useAllowList(instance.id)
  const links = useVpcLinks(instance.id)
  const level =
    allowList.data && links.data
      ? exposureOf({
          endpointStatus: allowList.data.endpointStatus,
          entries: allowList.data.entries,
          links: links.data.links,
        }).level
      : null
  const edition = (['BASIC', 'STANDARD', 'ADVANCED'] as const).find((word) => word === instance.edition)
  const regionKey = `common.regions.${instance.region}`

  return (
    <header className="flex flex-col gap-2">
      <div className="flex items-center gap-3">
        {level && <ExposureMeter level={level} size={20} />}
        <h1 className="truncate text-title font-[600]">{instance.name}</h1>
        <span className="hidden items-center gap-1 font-mono text-small text-ink-2 sm:flex">
          {instance.id}
          <CopyButton text={instance.id} label={t('copyId')} />
        </span>
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5 text-small text-ink-2">
        <span className="font-mono sm:hidden">{instance.id}</span>
        <span>
          {tRoot.has(regionKey) ? `${tRoot(regionKey)} ` : ''}
          <span className="font-mono text-ink-3">{instance.region}</span>
        </span>
        {instance.edition !== '' && (
          <span>{edition ? t(`edition.${edition}`) : t('edition.other', { edition: instance.edition })}</span>
        )}
        {instance.status !== '' && instance.status !== 'running' && (
          <span className="font-[520] text-ink">{t('status', { status: instance.status })}</span>
        )}
        {instance.expiresAt !== null && (
          <span className={instance.expiresAt < now ? 'font-[520] text-fault' : undefined}>
            {t(instance.expiresAt < now ? 'expired' : 'paidUntil', {
              date: dateText.day(instance.expiresAt),
            })}
          </span>
        )}
        <span className="text-ink-3">{t('account', { account: instance.account })}</span>
        {instance.tags.map((tag) => (
          <span
            key={tag.key}
            className="rounded-xs border border-line-strong px-1.5 font-mono text-micro text-ink-2"
          >
            <span className="text-ink-3">{tag.key}</span> {tag.value}
          </span>
        ))}
      </div>
    </header>
  )
}
