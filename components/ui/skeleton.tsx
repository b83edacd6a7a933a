import { cn } from './cn.ts'

/** A bone in the final geometry. It appears after 150 ms, so that a quick answer does not flash. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn('block animate-bone rounded-xs bg-active', className)} />
}
