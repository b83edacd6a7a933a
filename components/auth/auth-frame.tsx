'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useLanguageChoice } from '#components/layout/language-menu.tsx'
import { Logo } from '#components/marks/logo.tsx'
import { cn } from '#components/ui/cn.ts'
import type { Me } from '#lib/contract/people.ts'
import { GateArt } from './gate-art.tsx'

export type AuthFrameProps = {
  readonly title: ReactNode
  readonly text?: ReactNode
  readonly clientAddress: Me['clientAddress']
  readonly children: ReactNode
}

/** Sign-in and set-up: the form on the left, the gate on the right, language and the seen address at the foot. */
export function AuthFrame({ title, text, clientAddress, children }: AuthFrameProps) {
  const t = useTranslations('auth')
  const language = useLanguageChoice()
  return (
    <div className="grid min-h-dvh bg-surface lg:grid-cols-[minmax(420px,39%)_1fr]">
      <div className="flex min-h-dvh flex-col px-6 py-7 sm:px-11">
        <header>
          <Logo />
        </header>
        <main className="mx-auto flex w-full max-w-[372px] grow flex-col justify-center py-10">
          <h1 className="text-display font-[600] tracking-[-0.02em] text-balance">{title}</h1>
          {text && <p className="mt-2 text-lead text-pretty text-ink-2">{text}</p>}
          <div className="mt-7">{children}</div>
        </main>
        <footer className="flex flex-wrap items-center justify-between gap-3 text-small text-ink-3">
          <p>
            {clientAddress.address
              ? t.rich(`seenAs.${clientAddress.source}`, {
                  address: clientAddress.address,
                  m: (chunks) => <span className="font-mono font-[520] text-ink">{chunks}</span>,
                })
              : t('seenAs.none')}
          </p>
          <div className="flex gap-1" role="group" aria-label={t('language')}>
            {language.options.map((option) => (
              <button
                key={option.value}
                type="button"
                lang={option.lang}
                aria-pressed={option.value === language.value}
                onClick={() => language.onChange(option.value)}
                className={cn(
                  'min-h-7 rounded-xs px-1.5 hover:text-ink',
                  option.value === language.value && 'font-[520] text-ink',
                )}
              >
                {option.label}
              </button>
            ))}
          </div>
        </footer>
      </div>
      <div className="hidden lg:block">
        <GateArt />
      </div>
    </div>
  )
}
