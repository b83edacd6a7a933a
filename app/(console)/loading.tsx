import { getTranslations } from 'next-intl/server'
import { Skeleton } from '#components/ui/skeleton.tsx'

/** The bones every page begins with, while the server makes it. */
export default async function Loading() {
  const t = await getTranslations('common')
  return (
    <div aria-busy="true">
      <p className="sr-only">{t('loading')}</p>
      <Skeleton className="mt-1 h-5 w-56" />
      <Skeleton className="mt-3 h-3 w-80 max-w-full" />
      <Skeleton className="mt-5 h-64 w-full rounded-md" />
    </div>
  )
}
