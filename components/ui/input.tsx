'use client'

import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn.ts'

export const inputClass =
  'w-full rounded-sm border border-control bg-surface px-2.5 text-ink disabled:border-line-strong disabled:bg-sunken disabled:text-ink-3 aria-invalid:border-fault'

const inputHeights = {
  sm: 'h-[26px] text-small max-md:h-9',
  md: 'h-8 max-md:h-10',
  /** On a page that is one form. */
  lg: 'h-[38px] max-md:h-11',
} as const

export type TextInputProps = ComponentProps<'input'> & {
  readonly isMono?: boolean
  readonly inputSize?: 'sm' | 'md' | 'lg'
}

export function TextInput({ isMono = false, inputSize = 'md', className, ...rest }: TextInputProps) {
  return (
    <input
      type="text"
      {...rest}
      className={cn(inputClass, inputHeights[inputSize], isMono && 'font-mono text-small', className)}
    />
  )
}

export type TextAreaProps = ComponentProps<'textarea'> & { readonly isMono?: boolean }

export function TextArea({ isMono = false, className, ...rest }: TextAreaProps) {
  return (
    <textarea
      {...rest}
      className={cn(inputClass, 'min-h-24 py-1.5', isMono && 'font-mono text-small', className)}
    />
  )
}

export type SearchInputProps = TextInputProps & { readonly icon?: ReactNode; readonly after?: ReactNode }

/** A text field with something before and behind it, e.g. a lens and the key that focuses it. */
export function AdornedInput({ icon, after, className, ...rest }: SearchInputProps) {
  return (
    <div className={cn('relative flex items-center', className)}>
      {icon && (
        <span className="pointer-events-none absolute left-2.5 text-ink-3 [&>svg]:size-3.5">{icon}</span>
      )}
      <TextInput {...rest} className={cn(icon && 'pl-8', after && 'pr-9')} />
      {after && <span className="absolute right-1.5 flex items-center">{after}</span>}
    </div>
  )
}
