import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { AppShell } from '#components/layout/app-shell.tsx'
import { pathHeader } from '#lib/path-header.ts'
import { returnPathFrom } from '#lib/return-path.ts'
import { readVisitor } from '#server/http/visitor.ts'
import { getRuntime } from '#server/runtime.ts'
import { getMe } from '#server/services/me.ts'

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const { actor, clientAddress } = await readVisitor()
  if (!actor) {
    const path = returnPathFrom((await headers()).get(pathHeader))
    redirect(`/sign-in?from=${encodeURIComponent(path)}`)
  }
  const me = await getMe({ actor, clientAddress, runtime: await getRuntime() })
  return <AppShell me={me}>{children}</AppShell>
}
