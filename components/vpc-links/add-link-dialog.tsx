'use client'

import { ArrowRight, Check } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useCreateVpcLink, useSubnets, useUsedAddresses, useVpcs } from '#components/data/vpc-links.ts'
import { ErrorPanel } from '#components/feedback/error-panel.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { TextInput } from '#components/ui/input.tsx'
import { RadioGroup, RadioItem } from '#components/ui/radio-group.tsx'
import { Select } from '#components/ui/select.tsx'
import { Switch } from '#components/ui/switch.tsx'
import { toast } from '#components/ui/toast.tsx'
import type { Instance } from '#lib/contract/instances.ts'
import type { Subnet, VpcLinks } from '#lib/contract/vpc-links.ts'
import { checkLinkAddress } from '#lib/vpc-links/link-address.ts'
import { usedLinks } from './link-quota.tsx'

export type AddLinkDialogProps = {
  readonly instance: Instance
  readonly data: VpcLinks
  readonly onClose: () => void
}

type Missing = { readonly vpc: boolean; readonly subnet: boolean; readonly address: boolean }

export function AddLinkDialog({ instance, data, onClose }: AddLinkDialogProps) {
  const t = useTranslations('links')
  const tRoot = useTranslations()
  const create = useCreateVpcLink(instance.id)
  const [vpcId, setVpcId] = useState('')
  const [subnetId, setSubnetId] = useState('')
  const [ipType, setIpType] = useState<'auto' | 'manual'>('auto')
  const [ipAddress, setIpAddress] = useState('')
  const [autoDnsResolve, setAutoDnsResolve] = useState(true)
  /** Errors are shown once a field was left or the form was sent. */
  const [touched, setTouched] = useState<Missing>({ vpc: false, subnet: false, address: false })

  const vpcs = useVpcs(instance.id)
  const subnets = useSubnets(instance.id, vpcId)
  const used = useUsedAddresses(instance.id, vpcId, ipType === 'manual' ? subnetId : '')
  const regionName = tRoot.has(`common.regions.${instance.region}`)
    ? tRoot(`common.regions.${instance.region}`)
    : instance.region
  const vpc = vpcs.data?.vpcs.find((v) => v.vpcId === vpcId)
  const subnet = subnets.data?.subnets.find((s) => s.subnetId === subnetId)
  const isLinked = (s: Subnet) => data.links.some((l) => l.vpcId === s.vpcId && l.subnetId === s.subnetId)
  const address =
    ipType === 'manual' && subnet
      ? checkLinkAddress({
          address: ipAddress,
          subnetCidr: subnet.cidr,
          usedAddresses: used.data?.addresses ?? null,
        })
      : null
  const isFull = subnet?.availableIps === 0

  const serverFieldError = (path: string) => create.error?.fields.find((f) => f.path === path)?.message
  const errors = {
    vpc: serverFieldError('vpcId') ?? (touched.vpc && vpcId === '' ? t('chooseVpc') : undefined),
    subnet:
      serverFieldError('subnetId') ??
      (touched.subnet && vpcId !== '' && subnetId === ''
        ? t('chooseSubnet')
        : isFull
          ? t('subnetIsFull')
          : undefined),
    address:
      serverFieldError('ipAddress') ??
      (touched.address && address && !address.ok
        ? tRoot(address.problem.reason, address.problem.values)
        : undefined),
  }
  const hasFieldErrors = create.error !== null && create.error.fields.length > 0
  const limit = data.quota.limit
  const vpcLabel = vpc?.name || vpcId

  function send() {
    setTouched({ vpc: true, subnet: true, address: true })
    if (vpcId === '' || subnetId === '' || isFull || (address && !address.ok)) return
    const base = { vpcId, subnetId, autoDnsResolve }
    create.mutate(
      ipType === 'manual' ? { ...base, ipType, ipAddress: ipAddress.trim() } : { ...base, ipType },
      {
        onSuccess: () => {
          toast(t('askedAdd'))
          onClose()
        },
      },
    )
  }

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && !create.isPending && onClose()}
      title={t('addTitle', { name: instance.name })}
      onSubmit={send}
      footer={
        <>
          <span className="mr-auto text-small text-ink-3">{t('usually')}</span>
          <Button variant="secondary" onClick={onClose} disabled={create.isPending}>
            {t('cancel')}
          </Button>
          <Button variant="primary" type="submit" isPending={create.isPending}>
            {t('addConfirm')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        {vpcs.error ? (
          <ErrorPanel error={vpcs.error} title={t('pickersFailed')} onRetry={() => vpcs.refetch()} />
        ) : (
          <Field label={t('vpc')} htmlFor="link-vpc" error={errors.vpc}>
            <Select
              id="link-vpc"
              value={vpcId}
              isLoading={vpcs.isPending}
              placeholder={t('vpcPlaceholder', { region: regionName })}
              emptyText={t('noVpcs', { region: regionName })}
              onChange={(value) => {
                setVpcId(value)
                setSubnetId('')
                create.reset()
              }}
              options={(vpcs.data?.vpcs ?? []).map((v) => ({ value: v.vpcId, label: v.vpcId, note: v.name }))}
            />
          </Field>
        )}
        {subnets.error ? (
          <ErrorPanel error={subnets.error} onRetry={() => subnets.refetch()} />
        ) : (
          <Field label={t('subnet')} htmlFor="link-subnet" error={errors.subnet}>
            <Select
              id="link-subnet"
              value={subnetId}
              disabled={vpcId === ''}
              isLoading={vpcId !== '' && subnets.isPending}
              placeholder={vpcId === '' ? t('subnetFirst') : t('subnetPlaceholder')}
              emptyText={t('noSubnets')}
              onChange={(value) => {
                setSubnetId(value)
                create.reset()
              }}
              options={(subnets.data?.subnets ?? []).map((s) => ({
                value: s.subnetId,
                label: s.subnetId,
                note: isLinked(s)
                  ? t('subnetLinked')
                  : s.availableIps === null
                    ? t('subnetFreeUnknown', { cidr: s.cidr })
                    : t('subnetFree', { cidr: s.cidr, free: s.availableIps }),
                isDisabled: isLinked(s) || s.availableIps === 0,
              }))}
            />
          </Field>
        )}
        <fieldset>
          <legend className="mb-1.5 font-[520]">{t('addressTitle')}</legend>
          <RadioGroup
            value={ipType}
            label={t('addressTitle')}
            onChange={(value) => setIpType(value === 'manual' ? 'manual' : 'auto')}
          >
            <RadioItem value="auto">{t('auto')}</RadioItem>
            <RadioItem value="manual">{t('manual')}</RadioItem>
          </RadioGroup>
          {ipType === 'manual' && (
            <div className="mt-2 ml-6">
              <Field
                label={t('manualLabel')}
                isLabelHidden
                htmlFor="link-address"
                error={errors.address}
                help={
                  address?.ok ? (
                    used.isPending ? (
                      t('checking')
                    ) : used.error ? (
                      t('usedUnknown')
                    ) : (
                      <span className="inline-flex items-center gap-1">
                        <Check size={13} aria-hidden />
                        {t('free')}
                      </span>
                    )
                  ) : (
                    subnet?.cidr
                  )
                }
              >
                <TextInput
                  id="link-address"
                  value={ipAddress}
                  isMono
                  autoComplete="off"
                  spellCheck={false}
                  className="w-44"
                  onChange={(event) => {
                    setIpAddress(event.target.value)
                    create.reset()
                  }}
                  onBlur={() => setTouched((before) => ({ ...before, address: ipAddress !== '' }))}
                />
              </Field>
            </div>
          )}
        </fieldset>
        <div className="flex items-start gap-3">
          <Switch
            id="link-dns"
            checked={autoDnsResolve}
            onCheckedChange={setAutoDnsResolve}
            aria-describedby="link-dns-help"
          />
          <div>
            <label htmlFor="link-dns" className="font-[520]">
              {t('dnsTitle')}
            </label>
            <p id="link-dns-help" className="text-small text-ink-2">
              {t.rich(autoDnsResolve ? (address?.ok ? 'dnsHelp' : 'dnsHelpAuto') : 'dnsOffHelp', {
                m: (chunks) => <span className="break-all font-mono">{chunks}</span>,
                domain: data.domain || instance.privateDomain || instance.id,
                address: address?.ok ? address.address : '',
              })}
            </p>
          </div>
        </div>
        <div className="flex items-start gap-2.5 rounded-sm bg-sunken px-3 py-2.5">
          <ArrowRight size={14} className="mt-1 shrink-0" aria-hidden />
          <p>
            {vpcId === '' ? (
              t('effectNone')
            ) : (
              <>
                {t.rich('effect', { vpc: vpcLabel, b: (chunks) => <b className="font-[600]">{chunks}</b> })}{' '}
                {limit !== null && t('effectCount', { number: usedLinks(data) + 1, limit })}
              </>
            )}
          </p>
        </div>
        {create.error && !hasFieldErrors && <ErrorPanel error={create.error} />}
      </div>
    </Dialog>
  )
}
