import './globals.css'
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import { NextIntlClientProvider } from 'next-intl'
import { getLocale, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { type Theme, themes } from '#components/layout/preferences.ts'
import { Providers } from '#components/layout/providers.tsx'
import { Toaster } from '#components/ui/toast.tsx'

export const metadata: Metadata = {
  title: { default: 'Drawbridge', template: '%s · Drawbridge' },
  robots: { index: false, follow: false },
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1 }

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, t, jar] = await Promise.all([getLocale(), getTranslations('common'), cookies()])
  const theme: Theme = themes.find((each) => each === jar.get('theme')?.value) ?? 'system'
  return (
    <html lang={locale} data-theme={theme} suppressHydrationWarning>
      <body>
        <NextIntlClientProvider>
          <Providers>
            {children}
            <Toaster theme={theme} label={t('notifications')} />
          </Providers>
        </NextIntlClientProvider>
      </body>
    </html>
  )
}
