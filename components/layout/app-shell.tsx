'use client'

import { Menu as MenuIcon, X } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Dialog } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { useMe } from '#components/data/me.ts'
import { Logo } from '#components/marks/logo.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { IconButton } from '#components/ui/button.tsx'
import { Tooltip } from '#components/ui/tooltip.tsx'
import { breadcrumbSlotId } from './breadcrumb.tsx'
import { CommandPalette } from './command-palette.tsx'
import { LanguageMenu } from './language-menu.tsx'
import { Navigation } from './navigation.tsx'
import { ShortcutHelp } from './shortcut-help.tsx'
import { ThemeMenu } from './theme-menu.tsx'

/** The frame of every page behind sign-in: column on the left, bar on top, the page in the middle. */
export function AppShell({ children }: { children: ReactNode }) {
  const t = useTranslations('common')
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
        <header className="sticky top-0 z-20 flex h-12 items-center gap-2 border-line border-b bg-canvas px-4 md:px-7">
          <div className="md:hidden">
            <Logo />
          </div>
          <nav id={breadcrumbSlotId} aria-label={t('nav.label')} className="hidden min-w-0 grow md:block" />
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
          className="mx-auto w-full max-w-[1680px] grow px-4 py-5 outline-none md:px-7"
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
