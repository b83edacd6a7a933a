'use client'

import { CrashPage } from '#components/feedback/crash-page.tsx'

export default function ErrorPage({ error }: { error: Error & { digest?: string } }) {
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <CrashPage digest={error.digest} />
    </main>
  )
}
