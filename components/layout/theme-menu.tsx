'use client'

import { SunMoon } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { IconButton } from '#components/ui/button.tsx'
import { Menu, MenuChoice } from '#components/ui/menu.tsx'
import { chooseTheme, currentTheme, type Theme, themes } from './preferences.ts'

export function useThemeChoice() {
  const t = useTranslations('common')
  const [theme, setTheme] = useState<Theme>('system')
  // The server wrote the appearance on <html>; it can only be read once the page is there.
  useEffect(() => setTheme(currentTheme()), [])
  return {
    value: theme,
    options: themes.map((each) => ({ value: each, label: t(`theme.${each}`) })),
    onChange: (value: string) => {
      const chosen = themes.find((each) => each === value) ?? 'system'
      chooseTheme(chosen)
      setTheme(chosen)
    },
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
