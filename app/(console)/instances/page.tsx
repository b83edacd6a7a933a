import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { InstancesPage } from '#components/instances/instances-page.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('instances')
  return { title: t('title') }
}

export default function Page() {
  return <InstancesPage />
}
