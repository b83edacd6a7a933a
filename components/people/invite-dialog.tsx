'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useTranslations } from 'next-intl'
import { useForm } from 'react-hook-form'
import { useCreatePerson } from '#components/data/people.ts'
import { useDateText } from '#components/data/use-date-text.ts'
import { ErrorPanel } from '#components/feedback/error-panel.tsx'
import { Button } from '#components/ui/button.tsx'
import { CopyText } from '#components/ui/copy-button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { TextInput } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { createPersonBody, role as roleSchema } from '#lib/contract/people.ts'

export type Invitation = { readonly name: string; readonly inviteUrl: string; readonly expiresAt: number }

export type InviteDialogProps = {
  readonly onClose: () => void
  readonly onInvited: (invitation: Invitation) => void
}

export function InviteDialog({ onClose, onInvited }: InviteDialogProps) {
  const t = useTranslations('people')
  const tCommon = useTranslations('common')
  const create = useCreatePerson()
  const { register, handleSubmit, formState, watch, setValue } = useForm({
    resolver: zodResolver(createPersonBody),
    mode: 'onTouched',
    defaultValues: {
      name: '',
      email: '',
      role: 'viewer' as const satisfies string as 'viewer' | 'operator' | 'admin',
    },
  })
  const { errors } = formState
  const role = watch('role')
  const serverError = (path: string) => create.error?.fields.find((field) => field.path === path)?.message
  const hasFieldErrors = create.error !== null && create.error.fields.length > 0

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t('inviteTitle')}
      note={t('inviteText')}
      onSubmit={handleSubmit((values) =>
        create.mutate(values, { onSuccess: (made) => onInvited({ name: values.name, ...made }) }),
      )}
      footer={
        <>
          <Button onClick={onClose}>{tCommon('cancel')}</Button>
          <Button type="submit" variant="primary" isPending={create.isPending}>
            {t('create')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <Field
          label={t('name')}
          htmlFor="person-name"
          error={errors.name ? t('nameMissing') : serverError('name')}
        >
          <TextInput id="person-name" autoFocus autoComplete="off" {...register('name')} />
        </Field>
        <Field
          label={t('email')}
          htmlFor="person-email"
          error={errors.email ? t('emailInvalid') : serverError('email')}
        >
          <TextInput id="person-email" type="email" autoComplete="off" {...register('email')} />
        </Field>
        <Field label={t('role')} htmlFor="person-role" help={t(`roleHelp.${role}`)}>
          <Select
            id="person-role"
            value={role}
            onChange={(value) => setValue('role', roleSchema.catch('viewer').parse(value))}
            options={roleSchema.options.map((each) => ({ value: each, label: tCommon(`roles.${each}`) }))}
          />
        </Field>
        {create.error && !hasFieldErrors && <ErrorPanel error={create.error} className="p-0" />}
      </div>
    </Dialog>
  )
}

/** The link is shown this once; closing forgets it. */
export function InvitationDialog({ invitation, onClose }: { invitation: Invitation; onClose: () => void }) {
  const t = useTranslations('people')
  const dateText = useDateText()
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t('linkTitle', { name: invitation.name })}
      footer={
        <Button variant="primary" onClick={onClose}>
          {t('linkDone')}
        </Button>
      }
    >
      <p className="mb-3 text-ink-2">
        {t('linkText', {
          date: dateText.minute(invitation.expiresAt),
        })}
      </p>
      <CopyText text={invitation.inviteUrl} isMono />
    </Dialog>
  )
}
