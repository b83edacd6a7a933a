'use client'

// Every link with all that is known of it. A failed one says what can be read of the cause.

import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useNow } from '#components/data/use-now.ts'
import { useVpcLinks } from '#components/data/vpc-links.ts'
import { Elapsed } from '#components/feedback/elapsed.tsx'
import { ErrorPanel } from '#components/feedback/error-panel.tsx'
import { LinkDot } from '#components/marks/link-dot.tsx'
import { Table, Td, Th, Tr } from '#components/table/table.tsx'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { CopyText } from '#components/ui/copy-button.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Tooltip } from '#components/ui/tooltip.tsx'
import type { Instance } from '#lib/contract/instances.ts'
import type { VpcLink, VpcLinks } from '#lib/contract/vpc-links.ts'
import { linkStateOf } from '#lib/vpc-links/link-status.ts'
import { LinkHelp } from './link-help.tsx'
import { LinkMenu } from './link-menu.tsx'
import { LinkQuota } from './link-quota.tsx'
import { countLinks, linkName, useLinkWord } from './link-words.ts'
import { RemoveLinkDialog } from './remove-link-dialog.tsx'
import { AddLinkButton } from './vpc-links-card.tsx'

export function VpcLinksTable({ instance }: { instance: Instance }) {
  const t = useTranslations('links')
  const query = useVpcLinks(instance.id)
  const [removing, setRemoving] = useState<VpcLink | null>(null)
  return (
    <div className="flex flex-col gap-4">
      <Card aria-labelledby="links-table-title">
        <CardHeader
          title={t('title')}
          titleId="links-table-title"
          note={
            query.data && (
              <span className="text-small text-ink-3">{t('summary', countLinks(query.data.links))}</span>
            )
          }
          actions={
            <>
              {query.data && <LinkQuota data={query.data} />}
              <AddLinkButton instance={instance} size="sm" label={t('addLink')} variant="primary" />
            </>
          }
        />
        {query.data ? (
          query.data.links.length === 0 ? (
            <p className="px-4 py-6 text-ink-3">{t('empty')}</p>
          ) : (
            <>
              <LinksTable instance={instance} data={query.data} onRemove={setRemoving} />
              <LinkCards instance={instance} data={query.data} onRemove={setRemoving} />
            </>
          )
        ) : query.error ? (
          <ErrorPanel error={query.error} onRetry={() => query.refetch()} />
        ) : (
          <div className="flex flex-col gap-3 p-4">
            <Skeleton className="h-10 w-full" />
            <Skeleton className="h-10 w-full" />
            <Skeleton className="h-10 w-full" />
          </div>
        )}
      </Card>
      {query.data && <InternalDomain data={query.data} />}
      {query.data && removing && (
        <RemoveLinkDialog
          instance={instance}
          data={query.data}
          link={removing}
          onClose={() => setRemoving(null)}
        />
      )}
    </div>
  )
}

type LinksTableProps = {
  readonly instance: Instance
  readonly data: VpcLinks
  readonly onRemove: (link: VpcLink) => void
}

function LinksTable({ instance, data, onRemove }: LinksTableProps) {
  const t = useTranslations('links')
  return (
    <div className="hidden overflow-x-auto md:block">
      <Table aria-labelledby="links-table-title">
        <thead>
          <tr>
            <Th className="w-8">
              <span className="sr-only">{t('columns.status')}</span>
            </Th>
            <Th>{t('columns.vpc')}</Th>
            <Th>{t('columns.subnet')}</Th>
            <Th className="hidden lg:table-cell">{t('columns.nic')}</Th>
            <Th>{t('columns.address')}</Th>
            <Th className="hidden md:table-cell">{t('columns.dns')}</Th>
            <Th>{t('columns.status')}</Th>
            <Th className="hidden lg:table-cell">{t('columns.age')}</Th>
            <Th className="w-10">
              <span className="sr-only">{t('columns.actions')}</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {data.links.map((link) => (
            <LinkRows
              key={`${link.vpcId} ${link.subnetId}`}
              instance={instance}
              link={link}
              onRemove={() => onRemove(link)}
            />
          ))}
        </tbody>
      </Table>
    </div>
  )
}

