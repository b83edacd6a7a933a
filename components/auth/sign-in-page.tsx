'use client'

import { useTranslations } from 'next-intl'
import { useForm } from 'react-hook-form'
import { useSignIn } from '#components/data/sessions.ts'
import { ErrorPanel } from '#components/feedback/error-panel.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { TextInput } from '#components/ui/input.tsx'
import type { Me } from '#lib/contract/people.ts'
import { AuthFrame } from './auth-frame.tsx'
import { PasswordField } from './password-field.tsx'

export type SignInPageProps = {
  /** Already checked: a path of this console. */
  readonly returnPath: string
  readonly clientAddress: Me['clientAddress']
  /** No administrator exists yet: the first one comes in by the set-up link. */
  readonly needsSetup: boolean
}

export function SignInPage({ returnPath, clientAddress, needsSetup }: SignInPageProps) {
  const t = useTranslations('auth')
  const signIn = useSignIn()
  const { register, handleSubmit, formState, setFocus } = useForm({
    defaultValues: { email: '', password: '' },
  })
  const { errors } = formState

  return (
    <AuthFrame title={t('title')} text={t('text')} clientAddress={clientAddress}>
      {needsSetup && (
        <p className="mb-5 rounded-sm bg-sunken px-3 py-2.5 text-ink-2" role="status">
          {t('needsSetup')}
        </p>
      )}
      <form
        noValidate
        className="flex flex-col gap-5"
        onSubmit={handleSubmit((values) =>
          signIn.mutate(values, {
            // A whole page load: the server decides anew what this person may see.
            onSuccess: () => window.location.assign(returnPath),
            onError: () => setFocus('password', { shouldSelect: true }),
          }),
        )}
      >
        <Field label={t('email')} htmlFor="email" error={errors.email?.message}>
          <TextInput
            id="email"
            inputSize="lg"
            type="email"
            autoComplete="username"
            autoFocus
            {...register('email', { required: t('emailMissing') })}
          />
        </Field>
        <PasswordField
          id="password"
          inputSize="lg"
          label={t('password')}
          autoComplete="current-password"
          error={errors.password?.message}
          {...register('password', { required: t('passwordMissing') })}
        />
        {signIn.error && <ErrorPanel error={signIn.error} className="rounded-sm border border-fault p-3" />}
        <Button
          type="submit"
          variant="primary"
          className="h-10 text-[14px] max-md:h-11"
          isPending={signIn.isPending || signIn.isSuccess}
        >
          {t('signIn')}
        </Button>
      </form>
    </AuthFrame>
  )
}
