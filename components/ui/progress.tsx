import { cn } from './cn.ts'

export type ProgressProps = {
  readonly value: number
  readonly max: number
  readonly label: string
  readonly className?: string
}

export function Progress({ value, max, label, className }: ProgressProps) {
  return (
    <progress
      value={Math.min(value, max)}
      max={max}
      aria-label={label}
      className={cn(
        'h-1 appearance-none overflow-hidden rounded-full bg-active',
        '[&::-webkit-progress-bar]:bg-active [&::-webkit-progress-value]:bg-ink-2 [&::-moz-progress-bar]:bg-ink-2',
        className,
      )}
    />
  )
}
