'use client'

import { useTranslations } from 'next-intl'
import { usePublicEndpoint } from '#components/data/public-endpoint.ts'
import { useDeleteVpcLink } from '#components/data/vpc-links.ts'
import { ErrorPanel } from '#components/feedback/error-panel.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { toast } from '#components/ui/toast.tsx'
import type { Instance } from '#lib/contract/instances.ts'
import type { VpcLink, VpcLinks } from '#lib/contract/vpc-links.ts'
import { linkStateOf } from '#lib/vpc-links/link-status.ts'
import { countLinks, linkName } from './link-words.ts'

export type RemoveLinkDialogProps = {
  readonly instance: Instance
  readonly data: VpcLinks
  readonly link: VpcLink
  readonly onClose: () => void
}

export function RemoveLinkDialog({ instance, data, link, onClose }: RemoveLinkDialogProps) {
  const t = useTranslations('links')
  const remove = useDeleteVpcLink(instance.id)
  const endpoint = usePublicEndpoint(instance.id)
  const isCreated = linkStateOf(link.status) === 'created'
  const isLastWayIn = isCreated && countLinks(data.links).created === 1 && endpoint.data?.status === 'closed'

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && !remove.isPending && onClose()}
      title={t('removeTitle', { vpc: linkName(link) })}
      footer={
        <>
          <Button variant="secondary" onClick={onClose} disabled={remove.isPending}>
            {t('cancel')}
          </Button>
          <Button
            variant="danger"
            isPending={remove.isPending}
            onClick={() =>
              remove.mutate(
                { vpcId: link.vpcId, subnetId: link.subnetId },
                {
                  onSuccess: () => {
                    toast(t('askedRemove'))
                    onClose()
                  },
                },
              )
            }
          >
            {t('removeConfirm')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 text-ink-2">
        <p>
          {isCreated
            ? t.rich('removeEffect', {
                vpc: linkName(link),
                name: instance.name,
                domain: data.domain,
                b: (chunks) => <b className="font-[600] text-ink">{chunks}</b>,
              })
            : t('removeEffectIdle')}
        </p>
        {isLastWayIn && <p className="font-[520] text-ink">{t('removeLast', { name: instance.name })}</p>}
        {remove.error && <ErrorPanel error={remove.error} />}
      </div>
    </Dialog>
  )
}
