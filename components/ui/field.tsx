'use client'

import { cloneElement, isValidElement, type ReactElement, type ReactNode } from 'react'
import { cn } from './cn.ts'

export type FieldProps = {
  readonly label: ReactNode
  /** Id of the one control inside. */
  readonly htmlFor: string
  readonly error?: string | undefined
  readonly help?: ReactNode
  readonly isLabelHidden?: boolean
  readonly className?: string
  readonly children: ReactElement<{ 'aria-describedby'?: string; 'aria-invalid'?: boolean }>
}

/** Label above, control, then help or, when there is one, the error with its reason. */
export function Field({
  label,
  htmlFor,
  error,
  help,
  isLabelHidden = false,
  className,
  children,
}: FieldProps) {
  const noteId = `${htmlFor}-note`
  const hasNote = error !== undefined || (help !== undefined && help !== null && help !== false)
  const control = isValidElement(children)
    ? cloneElement(children, {
        ...(hasNote && { 'aria-describedby': noteId }),
        ...(error !== undefined && { 'aria-invalid': true }),
      })
    : children
  return (
    <div className={cn('flex flex-col gap-1.5', className)}>
      <label htmlFor={htmlFor} className={isLabelHidden ? 'sr-only' : 'font-[520]'}>
        {label}
      </label>
      {control}
      {hasNote && (
        <p
          id={noteId}
          role={error === undefined ? undefined : 'alert'}
          className={cn('text-small', error === undefined ? 'text-ink-3' : 'text-fault')}
        >
          {error ?? help}
        </p>
      )}
    </div>
  )
}
