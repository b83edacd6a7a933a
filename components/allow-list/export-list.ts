// The list as a file, exactly as stored. Spreadsheets run what looks like a formula, so such texts are defused.

import type { Entry } from '#lib/allow-list/entry.ts'

/** RFC 4180 with a header and CRLF. A cell that a spreadsheet would run gets a leading apostrophe (OWASP, CSV injection). */
export function csvFromEntries(entries: readonly Entry[]): string {
  const lines = [['ipAddr', 'description'], ...entries.map((entry) => [entry.ipAddr, entry.description])]
  return lines.map((cells) => cells.map(csvCell).join(',')).join('\r\n') + '\r\n'
}

function csvCell(text: string): string {
  const harmless = /^\s*[=+\-@|\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text
  return /[",\r\n\t']/.test(harmless) || harmless !== harmless.trim()
    ? `"${harmless.replaceAll('"', '""')}"`
    : harmless
}

/** The entries and where they come from, as the API spells them. */
export function jsonFromEntries(
  source: { readonly instanceId: string; readonly version: string; readonly readAt: number },
  entries: readonly Entry[],
): string {
  const readAt = new Date(source.readAt).toISOString()
  return `${JSON.stringify({ ...source, readAt, entries }, null, 2)}\n`
}

/** `prod-images-allow-list-2027-11-03.csv`; anything a file system may dislike becomes a dash. */
export function exportFileName(instanceName: string, readAt: number, extension: 'csv' | 'json'): string {
  const name = instanceName.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '') || 'instance'
  return `${name}-allow-list-${new Date(readAt).toISOString().slice(0, 10)}.${extension}`
}
