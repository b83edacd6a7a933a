'use client'

// Asks before edits are left behind: by closing the tab, and by links that lead out of the instance.

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { leavesInstance } from './leave.ts'

export type LeaveGuardProps = {
  readonly instanceId: string
  readonly instanceName: string
  /** 0 asks nothing. */
  readonly unsent: number
  readonly onDiscard: () => void
}

export function LeaveGuard({ instanceId, instanceName, unsent, onDiscard }: LeaveGuardProps) {
  const t = useTranslations('allowList.leave')
  const router = useRouter()
  const [target, setTarget] = useState<string | null>(null)
  const isGuarding = unsent > 0

  useEffect(() => {
    if (!isGuarding) return
    const askOnUnload = (event: BeforeUnloadEvent) => event.preventDefault()
    const askOnLink = (event: MouseEvent) => {
      if (event.defaultPrevented || event.button !== 0) return
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null
      if (!(link instanceof HTMLAnchorElement) || link.target === '_blank' || link.download !== '') return
      const href = leavesInstance(link.href, window.location.href, instanceId)
      if (href === null) return
      event.preventDefault()
      event.stopPropagation()
      setTarget(href)
    }
    window.addEventListener('beforeunload', askOnUnload)
    // Before Next's own handler, which would already be on its way.
    document.addEventListener('click', askOnLink, { capture: true })
    return () => {
      window.removeEventListener('beforeunload', askOnUnload)
      document.removeEventListener('click', askOnLink, { capture: true })
    }
  }, [isGuarding, instanceId])

  return (
    <Dialog
      isOpen={target !== null}
      onOpenChange={(isOpen) => !isOpen && setTarget(null)}
      title={t('title', { name: instanceName })}
      footer={
        <>
          <Button
            onClick={() => {
              onDiscard()
              setTarget(null)
              if (target !== null) router.push(target)
            }}
          >
            {t('discard')}
          </Button>
          <Button variant="primary" autoFocus onClick={() => setTarget(null)}>
            {t('stay')}
          </Button>
        </>
      }
    >
      <p className="text-ink-2">{t('text', { count: unsent })}</p>
    </Dialog>
  )
}
