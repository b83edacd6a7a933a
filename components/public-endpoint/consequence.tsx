'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { AllowList } from '#lib/contract/allow-list.ts'
import type { PublicEndpointAction } from '#lib/contract/public-endpoint.ts'
import { exposureOf } from '#lib/exposure/level.ts'

export type ConsequenceProps = {
  readonly action: PublicEndpointAction
  readonly allowList: AllowList
  /** undefined while the links are not known. */
  readonly createdLinks: number | undefined
}

/** Who gains or loses when the switch is pressed, in one sentence. */
export function Consequence({ action, allowList, createdLinks }: ConsequenceProps) {
  const t = useTranslations('endpoint')
  const bold = { b: (chunks: ReactNode) => <b className="font-[600] text-ink">{chunks}</b> }
  const exposure = exposureOf({ endpointStatus: 'opened', entries: allowList.entries, links: [] })
  if (action === 'open') {
    return exposure.emptyAndOpened
      ? t.rich('ifOpenedEmpty', bold)
      : t.rich('ifOpened', { ...bold, addresses: exposure.publicAddresses })
  }
  if (exposure.emptyAndOpened) return t.rich('ifClosedEmpty', bold)
  return t.rich(createdLinks === 0 ? 'ifClosedNoLinks' : 'ifClosed', {
    ...bold,
    addresses: exposure.publicAddresses,
  })
}
