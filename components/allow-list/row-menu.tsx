'use client'

import { Copy, Minus, MoreHorizontal, Pencil, Undo2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { IconButton } from '#components/ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '#components/ui/menu.tsx'
import type { RowActions } from './editor-types.ts'
import type { EntryView } from './rows.ts'

export type RowMenuProps = {
  readonly view: EntryView
  readonly actions: RowActions
  readonly lockedReason: string | undefined
}

export function RowMenu({ view, actions, lockedReason }: RowMenuProps) {
  const t = useTranslations('allowList.row')
  return (
    <Menu
      trigger={
        <IconButton size="sm" label={t('actions', { entry: view.text })}>
          <MoreHorizontal size={15} aria-hidden />
        </IconButton>
      }
    >
      <MenuItem
        icon={<Pencil aria-hidden />}
        shortcut="E"
        disabledReason={lockedReason}
        onSelect={() => actions.startEdit(view, 'description')}
      >
        {t('editDescription')}
      </MenuItem>
      <MenuItem
        icon={<Pencil aria-hidden />}
        disabledReason={lockedReason}
        onSelect={() => actions.startEdit(view, 'ipAddr')}
      >
        {t('editAddress')}
      </MenuItem>
      <MenuItem icon={<Copy aria-hidden />} onSelect={() => void actions.copy(view.text)}>
        {t('copy')}
      </MenuItem>
      <MenuSeparator />
      {view.row.state === 'edited' && (
        <MenuItem
          icon={<Undo2 aria-hidden />}
          disabledReason={lockedReason}
          onSelect={() => actions.restore(view)}
        >
          {t('restore')}
        </MenuItem>
      )}
      <MenuItem
        icon={<Minus aria-hidden />}
        shortcut="⌫"
        disabledReason={lockedReason}
        onSelect={() => actions.remove(view.text)}
      >
        {t('remove')}
      </MenuItem>
    </Menu>
  )
}

/** Takes back what happened to the row, one click. */
export function RowUndo({ view, actions, lockedReason }: RowMenuProps) {
  const t = useTranslations('allowList.row')
  return (
    <IconButton
      label={t('restoreEntry', { entry: view.text })}
      size="sm"
      disabledReason={lockedReason}
      onClick={() => actions.restore(view)}
    >
      <Undo2 size={15} aria-hidden />
    </IconButton>
  )
}
