import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from '#components/ui/cn.ts'

export function Table({ className, ...rest }: ComponentProps<'table'>) {
  return <table {...rest} className={cn('relative w-full border-collapse text-left', className)} />
}

export function Th({ className, ...rest }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      {...rest}
      className={cn(
        'h-9 border-line border-b px-3 text-micro font-[520] whitespace-nowrap text-ink-3 first:pl-4 last:pr-4',
        className,
      )}
    />
  )
}

export type SortDirection = 'asc' | 'desc'

export type SortThProps = ComponentProps<'th'> & {
  readonly direction: SortDirection | null
  readonly onSort: () => void
  readonly isEnd?: boolean
  readonly children: ReactNode
}

/** A column head that sorts. */
export function SortTh({ direction, onSort, isEnd = false, children, className, ...rest }: SortThProps) {
  return (
    <Th
      {...rest}
      aria-sort={direction === null ? 'none' : direction === 'asc' ? 'ascending' : 'descending'}
      className={cn(isEnd && 'text-right', className)}
    >
      <button
        type="button"
        onClick={onSort}
        className={cn(
          'inline-flex h-6 items-center gap-1 rounded-xs hover:text-ink',
          isEnd && 'flex-row-reverse',
        )}
      >
        {children}
        {direction === 'asc' && <ArrowUp size={12} aria-hidden />}
        {direction === 'desc' && <ArrowDown size={12} aria-hidden />}
      </button>
    </Th>
  )
}

export function Tr({ className, ...rest }: ComponentProps<'tr'>) {
  return <tr {...rest} className={cn('border-line border-b last:border-b-0', className)} />
}

export function Td({ className, ...rest }: ComponentProps<'td'>) {
  return <td {...rest} className={cn('h-10 px-3 py-1.5 first:pl-4 last:pr-4', className)} />
}
