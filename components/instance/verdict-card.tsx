'use client'

// The page's answer in one sentence, the ruler beside it, and the diagram that proves it.

import { useFormatter, useTranslations } from 'next-intl'
import { useAllowListDraft } from '#components/allow-list/use-allow-list-draft.ts'
import { useAllowList } from '#components/data/allow-list.ts'
import { useNow } from '#components/data/use-now.ts'
import { useVpcLinks } from '#components/data/vpc-links.ts'
import { ExposurePill } from '#components/marks/exposure-pill.tsx'
import { Ruler } from '#components/marks/ruler.tsx'
import { useEndpointWord } from '#components/public-endpoint/endpoint-word.ts'
import { ReachDiagram } from '#components/reach-diagram/reach-diagram.tsx'
import type { DiagramLink } from '#components/reach-diagram/types.ts'
import { Card } from '#components/ui/card.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { useLinkWord } from '#components/vpc-links/link-words.ts'
import type { AllowList } from '#lib/contract/allow-list.ts'
import type { Instance } from '#lib/contract/instances.ts'
import type { VpcLink } from '#lib/contract/vpc-links.ts'
import { formatElapsed } from '#lib/elapsed.ts'
import { exposureOf } from '#lib/exposure/level.ts'
import { reachSources } from '#lib/exposure/reach-sources.ts'
import { verdictOf } from '#lib/exposure/verdict.ts'
import { AddressSet } from '#lib/net/address-set.ts'
import { parseAddress } from '#lib/net/cidr.ts'
import { countPublic } from '#lib/net/public-addresses.ts'
import { linkStateOf } from '#lib/vpc-links/link-status.ts'

export function VerdictCard({ instance }: { instance: Instance }) {
  const t = useTranslations('instance')
  const allowList = useAllowList(instance.id)
  const links = useVpcLinks(instance.id)
  if (allowList.data && links.data) {
    return <Verdict instance={instance} allowList={allowList.data} links={links.data.links} />
  }
  const failed = allowList.error && !allowList.data ? 'endpoint' : links.error && !links.data ? 'links' : null
  return (
    <Card className="flex min-h-[62px] items-center px-[18px] py-3">
      {failed ? (
        <p className="text-lead">{t('verdictFailed', { what: t(`what.${failed}`) })}</p>
      ) : (
        <Skeleton className="h-6 w-96 max-w-full" />
      )}
    </Card>
  )
}

type VerdictProps = {
  readonly instance: Instance
  readonly allowList: AllowList
  readonly links: readonly VpcLink[]
}

function Verdict({ instance, allowList, links }: VerdictProps) {
  const t = useTranslations('exposure')
  const wordOf = useEndpointWord()
  const diagramLinks = useDiagramLinks(links)
  const draft = useAllowListDraft(instance.id)
  const { endpointStatus, entries } = allowList
  const exposure = exposureOf({ endpointStatus, entries, links })
  const verdict = verdictOf(exposure, endpointStatus)
  const after = draft?.entries
  const pending = after ? exposureOf({ endpointStatus, entries: after, links }) : null
  const marks = {
    p: (chunks: React.ReactNode) => <b className={levelText[exposure.level]}>{chunks}</b>,
    v: (chunks: React.ReactNode) => <b className={levelText.privateOnly}>{chunks}</b>,
  }
  const isLatent = exposure.publicAddresses === 0

  return (
    <Card className="overflow-hidden">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-b px-[18px] py-3">
        <ExposurePill level={exposure.level} />
        <p className="min-w-0 text-lead">
          {t.rich(verdict.key, { ...marks, ...verdict.values })}
          {verdict.notes.map((note) => (
            <span key={note.key}> {t.rich(note.key, { ...marks, ...note.values })}</span>
          ))}
        </p>
        <div className="ml-auto w-full sm:w-[264px]">
          <Ruler
            level={exposure.level}
            addresses={isLatent ? exposure.latentAddresses : exposure.publicAddresses}
            isLatent={isLatent}
            hasScale
          />
        </div>
      </div>
      <ReachDiagram
        instanceId={instance.id}
        instanceName={instance.name}
        level={exposure.level}
        endpointStatus={endpointStatus}
        endpointWord={wordOf(endpointStatus)}
        sources={reachSources(entries, after)}
        entrySizes={entries.map((entry) => publicSize(entry.ipAddr))}
        addresses={exposure.publicAddresses}
        pending={after && pending ? { addresses: pending.publicAddresses, entries: after.length } : null}
        links={diagramLinks}
      />
    </Card>
  )
}

const levelText = {
  closed: 'font-[600] text-exp-closed-text',
  privateOnly: 'font-[600] text-exp-private-text',
  narrow: 'font-[600] text-exp-narrow-text',
  broad: 'font-[600] text-exp-broad-text',
  world: 'font-[600] text-exp-world-text',
} as const

function publicSize(ipAddr: string): number {
  const parsed = parseAddress(ipAddr)
  return parsed.ok ? countPublic(AddressSet.from([parsed.value.block])) : 0
}

function useDiagramLinks(links: readonly VpcLink[]): DiagramLink[] {
  const t = useTranslations('links')
  const wordOf = useLinkWord()
  const format = useFormatter()
  const isMoving = links.some((link) => linkStateOf(link.status) === 'moving')
  const now = useNow(isMoving ? 1000 : 60_000)
  return links.map((link) => {
    const state = linkStateOf(link.status)
    const word = wordOf(link.status).toLocaleLowerCase()
    const note =
      state === 'created'
        ? link.ipAddress || t('noAddress')
        : state === 'moving' && link.asked
          ? `${word} ${formatElapsed(now - link.asked.at, (n) => format.number(n))}`
          : word
    return { vpcId: link.vpcId, state, note }
  })
}
