'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useTranslations } from 'next-intl'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { useSignIn } from '#components/data/sessions.ts'
import { useCompleteSetup, useSetup } from '#components/data/setup.ts'
import { useBrowserValue } from '#components/data/use-browser-value.ts'
import { ErrorPanel } from '#components/feedback/error-panel.tsx'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { TextInput } from '#components/ui/input.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { ResponseOf } from '#lib/contract/endpoint.ts'
import type { endpoints } from '#lib/contract/endpoints.ts'
import { email, type Me, password, personName } from '#lib/contract/people.ts'
import { AuthFrame } from './auth-frame.tsx'
import { PasswordField } from './password-field.tsx'

/** The token travels behind `#`, which browsers keep to themselves: it reaches no log and no referrer. */
function tokenFromHash(): string {
  return new URLSearchParams(window.location.hash.slice(1)).get('token') ?? ''
}

export function SetupPage({ clientAddress }: { clientAddress: Me['clientAddress'] }) {
  const t = useTranslations('auth')
  // The hash never reaches the server, so it can only be read in the browser.
  const token = useBrowserValue<string | null>(tokenFromHash, null)
  const setup = useSetup(token ?? '')
  const known = setup.data?.purpose
  const problem = token === '' ? 'noToken' : setup.error?.code === 'gone' ? 'gone' : null

  return (
    <AuthFrame
      title={t(
        problem !== null
          ? `setup.${problem}Title`
          : known === 'invitation'
            ? 'setup.invitedTitle'
            : known === 'first-admin'
              ? 'setup.firstTitle'
              : 'setup.title',
      )}
      text={known && t(known === 'invitation' ? 'setup.invitedText' : 'setup.firstText')}
      clientAddress={clientAddress}
    >
      {token === '' ? (
        <Problem text={t('setup.noToken')} />
      ) : setup.error ? (
        <div className="flex flex-col items-start gap-4">
          <ErrorPanel error={setup.error} className="rounded-sm border border-fault p-3" />
          <LinkButton href="/sign-in">{t('setup.toSignIn')}</LinkButton>
        </div>
      ) : setup.data && token ? (
        <SetupForm token={token} setup={setup.data} />
      ) : (
        <div className="flex flex-col gap-4">
          <Skeleton className="h-14 w-full" />
          <Skeleton className="h-14 w-full" />
          <Skeleton className="h-14 w-full" />
        </div>
      )}
    </AuthFrame>
  )
}

function Problem({ text }: { text: string }) {
  const t = useTranslations('auth')
  return (
    <div className="flex flex-col items-start gap-4">
      <p role="alert" className="text-ink-2">
        {text}
      </p>
      <LinkButton href="/sign-in">{t('setup.toSignIn')}</LinkButton>
    </div>
  )
}

type Setup = ResponseOf<typeof endpoints.readSetup>

const formSchema = z.object({ name: personName, email, password })

function SetupForm({ token, setup }: { token: string; setup: Setup }) {
  const t = useTranslations('auth')
  const complete = useCompleteSetup()
  const signIn = useSignIn()
  const { register, handleSubmit, formState } = useForm({
    resolver: zodResolver(formSchema),
    mode: 'onTouched',
    defaultValues: { name: setup.name ?? '', email: setup.email ?? '', password: '' },
  })
  const { errors } = formState
  const serverError = (path: string) => complete.error?.fields.find((field) => field.path === path)?.message
  const hasFieldErrors = complete.error !== null && complete.error.fields.length > 0
  const isBusy = complete.isPending || signIn.isPending || signIn.isSuccess

  return (
    <form
      noValidate
      className="flex flex-col gap-5"
      onSubmit={handleSubmit((values) =>
        complete.mutate(
          { token, ...values },
          {
            onSuccess: (done) =>
              signIn.mutate(
                { email: done.email, password: values.password },
                {
                  onSuccess: () => window.location.assign('/instances'),
                  onError: () => window.location.assign('/sign-in'),
                },
              ),
          },
        ),
      )}
    >
      <Field label={t('name')} htmlFor="name" error={errors.name ? t('nameMissing') : serverError('name')}>
        <TextInput id="name" inputSize="lg" autoComplete="name" autoFocus {...register('name')} />
      </Field>
      <Field
        label={t('email')}
        htmlFor="email"
        error={errors.email ? t('emailInvalid') : serverError('email')}
      >
        <TextInput
          id="email"
          inputSize="lg"
          type="email"
          autoComplete="username"
          readOnly={setup.email !== null}
          {...register('email')}
        />
      </Field>
      <PasswordField
        id="password"
        inputSize="lg"
        label={t('newPassword')}
        autoComplete="new-password"
        help={t('passwordHelp')}
        error={errors.password ? t(passwordProblem(errors.password.message)) : serverError('password')}
        {...register('password')}
      />
      {complete.error && !hasFieldErrors && (
        <ErrorPanel error={complete.error} className="rounded-sm border border-fault p-3" />
      )}
      <Button type="submit" variant="primary" className="h-10 text-[14px] max-md:h-11" isPending={isBusy}>
        {t('setup.confirm')}
      </Button>
    </form>
  )
}

function passwordProblem(message: string | undefined): 'passwordTooShort' | 'passwordTooLong' {
  return message === 'auth.passwordTooLong' ? 'passwordTooLong' : 'passwordTooShort'
}
