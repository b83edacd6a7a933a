'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Dialog } from '#components/ui/dialog.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { isTyping } from './is-typing.ts'
import { useModifierKey } from './use-modifier-key.ts'

/** `?` lists the keys that work. */
export function ShortcutHelp() {
  const t = useTranslations('common.shortcuts')
  const modifier = useModifierKey()
  const [isOpen, setIsOpen] = useState(false)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '?' || isTyping(event.target)) return
      if (document.querySelector('[role="dialog"][data-state="open"]') === null) setIsOpen(true)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  const rows = [
    [`${modifier}K`, t('palette')],
    ['/', t('search')],
    ['J K', t('rows')],
    ['↵', t('open')],
    ['X', t('select')],
    ['E', t('edit')],
    ['⌫', t('remove')],
    [`${modifier}Z`, t('undo')],
    [`${modifier}↵`, t('review')],
    ['?', t('help')],
  ] as const
  return (
    <Dialog isOpen={isOpen} onOpenChange={setIsOpen} title={t('title')}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
        {rows.map(([keys, meaning]) => (
          <div key={keys} className="contents">
            <dt>
              <Kbd>{keys}</Kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
