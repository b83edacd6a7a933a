'use client'

import { MoreHorizontal } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useCan } from '#components/data/use-can.ts'
import { IconButton } from '#components/ui/button.tsx'
import { Menu, MenuItem } from '#components/ui/menu.tsx'
import type { VpcLink } from '#lib/contract/vpc-links.ts'
import { linkName } from './link-words.ts'

/** What can be done with a link. */
export function LinkMenu({ link, onRemove }: { link: VpcLink; onRemove: () => void }) {
  const t = useTranslations('links')
  const can = useCan('vpc-links:write')
  return (
    <Menu
      trigger={
        <IconButton label={t('actions', { vpc: linkName(link) })} size="sm">
          <MoreHorizontal size={16} aria-hidden />
        </IconButton>
      }
    >
      <MenuItem onSelect={() => navigator.clipboard.writeText(link.vpcId)}>{t('copyVpc')}</MenuItem>
      <MenuItem
        disabledReason={can.reason ?? (link.status === 'deleting' ? t('removeBusy') : undefined)}
        onSelect={onRemove}
      >
        {t('remove')}
      </MenuItem>
    </Menu>
  )
}
