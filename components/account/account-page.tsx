'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useFormatter, useTranslations } from 'next-intl'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { PasswordField } from '#components/auth/password-field.tsx'
import { useMe } from '#components/data/me.ts'
import { useDeleteSession, useSessions, useUpdatePassword } from '#components/data/sessions.ts'
import { useNow } from '#components/data/use-now.ts'
import { ErrorPanel } from '#components/feedback/error-panel.tsx'
import { Breadcrumb } from '#components/layout/breadcrumb.tsx'
import { useLanguageChoice } from '#components/layout/language-menu.tsx'
import { PageHeader } from '#components/layout/page-header.tsx'
import { useThemeChoice } from '#components/layout/theme-menu.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { Field } from '#components/ui/field.tsx'
import { Select } from '#components/ui/select.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { toast } from '#components/ui/toast.tsx'
import type { ResponseOf } from '#lib/contract/endpoint.ts'
import type { endpoints } from '#lib/contract/endpoints.ts'
import { password } from '#lib/contract/people.ts'
import { browserFrom } from '#lib/user-agent.ts'

export function AccountPage() {
  const t = useTranslations('account')
  return (
    <>
      <Breadcrumb items={[{ label: t('title') }]} />
      <PageHeader title={t('title')} />
      <div className="grid grid-cols-1 items-start gap-4 min-[1100px]:grid-cols-2">
        <div className="flex flex-col gap-4">
          <Profile />
          <Appearance />
        </div>
        <div className="flex flex-col gap-4">
          <PasswordCard />
          <Sessions />
        </div>
      </div>
    </>
  )
}

function Profile() {
  const t = useTranslations('account')
  const tCommon = useTranslations('common')
  const { data: me } = useMe()
  return (
    <Card>
      <CardHeader title={t('profile')} />
      {me ? (
        <div className="p-4">
          <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5">
            <dt className="text-ink-3">{t('name')}</dt>
            <dd>{me.name}</dd>
            <dt className="text-ink-3">{t('email')}</dt>
            <dd className="break-all">{me.email}</dd>
            <dt className="text-ink-3">{t('role')}</dt>
            <dd>{tCommon(`roles.${me.role}`)}</dd>
          </dl>
          <p className="mt-3 text-small text-ink-3">{t('profileHelp')}</p>
        </div>
      ) : (
        <div className="p-4">
          <Skeleton className="h-16 w-full" />
        </div>
      )}
    </Card>
  )
}

function Appearance() {
  const t = useTranslations('account')
  const tCommon = useTranslations('common')
  const language = useLanguageChoice()
  const theme = useThemeChoice()
  return (
    <Card>
      <CardHeader title={t('appearance')} />
      <div className="grid gap-4 p-4 sm:grid-cols-2">
        <Field label={tCommon('language.label')} htmlFor="language">
          <Select id="language" {...language} />
        </Field>
        <Field label={tCommon('theme.label')} htmlFor="theme">
          <Select id="theme" {...theme} />
        </Field>
      </div>
    </Card>
  )
}

const passwordForm = z.object({ currentPassword: z.string().min(1), newPassword: password })

function PasswordCard() {
  const t = useTranslations('account')
  const tAuth = useTranslations('auth')
  const update = useUpdatePassword()
  const { register, handleSubmit, formState, reset } = useForm({
    resolver: zodResolver(passwordForm),
    mode: 'onTouched',
    defaultValues: { currentPassword: '', newPassword: '' },
  })
  const { errors } = formState
  return (
    <Card>
      <CardHeader title={t('password')} />
      <form
        noValidate
        className="flex flex-col gap-4 p-4"
        onSubmit={handleSubmit((values) =>
          update.mutate(values, {
            onSuccess: () => {
              reset()
              toast(t('passwordChanged'))
            },
          }),
        )}
      >
        <PasswordField
          id="current-password"
          label={t('currentPassword')}
          autoComplete="current-password"
          error={errors.currentPassword && t('currentMissing')}
          {...register('currentPassword')}
        />
        <PasswordField
          id="new-password"
          label={t('newPassword')}
          autoComplete="new-password"
          help={t('passwordHelp')}
          error={
            errors.newPassword &&
            tAuth(
              errors.newPassword.message === 'auth.passwordTooLong' ? 'passwordTooLong' : 'passwordTooShort',
            )
          }
          {...register('newPassword')}
        />
        {update.error && <ErrorPanel error={update.error} className="p-0" />}
        <Button type="submit" className="self-start" isPending={update.isPending}>
          {t('changePassword')}
        </Button>
      </form>
    </Card>
  )
}

function Sessions() {
  const t = useTranslations('account')
  const query = useSessions()
  return (
    <Card>
      <CardHeader title={t('sessions')} />
      {query.data ? (
        <>
          <p className="px-4 pt-3 text-small text-ink-3">{t('sessionsHelp')}</p>
          <ul className="p-1">
            {query.data.sessions.map((session) => (
              <SessionRow key={session.id} session={session} />
            ))}
          </ul>
        </>
      ) : query.error ? (
        <ErrorPanel error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <div className="p-4">
          <Skeleton className="h-16 w-full" />
        </div>
      )}
    </Card>
  )
}

type Session = ResponseOf<typeof endpoints.listSessions>['sessions'][number]

function SessionRow({ session }: { session: Session }) {
  const t = useTranslations('account')
  const format = useFormatter()
  const now = useNow(30_000)
  const end = useDeleteSession()
  const known = browserFrom(session.userAgent)
  const what = known ? t('browserOn', known) : t('unknownBrowser')
  return (
    <li className="flex flex-wrap items-center gap-3 px-3 py-2">
      <div className="min-w-0 grow">
        <p>
          {what} {session.isCurrent && <span className="text-ink-3">({t('current')})</span>}
        </p>
        <p className="text-small text-ink-3">
          {session.clientAddress ? t('from', { address: session.clientAddress }) : t('fromUnknown')} ·{' '}
          {t('lastSeen', { when: format.relativeTime(session.lastSeenAt, now) })}
        </p>
      </div>
      {!session.isCurrent && (
        <Button
          size="sm"
          isPending={end.isPending}
          aria-label={t('endLabel', { what })}
          onClick={() => end.mutate(session.id)}
        >
          {t('end')}
        </Button>
      )}
      {end.error && <ErrorPanel error={end.error} className="basis-full p-0" />}
    </li>
  )
}
