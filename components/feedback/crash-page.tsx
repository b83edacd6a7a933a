'use client'

import { useTranslations } from 'next-intl'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from './empty-state.tsx'

/** In place of a page that threw. The digest is what the server's log knows the error by. */
export function CrashPage({ digest }: { digest: string | undefined }) {
  const t = useTranslations('common.crash')
  return (
    <EmptyState
      isPage
      title={t('title')}
      text={digest ? t('text', { digest }) : t('textNoDigest')}
      action={<Button onClick={() => window.location.reload()}>{t('action')}</Button>}
    />
  )
}
