'use client'

import { Check, Copy } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { IconButton } from './button.tsx'
import { cn } from './cn.ts'

/** Copies a text; the icon says for two seconds that it did. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const t = useTranslations('common')
  const [hasCopied, setHasCopied] = useState(false)
  useEffect(() => {
    if (!hasCopied) return
    const timer = setTimeout(() => setHasCopied(false), 2_000)
    return () => clearTimeout(timer)
  }, [hasCopied])
  return (
    <>
      <IconButton
        size="sm"
        label={hasCopied ? t('copied') : (label ?? t('copy'))}
        onClick={async () => {
          await navigator.clipboard.writeText(text)
          setHasCopied(true)
        }}
      >
        {hasCopied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      </IconButton>
      <span className="sr-only" aria-live="polite">
        {hasCopied ? t('copied') : ''}
      </span>
    </>
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
