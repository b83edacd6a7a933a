/** A shortcut as it is written on this machine: `⌘↵` on Apple keyboards, `Ctrl ↵` elsewhere. Browser only. */
export function shortcutText(key: 'Enter' | 'Z'): string {
  const sign = key === 'Enter' ? '↵' : 'Z'
  const isApple = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent)
  return isApple ? `⌘${sign}` : `Ctrl ${sign}`
}
