'use client'

import { useTranslations } from 'next-intl'
import { Badge } from '#components/ui/badge.tsx'
import { Tooltip } from '#components/ui/tooltip.tsx'
import type { EntryFlag } from '#lib/allow-list/flags.ts'

/** Flags about an entry among others are outlined, those about the entry itself filled. */
const amongOthers = new Set<EntryFlag['flag']>(['duplicate', 'covered', 'covers', 'mergeable'])

// The description column tells the first already; the others admit like any entry and are warned about when added.
const silent = new Set<EntryFlag['flag']>(['noDescription', 'documentation', 'benchmark'])

const shownAtMost = 2

/** At most two badges, then `+n`; the tooltip of each names the other entry. */
export function EntryFlags({ flags }: { flags: readonly EntryFlag[] }) {
  const t = useTranslations('address')
  const tRow = useTranslations('allowList.row')
  const loud = flags.filter(({ flag }) => !silent.has(flag))
  const shown = loud.slice(0, shownAtMost)
  const rest = loud.slice(shown.length)
  return (
    <span className="flex items-center gap-1 overflow-hidden">
      {shown.map((flag) => (
        <Tooltip key={flag.flag} text={<FlagDetail flag={flag} />}>
          <Badge variant={amongOthers.has(flag.flag) ? 'outlined' : 'filled'}>
            {t(`flag.${flag.flag}`, flag.values)}
            <span className="sr-only">
              {' '}
              <FlagDetail flag={flag} />
            </span>
          </Badge>
        </Tooltip>
      ))}
      {rest.length > 0 && (
        <Tooltip
          text={
            <span className="flex flex-col gap-1">
              {rest.map((flag) => (
                <FlagDetail key={flag.flag} flag={flag} />
              ))}
            </span>
          }
        >
          <Badge variant="outlined">
            <span aria-hidden>+{rest.length}</span>
            <span className="sr-only">
              {tRow('moreFlags', { count: rest.length })}{' '}
              {rest.map((flag) => (
                <FlagDetail key={flag.flag} flag={flag} />
              ))}
            </span>
          </Badge>
        </Tooltip>
      )}
    </span>
  )
}

function FlagDetail({ flag }: { flag: EntryFlag }) {
  const t = useTranslations('address')
  if (flag.flag === 'unreadable') {
    return <span>{t(`problem.${flag.problem.reason}`, flag.problem.values)}</span>
  }
  return <span>{t(`flagDetail.${flag.flag}`, flag.values)}</span>
}
