import { useTranslations } from 'next-intl'
import type { VpcLink } from '#lib/contract/vpc-links.ts'
import { linkStateOf } from '#lib/vpc-links/link-status.ts'

const knownWords = ['created', 'creating', 'deleting', 'failed'] as const

/** The word for a link status; one that is not known is shown as it came. */
export function useLinkWord(): (status: string) => string {
  const t = useTranslations('links')
  return (status) => {
    const known = knownWords.find((word) => word === status)
    return known ? t(`status.${known}`) : t('status.other', { status: status === '' ? '–' : status })
  }
}

/** What stands behind a link: its name, or the id while the name is not known. */
export function linkName(link: Pick<VpcLink, 'vpcId' | 'vpcName'>): string {
  return link.vpcName || link.vpcId
}

export type LinkCounts = { readonly created: number; readonly moving: number; readonly failed: number }

export function countLinks(links: readonly Pick<VpcLink, 'status'>[]): LinkCounts {
  const states = links.map((link) => linkStateOf(link.status))
  const count = (state: string) => states.filter((s) => s === state).length
  return { created: count('created'), moving: count('moving'), failed: count('failed') }
}
