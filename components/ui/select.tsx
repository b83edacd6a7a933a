'use client'

import { Check, ChevronsUpDown, LoaderCircle } from 'lucide-react'
import { Select as Primitive } from 'radix-ui'
import { cn } from './cn.ts'

export type SelectOption = {
  readonly value: string
  readonly label: string
  readonly note?: string
  readonly isDisabled?: boolean
}

export type SelectProps = {
  readonly id?: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly options: readonly SelectOption[]
  readonly placeholder?: string
  /** Said in place of the list when there is nothing to choose. */
  readonly emptyText?: string
  readonly isLoading?: boolean
  readonly disabled?: boolean
  readonly isMono?: boolean
  readonly size?: 'sm' | 'md'
  readonly className?: string
  readonly 'aria-label'?: string
  readonly 'aria-describedby'?: string
  readonly 'aria-invalid'?: boolean
}

export function Select({
  id,
  value,
  onChange,
  options,
  placeholder,
  emptyText,
  isLoading = false,
  disabled = false,
  isMono = false,
  size = 'md',
  className,
  ...aria
}: SelectProps) {
  const chosen = options.find((option) => option.value === value)
  const isEmpty = !isLoading && options.length === 0 && emptyText !== undefined && !disabled
  return (
    <Primitive.Root value={value} onValueChange={onChange} disabled={disabled || isLoading || isEmpty}>
      <Primitive.Trigger
        id={id}
        {...aria}
        className={cn(
          'flex w-full items-center gap-2 rounded-sm border border-control bg-surface px-2.5 text-left',
          'disabled:border-line-strong disabled:bg-sunken disabled:text-ink-3 aria-invalid:border-fault',
          size === 'sm' ? 'h-[26px] text-small' : 'h-8 max-md:h-10',
          className,
        )}
      >
        <span className="min-w-0 grow truncate">
          {isEmpty ? (
            emptyText
          ) : chosen ? (
            <>
              <span className={isMono ? 'font-mono text-small' : undefined}>{chosen.label}</span>
              {chosen.note && <span className="ml-2 text-ink-3">{chosen.note}</span>}
            </>
          ) : (
            <span className="text-ink-3">{placeholder}</span>
          )}
        </span>
        {isLoading ? (
          <LoaderCircle size={14} className="shrink-0 animate-spin text-ink-3" aria-hidden />
        ) : (
          <ChevronsUpDown size={14} className="shrink-0 text-ink-3" aria-hidden />
        )}
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          position="popper"
          sideOffset={4}
          className="z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) max-w-[calc(100vw-24px)] animate-appear overflow-hidden rounded-md border border-line bg-surface shadow-pop"
        >
          <Primitive.Viewport className="p-1">
            {options.map((option) => (
              <Primitive.Item
                key={option.value}
                value={option.value}
                disabled={option.isDisabled ?? false}
                className="flex min-h-7 items-center gap-2 rounded-sm px-2 py-1 outline-none select-none data-[disabled]:text-ink-4 data-[highlighted]:bg-active max-md:min-h-10"
              >
                <span className="w-3.5 shrink-0">
                  <Primitive.ItemIndicator>
                    <Check size={14} aria-hidden />
                  </Primitive.ItemIndicator>
                </span>
                <span className="min-w-0">
                  <Primitive.ItemText>
                    <span className={isMono ? 'font-mono text-small' : undefined}>{option.label}</span>
                  </Primitive.ItemText>
                  {option.note && <span className="ml-2 text-ink-3">{option.note}</span>}
                </span>
              </Primitive.Item>
            ))}
          </Primitive.Viewport>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
