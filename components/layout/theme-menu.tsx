'use client'

import { SunMoon } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useBrowserValue } from '#components/data/use-browser-value.ts'
import { IconButton } from '#components/ui/button.tsx'
import { Menu, MenuChoice } from '#components/ui/menu.tsx'
import { chooseTheme, currentTheme, type Theme, themes, watchTheme } from './preferences.ts'

export function useThemeChoice() {
  const t = useTranslations('common')
  const theme = useBrowserValue<Theme>(currentTheme, 'system', watchTheme)
  return {
    value: theme,
    options: themes.map((each) => ({ value: each, label: t(`theme.${each}`) })),
    onChange: (value: string) => chooseTheme(themes.find((each) => each === value) ?? 'system'),
  }
}

export function ThemeMenu() {
  const t = useTranslations('common')
  const choice = useThemeChoice()
  return (
    <Menu
      trigger={
        <IconButton label={t('theme.label')}>
          <SunMoon size={16} aria-hidden />
        </IconButton>
      }
    >
      <MenuChoice {...choice} />
    </Menu>
  )
}
