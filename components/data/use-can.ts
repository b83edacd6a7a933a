'use client'

import { useTranslations } from 'next-intl'
import type { Permission } from '#lib/contract/people.ts'
import { useMe } from './me.ts'

export type Can = {
  readonly isAllowed: boolean
  /** Why not, as a sentence; undefined when it is allowed or not known yet. */
  readonly reason: string | undefined
}

/** Whether the page offers something. The server decides again on its own. */
export function useCan(permission: Permission): Can {
  const t = useTranslations('common')
  const { data } = useMe()
  if (!data) return { isAllowed: false, reason: undefined }
  if (data.permissions.includes(permission)) return { isAllowed: true, reason: undefined }
  return { isAllowed: false, reason: t('notAllowed', { role: t(`roles.${data.role}`) }) }
}
