import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ActivityPage } from '#components/activity/activity-page.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('activity')
  return { title: t('title') }
}

export default function Page() {
  return <ActivityPage />
}
