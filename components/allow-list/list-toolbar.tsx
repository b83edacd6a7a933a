'use client'

// Head, search field and foot of the list.

import { ClipboardPaste, Download, MoreHorizontal, Plus, Search, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode, RefObject } from 'react'
import { Button, IconButton } from '#components/ui/button.tsx'
import { AdornedInput } from '#components/ui/input.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { Menu, MenuItem } from '#components/ui/menu.tsx'

/** Title, counts and what can be done to the list as a whole. */
export function ListToolbar({
  count,
  after,
  isNarrow,
  lockedReason,
  onAdd,
  onPaste,
  onExport,
  search,
}: {
  count: number
  after: number | null
  isNarrow: boolean
  lockedReason: string | undefined
  onAdd: () => void
  onPaste: () => void
  onExport: (kind: 'csv' | 'json') => void
  search: ReactNode
}) {
  const t = useTranslations('allowList')
  return (
    <header className="flex min-h-[46px] flex-wrap items-center gap-x-2 gap-y-2 border-line border-b py-2 pr-3.5 pl-4">
      <h2 id="allow-list-title" className="font-[600] whitespace-nowrap">
        {t('title')}
      </h2>
      <span className="whitespace-nowrap text-ink-3 text-small tabular-nums">
        {after === null ? t('count', { count }) : t('countWithEdits', { count, after })}
      </span>
      <span className="grow" />
      {isNarrow ? null : search}
      {!isNarrow && (
        <Button
          size="sm"
          icon={<ClipboardPaste aria-hidden />}
          disabledReason={lockedReason}
          onClick={onPaste}
        >
          {t('toolbar.paste')}
        </Button>
      )}
      <Button
        size="sm"
        variant="primary"
        icon={<Plus aria-hidden />}
        disabledReason={lockedReason}
        onClick={onAdd}
      >
        {t('toolbar.add')}
      </Button>
      <Menu
        trigger={
          <IconButton size="sm" label={t('toolbar.more')}>
            <MoreHorizontal size={15} aria-hidden />
          </IconButton>
        }
      >
        {isNarrow && (
          <MenuItem icon={<ClipboardPaste aria-hidden />} disabledReason={lockedReason} onSelect={onPaste}>
            {t('toolbar.paste')}
          </MenuItem>
        )}
        <MenuItem icon={<Download aria-hidden />} onSelect={() => onExport('csv')}>
          {t('toolbar.exportCsv')}
        </MenuItem>
        <MenuItem icon={<Download aria-hidden />} onSelect={() => onExport('json')}>
          {t('toolbar.exportJson')}
        </MenuItem>
      </Menu>
      {isNarrow && search && <div className="w-full">{search}</div>}
    </header>
  )
}

export function ListSearchField({
  fieldRef,
  value,
  onChange,
  onDown,
}: {
  fieldRef: RefObject<HTMLInputElement | null>
  value: string
  onChange: (value: string) => void
  onDown: () => void
}) {
  const t = useTranslations('allowList.search')
  return (
    <AdornedInput
      ref={fieldRef}
      type="search"
      inputSize="sm"
      className="w-full @min-[560px]:w-[264px] [&_input::-webkit-search-cancel-button]:hidden"
      icon={<Search aria-hidden />}
      aria-label={t('label')}
      placeholder={t('placeholder')}
      autoComplete="off"
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && value !== '') {
          event.preventDefault()
          onChange('')
        }
        if (event.key === 'ArrowDown' || event.key === 'Enter') {
          event.preventDefault()
          onDown()
        }
      }}
      after={
        value === '' ? (
          <span aria-hidden>
            <Kbd>/</Kbd>
          </span>
        ) : (
          <IconButton size="sm" label={t('clear')} onClick={() => onChange('')}>
            <X size={13} aria-hidden />
          </IconButton>
        )
      }
    />
  )
}

/** Entries that could go without refusing anybody. */
export function SuperfluousFooter({
  count,
  onSelect,
  lockedReason,
}: {
  count: number
  onSelect: () => void
  lockedReason: string | undefined
}) {
  const t = useTranslations('allowList.footer')
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-t px-4 py-2.5 text-ink-2 text-small">
      <span className="grow">{t('superfluous', { count })}</span>
      {lockedReason === undefined && (
        <button
          type="button"
          className="rounded-xs text-ink underline decoration-line-strong underline-offset-3"
          onClick={onSelect}
        >
          {t('select', { count })}
        </button>
      )}
    </p>
  )
}
