'use client'

import { useQueryClient } from '@tanstack/react-query'
import { Menu as MenuIcon, X } from 'lucide-react'
import NextLink from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Dialog } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { queryKey } from '#components/data/keys.ts'
import { useMe } from '#components/data/me.ts'
import { Logo } from '#components/marks/logo.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { IconButton } from '#components/ui/button.tsx'
import { Tooltip } from '#components/ui/tooltip.tsx'
import type { Me } from '#lib/contract/people.ts'
import { breadcrumbSlotId } from './breadcrumb.tsx'
import { CommandPalette } from './command-palette.tsx'
import { LanguageMenu } from './language-menu.tsx'
import { Navigation } from './navigation.tsx'
import { ShortcutHelp } from './shortcut-help.tsx'
import { ThemeMenu } from './theme-menu.tsx'

/** The frame of every page behind sign-in: column on the left, bar on top, the page in the middle. */
export function AppShell({ me, children }: { me: Me; children: ReactNode }) {
  const t = useTranslations('common')
  // The server knows already who looks, so that nothing has to wait or jump for it.
  const client = useQueryClient()
  useState(() => client.getQueryData(queryKey('getMe')) ?? client.setQueryData(queryKey('getMe'), me))
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[216px_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only z-50 rounded-sm bg-primary px-3 py-2 text-on-primary focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t('skipToContent')}
      </a>
      <aside className="sticky top-0 hidden h-dvh overflow-y-auto border-line border-r md:block">
        <Navigation />
      </aside>
      <div className="flex min-w-0 flex-col">
        <header className="sticky top-0 z-20 flex h-12 items-center gap-3 border-line border-b bg-canvas/92 px-4 backdrop-blur-[10px] md:px-7">
          <NextLink href="/instances" aria-label={t('nav.home')} className="rounded-sm md:hidden">
            <Logo />
          </NextLink>
          <nav
            id={breadcrumbSlotId}
            aria-label={t('nav.breadcrumb')}
            className="hidden min-w-0 grow md:block"
          />
          <div className="ml-auto flex items-center gap-1">
            <DemoBadge />
            <CommandPalette />
            <span className="hidden items-center gap-1 md:flex">
              <LanguageMenu />
              <ThemeMenu />
            </span>
            <MobileNavigation />
          </div>
        </header>
        <main
          id="content"
          tabIndex={-1}
          className="w-full max-w-[1680px] grow px-4 pt-[22px] pb-10 outline-none md:px-7"
        >
          {children}
        </main>
      </div>
      <ShortcutHelp />
    </div>
  )
}

function DemoBadge() {
  const t = useTranslations('common')
  const { data: me } = useMe()
  if (!me?.isDemo) return null
  return (
    <Tooltip text={t('demo.help')}>
      <button type="button" className="mr-1 hidden cursor-help rounded-xs lg:block">
        <Badge variant="filled">{t('demo.badge')}</Badge>
      </button>
    </Tooltip>
  )
}

function MobileNavigation() {
  const t = useTranslations('common')
  const pathname = usePathname()
  // Opened on one page, it is closed on any other.
  const [openedAt, setOpenedAt] = useState<string | null>(null)
  return (
    <Dialog.Root
      open={openedAt === pathname}
      onOpenChange={(isOpen) => setOpenedAt(isOpen ? pathname : null)}
    >
      <Dialog.Trigger asChild>
        <IconButton className="md:hidden" label={t('nav.open')}>
          <MenuIcon size={18} aria-hidden />
        </IconButton>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          // On the sheet itself: a focused icon would show its tooltip over the first item.
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
          }}
          className="fixed inset-y-0 right-0 z-50 w-[min(300px,88vw)] overflow-y-auto bg-canvas shadow-sheet outline-none"
        >
          <Dialog.Title className="sr-only">{t('nav.label')}</Dialog.Title>
          <div className="absolute top-2 right-2 flex">
            <LanguageMenu />
            <ThemeMenu />
            <Dialog.Close asChild>
              <IconButton label={t('close')}>
                <X size={18} aria-hidden />
              </IconButton>
            </Dialog.Close>
          </div>
          <Navigation />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
