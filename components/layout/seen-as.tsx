'use client'

import { useTranslations } from 'next-intl'
import type { Me } from '#lib/contract/people.ts'

/** The address we see, and how we know it: what "your address" means everywhere else. */
export function SeenAs({ clientAddress }: { clientAddress: Me['clientAddress'] }) {
  const t = useTranslations('common')
  return (
    <div className="rounded-md border border-line bg-surface px-2.5 py-2 text-small">
      <p className="text-ink-3">{t('seenAs.title')}</p>
      {clientAddress.address ? (
        <>
          <p className="font-mono font-[520] break-all">{clientAddress.address}</p>
          <p className="text-ink-3">{t(`seenAs.${clientAddress.source}`)}</p>
        </>
      ) : (
        <>
          <p className="font-[520]">{t('seenAs.unknown')}</p>
          <p className="text-ink-3">{t('seenAs.unknownHelp')}</p>
        </>
      )}
    </div>
  )
}
