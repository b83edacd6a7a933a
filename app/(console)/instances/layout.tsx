import type { ReactNode } from 'react'
import { NotConfigured } from '#components/layout/not-configured.tsx'
import { getRuntime } from '#server/runtime.ts'

/** Without an account there is no instance to show; people, activity and the own account do without. */
export default async function InstancesLayout({ children }: { children: ReactNode }) {
  const { accounts } = await getRuntime()
  return accounts.length > 0 ? children : <NotConfigured />
}
