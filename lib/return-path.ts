// Where to go after sign-in. Only paths of this console: anything that a browser could read as another site is dropped.

const fallback = '/instances'

/** A path of our own from an untrusted text, else the first page. */
export function returnPathFrom(text: string | null | undefined): string {
  if (!text || text.length > 2_000) return fallback
  // One slash, then neither another nor a backslash: browsers read both as the start of a host.
  if (!/^\/(?![/\\])/.test(text) || /[\p{Cc}\\]/u.test(text)) return fallback
  if (/^\/(sign-in|setup|api)(\/|\?|#|$)/.test(text)) return fallback
  return text
}
