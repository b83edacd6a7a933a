'use client'

import { cva, type VariantProps } from 'class-variance-authority'
import { LoaderCircle } from 'lucide-react'
import NextLink from 'next/link'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn.ts'
import { Tooltip } from './tooltip.tsx'

const button = cva(
  [
    'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-sm border font-[520] whitespace-nowrap',
    'transition-colors duration-(--m-fast) select-none [&>svg]:size-3.5 [&>svg]:shrink-0',
    'disabled:border-line disabled:bg-sunken disabled:text-ink-4',
    'aria-disabled:border-line aria-disabled:bg-sunken aria-disabled:text-ink-3',
  ],
  {
    variants: {
      variant: {
        primary:
          'border-primary bg-primary text-on-primary hover:border-primary-hover hover:bg-primary-hover',
        secondary: 'border-line-strong bg-surface text-ink hover:bg-sunken',
        quiet: 'border-transparent bg-transparent text-ink-2 hover:bg-active hover:text-ink',
        danger: 'border-exp-world bg-surface text-exp-world-text hover:bg-exp-world-tint',
        bar: 'border-bar-line bg-transparent text-on-bar hover:bg-bar-line',
        barPrimary: 'border-on-bar bg-on-bar text-bar hover:opacity-90',
      },
      size: {
        md: 'h-8 px-3 text-body max-md:h-10',
        sm: 'h-[26px] px-2.5 text-small max-md:h-9',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
)

export type ButtonProps = ComponentProps<'button'> &
  VariantProps<typeof button> & {
    readonly icon?: ReactNode
    /** The action is under way: the button keeps its width, says so to readers, and takes no second press. */
    readonly isPending?: boolean
    /** Why the button cannot be used; it stays reachable so that everybody can read the reason. */
    readonly disabledReason?: string | undefined
  }

export function Button({
  variant,
  size,
  icon,
  isPending = false,
  disabledReason,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  const isBlocked = isPending || disabledReason !== undefined
  const element = (
    <button
      {...rest}
      type={isBlocked && type === 'submit' ? 'button' : type}
      aria-disabled={isBlocked || undefined}
      aria-busy={isPending || undefined}
      className={cn(button({ variant, size }), className)}
      onClick={isBlocked ? (event) => event.preventDefault() : onClick}
    >
      {isPending ? <LoaderCircle className="animate-spin" aria-hidden /> : icon}
      {children}
    </button>
  )
  return disabledReason === undefined ? element : <Tooltip text={disabledReason}>{element}</Tooltip>
}

export type IconButtonProps = Omit<ComponentProps<'button'>, 'aria-label'> & {
  /** Name for readers, and the tooltip. */
  readonly label: string
  readonly size?: 'sm' | 'md'
  readonly disabledReason?: string | undefined
}

export function IconButton({
  label,
  size = 'md',
  disabledReason,
  className,
  onClick,
  ...rest
}: IconButtonProps) {
  const isBlocked = disabledReason !== undefined
  return (
    <Tooltip text={disabledReason ?? label}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-disabled={isBlocked || undefined}
        onClick={isBlocked ? (event) => event.preventDefault() : onClick}
        className={cn(
          'inline-flex shrink-0 items-center justify-center rounded-sm text-ink-2 transition-colors duration-(--m-fast)',
          'hover:bg-active hover:text-ink disabled:text-ink-4 aria-disabled:text-ink-4 data-[state=open]:bg-active',
          size === 'sm' ? 'size-6 max-md:size-9' : 'size-8 max-md:size-10',
          className,
        )}
      />
    </Tooltip>
  )
}

export type LinkButtonProps = ComponentProps<typeof NextLink> & VariantProps<typeof button>

/** A link that looks like a button: for going somewhere, never for doing something. */
export function LinkButton({ variant, size, className, ...rest }: LinkButtonProps) {
  return <NextLink {...rest} className={cn(button({ variant, size }), className)} />
}
