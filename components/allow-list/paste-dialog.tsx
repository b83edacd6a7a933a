'use client'

// Many addresses at once: every line gets its answer while it is typed, the good ones join the edits, the others stay.

import { useTranslations } from 'next-intl'
import { useDeferredValue, useId, useMemo, useState } from 'react'
import { keyed } from '#components/table/keyed.ts'
import { Button } from '#components/ui/button.tsx'
import { cn } from '#components/ui/cn.ts'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { TextArea } from '#components/ui/input.tsx'
import type { Entry } from '#lib/allow-list/entry.ts'
import type { EntryIndex } from '#lib/allow-list/entry-index.ts'
import { type JudgedItem, type JudgedLine, judgePaste } from '#lib/allow-list/parse-paste.ts'
import { ChangeMark } from './entry-parts.tsx'
import { longestDescription } from './limits.ts'
import { isAlreadyThere, isRefused, textOfRefused } from './paste-text.ts'
import { useVerdictText } from './use-entry-check.ts'

const linesShownAtMost = 200

export type PasteDialogProps = {
  readonly index: EntryIndex
  /** How many entries the draft can still take in. */
  readonly room: number
  readonly limit: number
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
  readonly onAdd: (entries: readonly Entry[]) => void
}

export function PasteDialog({ index, room, limit, isOpen, onOpenChange, onAdd }: PasteDialogProps) {
  const t = useTranslations('allowList.paste')
  const id = useId()
  const [text, setText] = useState('')
  const read = useDeferredValue(text)
  const judged = useMemo(() => judgePaste(read, index), [read, index])
  const lines = judged.lines.filter((line) => line.ignored === null && line.items.length > 0)
  // What stands out first: a refused line among a thousand good ones must not need scrolling.
  const sorted = [...lines.filter(hasRefused), ...lines.filter((line) => !hasRefused(line))]
  const shown = sorted.slice(0, linesShownAtMost)
  const items = lines.flatMap((line) => line.items)
  const refused = items.filter(isRefused).length
  const there = items.filter(isAlreadyThere).length
  const isSettled = read === text
  const good = judged.entries.slice(0, Math.max(0, room))

  function submit() {
    onAdd(
      good.map(({ ipAddr, description }) => ({
        ipAddr,
        description: description.slice(0, longestDescription),
      })),
    )
    const rest = textOfRefused(judged, good.length)
    setText(rest)
    if (rest === '') onOpenChange(false)
  }

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={t('title')}
      footer={
        <>
          <span className="mr-auto text-ink-3 text-small">
            {refused > 0 && good.length > 0 ? t('keepRefused') : null}
          </span>
          <Button variant="primary" disabled={good.length === 0 || !isSettled} onClick={submit}>
            {t('submit', { count: good.length })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={t('label')} htmlFor={id} help={t('help')}>
          <TextArea
            id={id}
            rows={8}
            spellCheck={false}
            autoComplete="off"
            placeholder={t('placeholder')}
            isMono
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <section aria-label={t('verdicts')} className="flex min-h-0 flex-col">
          <h3 className="mb-1.5 font-[520]">{t('verdicts')}</h3>
          {lines.length === 0 ? (
            <p className="text-ink-3 text-small">{t('waiting')}</p>
          ) : (
            <>
              <p role="status" className="mb-2 text-small">
                <b className="font-[600]">{t('good', { count: judged.entries.length })}</b>
                {there > 0 && <span className="ml-3 text-ink-2">{t('there', { count: there })}</span>}
                {refused > 0 && (
                  <span className="ml-3 font-[520] text-fault">{t('refused', { count: refused })}</span>
                )}
              </p>
              {judged.entries.length > room && (
                <p className="mb-2 text-fault text-small">
                  {t('tooMany', { count: judged.entries.length, limit })}
                </p>
              )}
              <ol
                className="max-h-[260px] overflow-y-auto rounded-sm border border-line"
                // A list that scrolls must be reachable by key.
                // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
                tabIndex={0}
                aria-label={t('verdicts')}
              >
                {shown.map((line) => (
                  <Line key={line.line} line={line} />
                ))}
                {sorted.length > shown.length && (
                  <li className="px-3 py-1.5 text-ink-3 text-small">
                    {t('more', { count: sorted.length - shown.length })}
                  </li>
                )}
              </ol>
            </>
          )}
        </section>
      </div>
    </Dialog>
  )
}

function hasRefused(line: JudgedLine): boolean {
  return line.items.some(isRefused)
}

function Line({ line }: { line: JudgedLine }) {
  const t = useTranslations('allowList.paste')
  return (
    <li className="grid grid-cols-[36px_minmax(0,1fr)] gap-x-2 border-line border-b px-2 py-1.5 text-small last:border-b-0">
      <span className="text-right text-ink-3 tabular-nums">
        <span className="sr-only">{t('line')} </span>
        {line.line}
      </span>
      <ul className="flex min-w-0 flex-col gap-1">
        {keyed(line.items, textOfItem).map(({ key, item }) => (
          <Item key={key} item={item} />
        ))}
      </ul>
    </li>
  )
}

function textOfItem(item: JudgedItem): string {
  return item.kind === 'entry' ? item.entry.ipAddr : item.problem.values.input
}

function Item({ item }: { item: JudgedItem }) {
  const t = useTranslations('address')
  const textOf = useVerdictText()
  const tone = isRefused(item) ? 'text-fault' : 'text-ink-3'
  if (item.kind === 'entry') {
    const { entry, verdict } = item
    const isNotable = !verdict.ok || verdict.warnings.length > 0
    return (
      <li className="min-w-0">
        <span className="flex min-w-0 items-center gap-1.5">
          {verdict.ok && <ChangeMark sign="+" />}
          <span className={cn('shrink-0 font-mono', !verdict.ok && 'text-ink-2')}>{entry.ipAddr}</span>
          <span className="truncate text-ink-3">{entry.description}</span>
        </span>
        {isNotable && <p className={tone}>{textOf(verdict)}</p>}
      </li>
    )
  }
  return (
    <li className={cn('break-words', tone)}>
      {item.kind === 'addressProblem'
        ? t(`problem.${item.problem.reason}`, item.problem.values)
        : t(`paste.${item.problem.reason}`, item.problem.values)}
    </li>
  )
}
