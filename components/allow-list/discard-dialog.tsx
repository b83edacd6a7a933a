'use client'

import { useTranslations } from 'next-intl'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'

export type DiscardDialogProps = {
  readonly count: number
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
  readonly onDiscard: () => void
}

export function DiscardDialog({ count, isOpen, onOpenChange, onDiscard }: DiscardDialogProps) {
  const t = useTranslations('allowList.discard')
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={t('title', { count })}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)} autoFocus>
            {t('keep')}
          </Button>
          <Button
            variant="primary"
            onClick={() => {
              onDiscard()
              onOpenChange(false)
            }}
          >
            {t('confirm', { count })}
          </Button>
        </>
      }
    >
      <p className="text-ink-2">{t('text')}</p>
    </Dialog>
  )
}
