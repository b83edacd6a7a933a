'use client'

// One entry at a time, above the list: says what the text means while it is typed and what is wrong when it is left.

import { UserPlus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type FormEvent, type KeyboardEvent, useId, useRef, useState } from 'react'
import { useMe } from '#components/data/me.ts'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { TextInput } from '#components/ui/input.tsx'
import { checkNewEntry } from '#lib/allow-list/check-entry.ts'
import type { Entry } from '#lib/allow-list/entry.ts'
import type { EntryIndex } from '#lib/allow-list/entry-index.ts'
import { isNeverPublic, parseAddress, specialRange } from '#lib/net/cidr.ts'
import { longestDescription } from './limits.ts'
import { useVerdictText } from './use-entry-check.ts'

export type AddEntryFormProps = {
  readonly index: EntryIndex
  readonly onAdd: (entry: Entry) => void
  readonly onClose: () => void
}

export function AddEntryForm({ index, onAdd, onClose }: AddEntryFormProps) {
  const t = useTranslations('allowList.add')
  const tAddress = useTranslations('address')
  const tEdit = useTranslations('allowList.edit')
  const textOf = useVerdictText()
  const addressId = useId()
  const descriptionId = useId()
  const address = useRef<HTMLInputElement>(null)
  const description = useRef<HTMLInputElement>(null)
  const [entry, setEntry] = useState<Entry>({ ipAddr: '', description: '' })
  /** Errors wait until the field is left or sent: half an address is no mistake. */
  const [isLeft, setIsLeft] = useState(false)
  const [said, setSaid] = useState('')

  const verdict = checkNewEntry(entry.ipAddr, index)
  const isEmpty = entry.ipAddr.trim() === ''
  const error = !verdict.ok && isLeft && !isEmpty ? textOf(verdict) : undefined
  const tooLong =
    entry.description.trim().length > longestDescription
      ? tEdit('tooLong', { limit: longestDescription, length: entry.description.trim().length })
      : undefined

  function change(next: Partial<Entry>) {
    setEntry({ ...entry, ...next })
    if (next.ipAddr !== undefined) setIsLeft(false)
    setSaid('')
  }

  function closeOnEscape(event: KeyboardEvent) {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
    event.preventDefault()
    onClose()
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    setIsLeft(true)
    if (!verdict.ok || tooLong !== undefined) {
      ;(verdict.ok ? description : address).current?.focus()
      return
    }
    const ipAddr = entry.ipAddr.trim()
    onAdd({ ipAddr, description: entry.description.trim() })
    setEntry({ ipAddr: '', description: '' })
    setIsLeft(false)
    setSaid(t('added', { entry: ipAddr }))
    address.current?.focus()
  }

  return (
    <form
      aria-label={t('title')}
      noValidate
      onSubmit={submit}
      className="flex flex-col gap-3 border-line border-b bg-canvas px-4 pt-3 pb-3.5"
    >
      <div className="grid gap-x-3 gap-y-3 @min-[560px]:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <Field label={t('address')} htmlFor={addressId} error={error} help={helpText()}>
          <TextInput
            id={addressId}
            ref={address}
            autoFocus
            autoComplete="off"
            spellCheck={false}
            isMono
            placeholder={t('addressPlaceholder')}
            value={entry.ipAddr}
            onChange={(event) => change({ ipAddr: event.target.value })}
            onBlur={() => setIsLeft(true)}
            onKeyDown={closeOnEscape}
          />
        </Field>
        <Field label={t('description')} htmlFor={descriptionId} error={tooLong}>
          <TextInput
            id={descriptionId}
            ref={description}
            autoComplete="off"
            placeholder={t('descriptionPlaceholder')}
            value={entry.description}
            onChange={(event) => change({ description: event.target.value })}
            onKeyDown={closeOnEscape}
          />
        </Field>
      </div>
      {error !== undefined && !verdict.ok && verdict.suggestion !== null && (
        <div>
          <Button
            size="sm"
            onClick={() => {
              change({ ipAddr: verdict.suggestion ?? '' })
              address.current?.focus()
            }}
          >
            {tAddress('useSuggestion', { suggestion: verdict.suggestion })}
          </Button>
        </div>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" size="sm">
          {t('submit')}
        </Button>
        <Button variant="quiet" size="sm" onClick={onClose}>
          {t('close')}
        </Button>
        <span className="grow" />
        <MyAddress
          index={index}
          onUse={(ipAddr, name) => {
            setEntry({ ipAddr, description: entry.description.trim() === '' ? name : entry.description })
            setIsLeft(false)
            description.current?.focus()
            description.current?.select()
          }}
        />
      </div>
      <p role="status" className="sr-only">
        {said}
      </p>
    </form>
  )

  function helpText(): string {
    if (isEmpty) return said === '' ? t('help') : said
    return verdict.ok ? textOf(verdict) : t('help')
  }
}

function MyAddress({ index, onUse }: { index: EntryIndex; onUse: (address: string, name: string) => void }) {
  const t = useTranslations('allowList.add')
  const { data: me } = useMe()
  if (me === undefined) return null
  const { address, source } = me.clientAddress
  const parsed = address === null ? null : parseAddress(address)
  if (address === null || parsed === null || !parsed.ok) {
    return (
      <Button size="sm" variant="quiet" icon={<UserPlus size={13} />} disabledReason={t('mineUnknown')}>
        {t('mine')}
      </Button>
    )
  }
  const special = specialRange(parsed.value.block)
  const isPrivate = special !== null && isNeverPublic(special.kind)
  const isListed = index.byStored.has(address)
  const disabledReason = isPrivate
    ? t('minePrivate', { address })
    : isListed
      ? t('mineListed', { address })
      : undefined
  return (
    <Button
      size="sm"
      variant="quiet"
      icon={<UserPlus size={13} />}
      disabledReason={disabledReason}
      title={
        disabledReason === undefined
          ? t(source === 'proxy' ? 'mineProxy' : 'mineDirect', { address })
          : undefined
      }
      onClick={() => onUse(address, me.name)}
    >
      {t('mineAddress', { address })}
    </Button>
  )
}
