import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

const badge = cva(
  'inline-flex h-[18px] items-center rounded-xs border px-1.5 text-micro leading-none font-[520] whitespace-nowrap',
  {
    variants: {
      variant: {
        /** About an entry among others: covered, duplicate. */
        outlined: 'border-line-strong bg-surface text-ink-2',
        /** About the thing itself: host bits, private range. */
        filled: 'border-active bg-active text-ink-2',
        fault: 'border-fault-tint bg-fault-tint text-fault',
        broad: 'border-exp-broad-tint bg-exp-broad-tint text-exp-broad-text',
        world: 'border-exp-world-tint bg-exp-world-tint text-exp-world-text',
      },
    },
    defaultVariants: { variant: 'outlined' },
  },
)

export type BadgeProps = ComponentProps<'span'> & VariantProps<typeof badge>

export function Badge({ variant, className, ...rest }: BadgeProps) {
  return <span {...rest} className={cn(badge({ variant }), className)} />
}
