'use client'

import { useTranslations } from 'next-intl'

/** `Beijing bj`; a region that has no name here is its code. */
export function useRegionName(): (region: string) => string {
  const t = useTranslations('common')
  return (region) => {
    const key = `regions.${region}` as Parameters<typeof t.has>[0]
    return t.has(key) ? t(key) : region
  }
}