function LinkRows({ instance, link, onRemove }: { instance: Instance; link: VpcLink; onRemove: () => void }) {
  const t = useTranslations('links')
  const format = useFormatter()
  const now = useNow(30_000)
  const wordOf = useLinkWord()
  const state = linkStateOf(link.status)
  const dns = link.asked
    ? link.asked.autoDnsResolve
      ? t('dns.automatic')
      : t('dns.manual')
    : t('dns.unknown')
  return (
    <>
      <Tr>
        <Td>
          <LinkDot status={link.status} />
        </Td>
        <Td>
          <p className="font-mono text-small">{link.vpcId}</p>
          {link.vpcName && <p className="text-small text-ink-3">{link.vpcName}</p>}
        </Td>
        <Td>
          <p className="font-mono text-small">{link.subnetId}</p>
          {link.subnetCidr && <p className="font-mono text-small text-ink-3">{link.subnetCidr}</p>}
        </Td>
        <Td className="hidden font-mono text-small lg:table-cell">{link.serviceNetId || '–'}</Td>
        <Td className="font-mono text-small">{link.ipAddress || '–'}</Td>
        <Td className="hidden text-ink-2 md:table-cell">
          {link.asked ? dns : <Tooltip text={t('dnsUnknownHelp')}>{dns}</Tooltip>}
        </Td>
        <Td>
          <span className={state === 'failed' ? 'font-[520] text-fault' : undefined} aria-live="polite">
            {wordOf(link.status)}
          </span>
          {state === 'moving' && link.asked && (
            <span className="ml-1.5 text-ink-3 tabular-nums">
              <Elapsed since={link.asked.at} />
            </span>
          )}
        </Td>
        <Td className="hidden text-ink-2 lg:table-cell">
          {link.asked
            ? t('askedBy', { when: format.relativeTime(link.asked.at, now), name: link.asked.byName })
            : t('notAsked')}
        </Td>
        <Td>
          <LinkMenu link={link} onRemove={onRemove} />
        </Td>
      </Tr>
      {(state === 'failed' || state === 'unknown') && (
        <tr className="border-line border-b bg-sunken">
          <td />
          <td colSpan={8} className="px-3 py-2.5 text-small text-ink-2">
            <LinkHelp instance={instance} link={link} />
          </td>
        </tr>
      )}
    </>
  )
}

/** The same on a narrow screen. */
function LinkCards({ instance, data, onRemove }: LinksTableProps) {
  const wordOf = useLinkWord()
  return (
    <ul className="md:hidden">
      {data.links.map((link) => {
        const state = linkStateOf(link.status)
        return (
          <li
            key={`${link.vpcId} ${link.subnetId}`}
            className="border-line border-b px-4 py-3 last:border-b-0"
          >
            <div className="flex items-start gap-3">
              <LinkDot status={link.status} className="mt-1.5" />
              <div className="min-w-0 grow">
                <p className="truncate font-mono text-small">{link.vpcId}</p>
                {link.vpcName && <p className="truncate text-small text-ink-3">{link.vpcName}</p>}
                <p className="mt-1 truncate font-mono text-small text-ink-2">
                  {[link.subnetId, link.subnetCidr].filter(Boolean).join(' · ')}
                </p>
                <p className="text-small">
                  <span className={state === 'failed' ? 'font-[520] text-fault' : undefined}>
                    {wordOf(link.status)}
                  </span>{' '}
                  <span className="font-mono text-ink-2">{link.ipAddress}</span>
                </p>
              </div>
              <LinkMenu link={link} onRemove={() => onRemove(link)} />
            </div>
            {(state === 'failed' || state === 'unknown') && (
              <p className="mt-2 rounded-sm bg-sunken px-3 py-2 text-small text-ink-2">
                <LinkHelp instance={instance} link={link} />
              </p>
            )}
          </li>
        )
      })}
    </ul>
  )
}

function InternalDomain({ data }: { data: VpcLinks }) {
  const t = useTranslations('links')
  const ready = data.links.filter((link) => linkStateOf(link.status) === 'created' && link.ipAddress !== '')
  return (
    <Card aria-labelledby="internal-domain-title">
      <CardHeader title={t('domain')} titleId="internal-domain-title" />
      <div className="flex flex-wrap items-start gap-x-5 gap-y-3 p-4">
        {data.domain === '' ? (
          <p className="text-ink-3">{t('domainMissing')}</p>
        ) : (
          <div className="w-full max-w-[340px]">
            <CopyText text={data.domain} isMono />
          </div>
        )}
        <div className="min-w-0 text-ink-2">
          {ready.length === 0 ? (
            <p>{t('resolvesNote')}</p>
          ) : (
            <ul>
              {ready.map((link) => (
                <li key={`${link.vpcId} ${link.subnetId}`}>
                  {t('resolves', { address: link.ipAddress, vpc: linkName(link) })}
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
    </Card>
  )
}
