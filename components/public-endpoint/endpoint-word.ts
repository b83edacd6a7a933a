import { useTranslations } from 'next-intl'

const knownWords = ['opened', 'opening', 'closing', 'closed'] as const

/** The word for an endpoint status; one that is not documented is shown as it came. */
export function useEndpointWord(): (status: string) => string {
  const t = useTranslations('endpoint')
  return (status) => {
    const known = knownWords.find((word) => word === status)
    return known ? t(`status.${known}`) : t('status.other', { status: status === '' ? '–' : status })
  }
}
