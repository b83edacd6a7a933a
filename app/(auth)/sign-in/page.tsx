import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { SignInPage } from '#components/auth/sign-in-page.tsx'
import { returnPathFrom } from '#lib/return-path.ts'
import { readVisitor } from '#server/http/visitor.ts'
import { getRuntime } from '#server/runtime.ts'
import { needsSetup } from '#server/services/setup.ts'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth')
  return { title: t('signIn') }
}

export default async function Page({
  searchParams,
}: {
  searchParams: Promise<{ from?: string | string[] }>
}) {
  const { from } = await searchParams
  const returnPath = returnPathFrom(typeof from === 'string' ? from : null)
  const { actor, clientAddress } = await readVisitor()
  if (actor) redirect(returnPath)
  return (
    <SignInPage
      returnPath={returnPath}
      clientAddress={clientAddress}
      needsSetup={await needsSetup(await getRuntime())}
    />
  )
}
