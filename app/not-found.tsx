import { getTranslations } from 'next-intl/server'
import { EmptyState } from '#components/feedback/empty-state.tsx'
import { LinkButton } from '#components/ui/button.tsx'

export default async function NotFound() {
  const t = await getTranslations('common.notFound')
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <EmptyState
        isPage
        title={t('title')}
        text={t('text')}
        action={<LinkButton href="/instances">{t('action')}</LinkButton>}
      />
    </main>
  )
}
