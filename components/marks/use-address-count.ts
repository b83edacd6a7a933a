'use client'

import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { publicSet } from '#lib/net/public-addresses.ts'

export type AddressCountText = {
  readonly text: string
  /** The exact number when the text is shortened, for a tooltip. */
  readonly exact: string | undefined
}

/** Numbers of addresses as they are written everywhere: whole up to seven digits, then shortened, all of IPv4 in words. */
export function useAddressCount(): (count: number) => AddressCountText {
  const t = useTranslations('instances')
  const format = useFormatter()
  const locale = useLocale()
  return useMemo(() => {
    const short = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 })
    return (count) => {
      const exact = format.number(count)
      if (count >= publicSet.count) return { text: t('allAddresses'), exact }
      if (count < 10_000_000) return { text: exact, exact: undefined }
      const parts = short
        .formatToParts(count)
        .map(({ type, value }) => (type === 'compact' ? `\u00a0${value}` : value))
      return { text: parts.join(''), exact }
    }
  }, [format, locale, t])
}
