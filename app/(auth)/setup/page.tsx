import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { SetupPage } from '#components/auth/setup-page.tsx'
import { readVisitor } from '#server/http/visitor.ts'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.setup')
  return { title: t('firstTitle') }
}

export default async function Page() {
  const { clientAddress } = await readVisitor()
  return <SetupPage clientAddress={clientAddress} />
}
