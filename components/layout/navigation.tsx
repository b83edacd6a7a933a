'use client'

import { Box, ChevronsUpDown, LogOut, ScrollText, UserRound, Users } from 'lucide-react'
import NextLink from 'next/link'
import { usePathname, useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type ReactNode, useId } from 'react'
import { useExposure, useInstances } from '#components/data/instances.ts'
import { useMe } from '#components/data/me.ts'
import { useSignOut } from '#components/data/sessions.ts'
import { ExposureMeter } from '#components/marks/exposure-meter.tsx'
import { Logo } from '#components/marks/logo.tsx'
import { cn } from '#components/ui/cn.ts'
import { Menu, MenuItem, MenuSeparator } from '#components/ui/menu.tsx'
import { SeenAs } from './seen-as.tsx'

const shownByExposure = 8
const levelOrder = ['closed', 'privateOnly', 'narrow', 'broad', 'world'] as const

/** The left column: pages, instances by exposure, the address we see, and who is signed in. */
export function Navigation() {
  const t = useTranslations('common')
  const { data: me } = useMe()
  const { data: list } = useInstances()
  return (
    <div className="flex min-h-full flex-col px-2.5 pb-3">
      <NextLink
        href="/instances"
        aria-label={t('nav.home')}
        className="flex h-12 shrink-0 items-center self-start rounded-sm px-2"
      >
        <Logo />
      </NextLink>
      <nav aria-label={t('nav.label')}>
        <ul className="flex flex-col gap-0.5">
          <NavItem href="/instances" icon={<Box aria-hidden />} count={list?.instances.length}>
            {t('nav.instances')}
          </NavItem>
          <NavItem href="/activity" icon={<ScrollText aria-hidden />}>
            {t('nav.activity')}
          </NavItem>
          {me?.permissions.includes('people:read') && (
            <NavItem href="/people" icon={<Users aria-hidden />}>
              {t('nav.people')}
            </NavItem>
          )}
        </ul>
      </nav>
      <ByExposure />
      <div className="mt-auto flex flex-col gap-2">
        {me && <SeenAs clientAddress={me.clientAddress} />}
        {me && <AccountMenu name={me.name} role={t(`roles.${me.role}`)} />}
      </div>
    </div>
  )
}

type NavItemProps = {
  readonly href: string
  readonly icon: ReactNode
  readonly count?: number | undefined
  readonly children: ReactNode
}

function NavItem({ href, icon, count, children }: NavItemProps) {
  const pathname = usePathname()
  const isHere = pathname === href || pathname.startsWith(`${href}/`)
  return (
    <li>
      <NextLink
        href={href}
        aria-current={pathname === href ? 'page' : undefined}
        className={cn(
          'flex h-[30px] items-center gap-[9px] rounded-sm px-2 font-[520] text-ink-2 hover:bg-active hover:text-ink max-md:h-10 [&>svg]:size-[15px]',
          isHere ? 'bg-active text-ink' : '[&>svg]:text-ink-3',
        )}
      >
        {icon}
        <span className="grow">{children}</span>
        {count !== undefined && <span className="text-small text-ink-3 tabular-nums">{count}</span>}
      </NextLink>
    </li>
  )
}

function ByExposure() {
  // The column is drawn twice while the menu of a phone is open.
  const headingId = useId()
  const t = useTranslations('common')
  const pathname = usePathname()
  const { data: list } = useInstances()
  const { data: exposure } = useExposure()
  if (!list || !exposure || list.instances.length === 0) return null
  const exposureOf = new Map(exposure.exposures.map((each) => [each.instanceId, each]))
  const rows = list.instances
    .flatMap((instance) => {
      const summary = exposureOf.get(instance.id)
      return summary ? [{ instance, summary }] : []
    })
    .sort(
      (a, b) =>
        levelOrder.indexOf(b.summary.level) - levelOrder.indexOf(a.summary.level) ||
        b.summary.publicAddresses - a.summary.publicAddresses ||
        a.instance.name.localeCompare(b.instance.name),
    )
  const shown = rows.slice(0, shownByExposure)
  return (
    <section aria-labelledby={headingId} className="pt-[18px] pb-6">
      <h2 id={headingId} className="mb-1.5 px-2 text-micro font-[520] text-ink-3">
        {t('nav.byExposure')}
      </h2>
      <ul className="flex flex-col">
        {shown.map(({ instance, summary }) => {
          const href = `/instances/${encodeURIComponent(instance.id)}`
          return (
            <li key={instance.id}>
              <NextLink
                href={href}
                aria-current={pathname === href ? 'page' : undefined}
                className={cn(
                  'flex h-7 items-center gap-[9px] rounded-sm px-2 text-ink-2 hover:bg-active hover:text-ink max-md:h-10',
                  pathname === href && 'bg-active text-ink',
                )}
              >
                <ExposureMeter level={summary.level} size={12} />
                <span className="min-w-0 grow truncate">{instance.name}</span>
                <span className="font-mono text-micro text-ink-3">{instance.region}</span>
              </NextLink>
            </li>
          )
        })}
      </ul>
      {rows.length > shown.length && (
        <NextLink
          href="/instances"
          className="ml-[30px] inline-flex min-h-7 items-center rounded-xs text-small text-ink-3 hover:text-ink"
        >
          {t('nav.more', { count: rows.length - shown.length })}
        </NextLink>
      )}
    </section>
  )
}

function AccountMenu({ name, role }: { name: string; role: string }) {
  const t = useTranslations('common')
  const { push } = useRouter()
  const signOut = useSignOut()
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          className="flex min-h-10 w-full items-center gap-2.5 rounded-sm px-2 py-1 text-left hover:bg-active"
        >
          <span
            aria-hidden
            className="flex size-7 shrink-0 items-center justify-center rounded-sm bg-active text-micro font-[600]"
          >
            {initialsOf(name)}
          </span>
          <span className="min-w-0 grow leading-4">
            <span className="block truncate font-[520]">{name}</span>
            <span className="block truncate text-small text-ink-3">{role}</span>
          </span>
          <ChevronsUpDown size={14} className="text-ink-3" aria-hidden />
        </button>
      }
    >
      <MenuItem icon={<UserRound aria-hidden />} onSelect={() => push('/account')}>
        {t('nav.account')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        icon={<LogOut aria-hidden />}
        // A whole page load, so that nothing of this person stays in memory.
        onSelect={() => signOut.mutate(undefined, { onSettled: () => window.location.assign('/sign-in') })}
      >
        {t('signOut')}
      </MenuItem>
    </Menu>
  )
}

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/)
  const first = [...(words[0] ?? '')][0] ?? '?'
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : ''
  return (first + last).toUpperCase()
}
