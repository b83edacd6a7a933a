/**
 * The path a link leads to when it leaves the instance's pages for another page of this site; null when it stays, or
 * leads to another site, where the browser asks by itself.
 */
export function leavesInstance(href: string, here: string, instanceId: string): string | null {
  const target = URL.canParse(href, here) ? new URL(href, here) : null
  if (target === null || target.origin !== new URL(here).origin) return null
  const home = `/instances/${encodeURIComponent(instanceId)}`
  if (target.pathname === home || target.pathname.startsWith(`${home}/`)) return null
  return `${target.pathname}${target.search}${target.hash}`
}
