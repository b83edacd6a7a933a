'use client'

// Says who gains and who loses before the endpoint is opened or closed, then asks the cloud.

import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useUpdatePublicEndpoint } from '#components/data/public-endpoint.ts'
import { ErrorPanel } from '#components/feedback/error-panel.tsx'
import { useSourceLabel } from '#components/reach-diagram/labels.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { TextInput } from '#components/ui/input.tsx'
import { toast } from '#components/ui/toast.tsx'
import { exposureOf } from '#lib/exposure/level.ts'
import { reachSources } from '#lib/exposure/reach-sources.ts'
import { Consequence, type ConsequenceProps } from './consequence.tsx'

export type ChangeEndpointDialogProps = ConsequenceProps & {
  readonly instanceId: string
  readonly instanceName: string
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
}

export function ChangeEndpointDialog(props: ChangeEndpointDialogProps) {
  const { action, allowList, instanceId, instanceName, isOpen, onOpenChange } = props
  const t = useTranslations('endpoint')
  const format = useFormatter()
  const labelOf = useSourceLabel()
  const update = useUpdatePublicEndpoint(instanceId)
  const [typed, setTyped] = useState('')
  const exposure = exposureOf({ endpointStatus: 'opened', entries: allowList.entries, links: [] })
  const isWorld = action === 'open' && exposure.level === 'world'
  const sources = reachSources(allowList.entries)

  function close(next: boolean) {
    if (update.isPending) return
    setTyped('')
    update.reset()
    onOpenChange(next)
  }

  function confirm() {
    update.mutate(
      { action },
      {
        onSuccess: () => {
          toast(t(`asked.${action}`))
          setTyped('')
          onOpenChange(false)
        },
      },
    )
  }

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={close}
      title={t(`${action}.title`, { name: instanceName })}
      footer={
        <>
          <span className="mr-auto text-small text-ink-3">{t('usually')}</span>
          <Button variant="secondary" onClick={() => close(false)} disabled={update.isPending}>
            {t('cancel')}
          </Button>
          <Button
            variant={action === 'close' || isWorld ? 'danger' : 'primary'}
            isPending={update.isPending}
            disabled={isWorld && typed.trim() !== instanceName}
            onClick={confirm}
          >
            {isWorld ? t('open.confirmWorld') : t(`${action}.confirm`)}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <p className="text-body text-ink-2">
          <Consequence {...props} />
        </p>
        {sources.length > 0 && (
          <div>
            <h3 className="mb-1 text-micro text-ink-3">
              {action === 'close' ? t('close.whoLoses') : t('whoGains')}
            </h3>
            <ul className="rounded-md border border-line">
              {sources.map((source) => (
                <li
                  key={source.key}
                  className="flex justify-between gap-3 border-line border-b px-3 py-1.5 last:border-b-0"
                >
                  <span className={source.isAddress ? 'truncate font-mono text-small' : 'truncate'}>
                    {labelOf(source)}
                  </span>
                  <span className="text-ink-2 tabular-nums">{format.number(source.before)}</span>
                </li>
              ))}
            </ul>
          </div>
        )}
        {isWorld && (
          <div className="flex flex-col gap-3 rounded-md border border-ink p-3">
            <p className="font-[520]">
              {t('open.world', {
                share: format.number(exposure.publicAddresses / 2 ** 32, {
                  style: 'percent',
                  maximumFractionDigits: 1,
                }),
              })}
            </p>
            <Field
              label={t.rich('open.typed', {
                name: instanceName,
                b: (chunks) => <b className="font-[600]">{chunks}</b>,
              })}
              htmlFor="confirm-open"
            >
              <TextInput
                id="confirm-open"
                value={typed}
                autoFocus
                autoComplete="off"
                onChange={(event) => setTyped(event.target.value)}
              />
            </Field>
          </div>
        )}
        {update.error && <ErrorPanel error={update.error} />}
      </div>
    </Dialog>
  )
}
