'use client'

import { QueryClientProvider } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import { type ReactNode, useEffect, useState } from 'react'
import { createQueryClient } from '#components/data/query-client.ts'
import { TooltipProvider } from '#components/ui/tooltip.tsx'
import { rememberTimeZone } from './preferences.ts'

/** A session that ended sends to sign-in and back to the same page afterwards. */
function goToSignIn(): void {
  const { pathname, search } = window.location
  if (pathname.startsWith('/sign-in') || pathname.startsWith('/setup')) return
  window.location.assign(`/sign-in?from=${encodeURIComponent(pathname + search)}`)
}

export function Providers({ children }: { children: ReactNode }) {
  const router = useRouter()
  // Only the browser knows its zone; once told, the server writes times in it.
  useEffect(() => {
    if (rememberTimeZone()) router.refresh()
  }, [router])
  const [client] = useState(() => createQueryClient(goToSignIn))
  return (
    <QueryClientProvider client={client}>
      <NuqsAdapter>
        <TooltipProvider>{children}</TooltipProvider>
      </NuqsAdapter>
    </QueryClientProvider>
  )
}
