'use client'

import { useQueryClient } from '@tanstack/react-query'
import { Languages } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { IconButton } from '#components/ui/button.tsx'
import { Menu, MenuChoice } from '#components/ui/menu.tsx'
import { locales } from '#lib/messages/index.ts'
import { chooseLocale } from './preferences.ts'

export function useLanguageChoice() {
  const t = useTranslations('common')
  const router = useRouter()
  const client = useQueryClient()
  return {
    value: useLocale(),
    options: locales.map((locale) => ({ value: locale, label: t(`language.${locale}`), lang: locale })),
    onChange: (locale: string) => {
      chooseLocale(locale)
      router.refresh()
      // Answers hold sentences of the server, in the language they were asked in.
      void client.invalidateQueries()
    },
  }
}

export function LanguageMenu() {
  const t = useTranslations('common')
  const choice = useLanguageChoice()
  return (
    <Menu
      trigger={
        <IconButton label={t('language.label')}>
          <Languages size={16} aria-hidden />
        </IconButton>
      }
    >
      <MenuChoice {...choice} />
    </Menu>
  )
}
