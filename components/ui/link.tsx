import NextLink from 'next/link'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

export function Link({ className, ...rest }: ComponentProps<typeof NextLink>) {
  return (
    <NextLink
      {...rest}
      className={cn(
        'rounded-xs underline decoration-line-strong underline-offset-3 hover:decoration-ink',
        className,
      )}
    />
  )
}
