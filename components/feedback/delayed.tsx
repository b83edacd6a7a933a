import type { ReactNode } from 'react'

/** Shows its content only after 150 ms, for what would otherwise flash. */
export function Delayed({ children }: { children: ReactNode }) {
  return <div className="animate-bone">{children}</div>
}
