'use client'

import { Check, Copy, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useState } from 'react'
import { Button, IconButton } from './button.tsx'
import { cn } from './cn.ts'
import { copyText } from './copy-text.ts'

type CopyState = 'idle' | 'copied' | 'refused'

/** Copies; for some seconds it is known whether that worked. */
function useCopy(text: () => string): { state: CopyState; word: string; copy: () => Promise<void> } {
  const t = useTranslations('common')
  const [state, setState] = useState<CopyState>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), state === 'copied' ? 2_000 : 6_000)
    return () => clearTimeout(timer)
  }, [state])
  return {
    state,
    word: state === 'idle' ? '' : t(state === 'copied' ? 'copied' : 'copyRefused'),
    copy: async () => setState((await copyText(text())) ? 'copied' : 'refused'),
  }
}

function CopyIcon({ state }: { state: CopyState }) {
  if (state === 'copied') return <Check size={14} aria-hidden />
  return state === 'refused' ? <TriangleAlert size={14} aria-hidden /> : <Copy size={14} aria-hidden />
}

/** Copies a text; the icon says for two seconds that it did. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const t = useTranslations('common')
  const { state, word, copy } = useCopy(() => text)
  return (
    <>
      <IconButton size="sm" label={word || (label ?? t('copy'))} onClick={copy}>
        <CopyIcon state={state} />
      </IconButton>
      <span className="sr-only" aria-live="polite">
        {word}
      </span>
    </>
  )
}

/** The same with words, for what is only made when it is copied. */
export function CopyWordsButton({ text, children }: { text: () => string; children: ReactNode }) {
  const { state, word, copy } = useCopy(text)
  return (
    <Button size="sm" variant="quiet" icon={<CopyIcon state={state} />} onClick={copy}>
      <span aria-live="polite">{word || children}</span>
    </Button>
  )
}

/** A text in a well, with a button that copies it. */
export function CopyText({ text, isMono = false }: { text: string; isMono?: boolean }) {
  return (
    <div className="flex items-center gap-1 rounded-sm border border-line bg-sunken py-0.5 pr-1 pl-2.5">
      <span className={cn('min-w-0 grow break-all text-small text-ink', isMono && 'font-mono text-micro')}>
        {text}
      </span>
      <CopyButton text={text} />
    </div>
  )
}
