'use client'

import { useTranslations } from 'next-intl'
import { useSubnets } from '#components/data/vpc-links.ts'
import type { Instance } from '#lib/contract/instances.ts'
import type { VpcLink } from '#lib/contract/vpc-links.ts'
import { linkStateOf } from '#lib/vpc-links/link-status.ts'

/** What can be said of a link that failed, or whose state nobody has documented. */
export function LinkHelp({ instance, link }: { instance: Instance; link: VpcLink }) {
  const t = useTranslations('links')
  const hasFailed = linkStateOf(link.status) === 'failed'
  const subnets = useSubnets(instance.id, hasFailed ? link.vpcId : '')
  if (!hasFailed) return t('unknownHelp')
  const subnet = subnets.data?.subnets.find((s) => s.subnetId === link.subnetId)
  return (
    <>
      {t('failedHelp')} {subnet?.availableIps === 0 && t('failedSubnetFull', { subnet: link.subnetId })}
    </>
  )
}
