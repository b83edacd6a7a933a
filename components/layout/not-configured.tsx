import { useTranslations } from 'next-intl'
import { EmptyState } from '#components/feedback/empty-state.tsx'

const settings = 'CCR_ACCESS_KEY_ID=…\nCCR_SECRET_ACCESS_KEY=…\nCCR_REGIONS=bj,gz'

export function NotConfigured() {
  const t = useTranslations('common.notConfigured')
  return (
    <EmptyState
      isPage
      title={t('title')}
      text={t('text')}
      action={
        <div className="text-left text-ink-2">
          <p>{t('steps')}</p>
          <pre className="my-2 overflow-x-auto rounded-sm border border-line bg-sunken px-3 py-2 font-mono text-small">
            {settings}
          </pre>
          <p>{t('readme')}</p>
        </div>
      }
    />
  )
}
