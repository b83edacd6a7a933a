'use client'

import { useTranslations } from 'next-intl'
import { EmptyState } from '#components/feedback/empty-state.tsx'
import { Button } from '#components/ui/button.tsx'

export default function ErrorPage({ error }: { error: Error & { digest?: string } }) {
  const t = useTranslations('common.crash')
  return (
    <EmptyState
      title={t('title')}
      text={error.digest ? t('text', { digest: error.digest }) : t('textNoDigest')}
      action={<Button onClick={() => window.location.reload()}>{t('action')}</Button>}
    />
  )
}
