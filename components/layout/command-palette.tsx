'use client'

// One box to go anywhere: instances by name, id, region, domain or tag, and the pages.

import { Command } from 'cmdk'
import { Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Dialog } from 'radix-ui'
import { type ReactNode, useEffect, useState } from 'react'
import { useExposure, useInstances } from '#components/data/instances.ts'
import { useMe } from '#components/data/me.ts'
import { ExposureMeter } from '#components/marks/exposure-meter.tsx'
import { IconButton } from '#components/ui/button.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { paletteScore } from './palette-score.ts'
import { useModifierKey } from './use-modifier-key.ts'

export function CommandPalette() {
  const t = useTranslations('common')
  const [isOpen, setIsOpen] = useState(false)
  const modifier = useModifierKey()

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return
      event.preventDefault()
      // One dialog at a time: another one that is open keeps the keyboard.
      setIsOpen((before) => !before && document.querySelector('[role="dialog"][data-state="open"]') === null)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])

  return (
    <Dialog.Root open={isOpen} onOpenChange={setIsOpen}>
      <Dialog.Trigger asChild>
        <button
          type="button"
          className="hidden h-[30px] w-[clamp(200px,26vw,380px)] items-center gap-2 rounded-sm border border-line-strong bg-surface pr-1.5 pl-2.5 text-ink-3 hover:bg-sunken md:flex"
        >
          <Search size={14} aria-hidden />
          <span className="grow truncate text-left">{t('palette.placeholder')}</span>
          <Kbd>{modifier}K</Kbd>
        </button>
      </Dialog.Trigger>
      <IconButton className="md:hidden" label={t('palette.label')} onClick={() => setIsOpen(true)}>
        <Search size={18} aria-hidden />
      </IconButton>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-3 top-[12dvh] z-50 mx-auto max-w-[560px] animate-appear overflow-hidden rounded-lg border border-line bg-surface shadow-pop outline-none"
        >
          <Dialog.Title className="sr-only">{t('palette.label')}</Dialog.Title>
          <PaletteList onDone={() => setIsOpen(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function PaletteList({ onDone }: { onDone: () => void }) {
  const t = useTranslations('common')
  const router = useRouter()
  const { data: me } = useMe()
  const { data: list } = useInstances()
  const { data: exposure } = useExposure()
  const levels = new Map(exposure?.exposures.map((each) => [each.instanceId, each.level]))
  const go = (href: string) => {
    onDone()
    router.push(href)
  }
  const pages = [
    { href: '/instances', label: t('nav.instances') },
    { href: '/activity', label: t('nav.activity') },
    ...(me?.permissions.includes('people:read') ? [{ href: '/people', label: t('nav.people') }] : []),
    { href: '/account', label: t('nav.account') },
  ]
  return (
    <Command label={t('palette.label')} filter={(_, typed, keywords) => paletteScore(typed, keywords)}>
      <div className="flex items-center gap-2.5 border-line border-b px-3.5">
        <Search size={15} className="text-ink-3" aria-hidden />
        <Command.Input
          placeholder={t('palette.placeholder')}
          className="h-11 grow bg-transparent outline-none"
        />
      </div>
      <Command.List className="max-h-[50dvh] overflow-y-auto p-1.5">
        <Command.Empty className="px-2.5 py-6 text-center text-ink-3">{t('palette.empty')}</Command.Empty>
        {list && list.instances.length > 0 && (
          <PaletteGroup heading={t('palette.instances')}>
            {list.instances.map((instance) => {
              const level = levels.get(instance.id)
              return (
                <PaletteItem
                  key={instance.id}
                  value={instance.id}
                  keywords={[
                    instance.name,
                    instance.id,
                    instance.region,
                    t.has(`regions.${instance.region}`)
                      ? t(`regions.${instance.region}` as 'regions.bj')
                      : '',
                    instance.publicDomain,
                    ...instance.tags.map((tag) => `${tag.key}=${tag.value}`),
                  ]}
                  onSelect={() => go(`/instances/${encodeURIComponent(instance.id)}`)}
                >
                  {level ? <ExposureMeter level={level} size={12} /> : <span className="w-3.5" />}
                  <span className="min-w-0 grow truncate">{instance.name}</span>
                  <span className="font-mono text-micro text-ink-3">{instance.id}</span>
                  <span className="w-8 text-right font-mono text-micro text-ink-3">{instance.region}</span>
                </PaletteItem>
              )
            })}
          </PaletteGroup>
        )}
        <PaletteGroup heading={t('palette.pages')}>
          {pages.map((page) => (
            <PaletteItem
              key={page.href}
              value={page.href}
              keywords={[page.label]}
              onSelect={() => go(page.href)}
            >
              {page.label}
            </PaletteItem>
          ))}
        </PaletteGroup>
      </Command.List>
    </Command>
  )
}

function PaletteGroup({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-micro [&_[cmdk-group-heading]]:text-ink-3"
    >
      {children}
    </Command.Group>
  )
}

type PaletteItemProps = {
  readonly value: string
  readonly keywords?: string[]
  readonly onSelect: () => void
  readonly children: ReactNode
}

function PaletteItem({ children, ...rest }: PaletteItemProps) {
  return (
    <Command.Item
      {...rest}
      className="flex h-8 items-center gap-2.5 rounded-sm px-2.5 data-[selected=true]:bg-active max-md:h-10"
    >
      {children}
    </Command.Item>
  )
}
