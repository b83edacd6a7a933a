import { useFormatter, useTranslations } from 'next-intl'
import type { ReachSource } from '#lib/exposure/reach-sources.ts'

/** The name of a stream, whole. */
export function useSourceLabel(): (source: ReachSource) => string {
  const t = useTranslations('reach')
  return (source) => {
    if (source.kind === 'singles') return t('singles', { count: source.entryCount })
    if (source.kind === 'blocks') return t('blocks', { count: source.entryCount })
    return source.label
  }
}

/** The change of a stream as a signed figure, empty when nothing changes. */
export function useDelta(): (source: ReachSource) => string {
  const format = useFormatter()
  return ({ before, after }) => {
    if (after === before) return ''
    return after > before ? `+${format.number(after - before)}` : `−${format.number(before - after)}`
  }
}
