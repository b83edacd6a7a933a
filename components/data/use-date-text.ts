'use client'

import { useFormatter, useLocale } from 'next-intl'

export type DateText = {
  /** `Nov 3, 2027`, in Chinese `2027-11-03`. */
  day(at: number): string
  /** The same with the time to the minute. */
  minute(at: number): string
  /** The same with seconds and the zone. */
  exact(at: number): string
}

/** Instants (epoch ms) as the reader's language writes them, in the reader's zone. */
export function useDateText(): DateText {
  const format = useFormatter()
  const isChinese = useLocale() === 'zh-CN'
  // The language's own medium style spells 年 月 日; in tables and sentences full of digits the short form reads better.
  const day = (at: number) =>
    isChinese
      ? format.dateTime(at, { year: 'numeric', month: '2-digit', day: '2-digit' }).replaceAll('/', '-')
      : format.dateTime(at, { dateStyle: 'medium' })
  const join = (at: number, time: string) => `${day(at)}${isChinese ? ' ' : ', '}${time}`
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  return {
    day,
    minute: (at) => join(at, format.dateTime(at, clock)),
    exact: (at) => join(at, format.dateTime(at, { ...clock, second: '2-digit', timeZoneName: 'short' })),
  }
}
