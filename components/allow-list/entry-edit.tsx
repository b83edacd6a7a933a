'use client'

// The two fields of a row that is being edited. Enter keeps, Escape leaves as it was, leaving the row keeps what is valid.

import { useTranslations } from 'next-intl'
import {
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react'
import { cn } from '#components/ui/cn.ts'
import { TextInput } from '#components/ui/input.tsx'
import type { Entry } from '#lib/allow-list/entry.ts'
import type { EditField } from './editor-types.ts'
import type { EntryView } from './rows.ts'
import { useEntryMeaning } from './use-entry-check.ts'

export type EntryEditState = {
  readonly address: ReactNode
  readonly description: ReactNode
  readonly message: ReactNode
  /** The field the message is about. */
  readonly messageFor: EditField
  readonly rowProps: {
    readonly onBlur: (event: FocusEvent<HTMLElement>) => void
    readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
  }
}

export function useEntryEdit(options: {
  readonly view: EntryView
  readonly field: EditField
  readonly commit: (text: string, to: Entry) => string | null
  readonly end: (isFocusKept: boolean) => void
}): EntryEditState {
  const { view, field, commit, end } = options
  const t = useTranslations('allowList.edit')
  const meaningOf = useEntryMeaning()
  const messageId = useId()
  const [entry, setEntry] = useState<Entry>(view.row.entry)
  const [problem, setProblem] = useState<string | null>(null)
  const first = useRef<HTMLInputElement>(null)
  const isOver = useRef(false)

  useEffect(() => {
    // After the menu that opened the editor has given its focus back.
    const timer = setTimeout(() => {
      first.current?.focus()
      first.current?.select()
    })
    return () => clearTimeout(timer)
  }, [])

  function keep(isFocusKept: boolean) {
    if (isOver.current) return
    const reason = commit(view.text, entry)
    setProblem(reason)
    if (reason !== null) return
    isOver.current = true
    end(isFocusKept)
  }

  const meaning = entry.ipAddr === view.text ? null : meaningOf(entry.ipAddr)
  const shown = problem ?? meaning
  const common = {
    className: 'h-7 w-full min-w-0',
    autoComplete: 'off',
    spellCheck: false,
    'aria-describedby': shown === null ? undefined : messageId,
  } as const

  return {
    address: (
      <TextInput
        {...common}
        {...(field === 'ipAddr' && { ref: first })}
        isMono
        aria-label={t('address', { entry: view.text })}
        aria-invalid={problem !== null}
        value={entry.ipAddr}
        onChange={(event) => {
          setEntry({ ...entry, ipAddr: event.target.value })
          setProblem(null)
        }}
      />
    ),
    description: (
      <TextInput
        {...common}
        {...(field === 'description' && { ref: first })}
        aria-label={t('description', { entry: view.text })}
        value={entry.description}
        onChange={(event) => {
          setEntry({ ...entry, description: event.target.value })
          setProblem(null)
        }}
      />
    ),
    messageFor: entry.ipAddr === view.text ? 'description' : 'ipAddr',
    message:
      shown === null ? null : (
        <p
          id={messageId}
          role={problem === null ? undefined : 'alert'}
          className={cn('mt-1 text-small', problem === null ? 'text-ink-3' : 'text-fault')}
        >
          {shown}
        </p>
      ),
    rowProps: {
      onBlur: (event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) keep(false)
      },
      onKeyDown: (event) => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Enter' && !event.metaKey && !event.ctrlKey) {
          event.preventDefault()
          keep(true)
        }
        if (event.key === 'Escape') {
          event.preventDefault()
          event.stopPropagation()
          isOver.current = true
          end(true)
        }
      },
    },
  }
}
