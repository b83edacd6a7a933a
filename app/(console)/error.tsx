'use client'

import { CrashPage } from '#components/feedback/crash-page.tsx'

export default function ErrorPage({ error }: { error: Error & { digest?: string } }) {
  return <CrashPage digest={error.digest} />
}
