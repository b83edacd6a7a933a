// Reads the data of an audit event for people. Its shape belongs to the action, so nothing here trusts it.

import type { AuditEvent } from '#lib/contract/activity.ts'

export type EventTarget =
  | { readonly kind: 'counts'; readonly counts: { add: number; edit: number; remove: number } }
  | { readonly kind: 'text'; readonly text: string; readonly isMono: boolean }

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** What an event was about, or null when its sentence says all. */
export function describeTarget({ action, input }: Pick<AuditEvent, 'action' | 'input'>): EventTarget | null {
  switch (action) {
    case 'allow-list.update': {
      const counts = { add: lengthOf(input.add), edit: lengthOf(input.edit), remove: lengthOf(input.remove) }
      return counts.add + counts.edit + counts.remove > 0 ? { kind: 'counts', counts } : null
    }
    case 'vpc-link.create':
    case 'vpc-link.delete':
      return target([textOf(input.vpcId), textOf(input.subnetId)].filter(Boolean).join(' · '), true)
    case 'person.create':
    case 'person.update':
    case 'person.invite':
    case 'person.lock':
    case 'session.sign-in':
      return target(textOf(input.name) || textOf(input.email), false)
    case 'access.refused':
      return target(textOf(input.permission), true)
    default:
      return null
  }
}

function target(text: string, isMono: boolean): EventTarget | null {
  return text === '' ? null : { kind: 'text', text, isMono }
}

export type EventDiff = {
  readonly removed: readonly string[]
  readonly added: readonly string[]
  readonly unchanged: number
}

/** Lines only one side has, from whatever the two states hold; null when there is nothing to compare. */
export function diffLines(before: AuditEvent['before'], after: AuditEvent['after']): EventDiff | null {
  if (!before || !after) return null
  const linesBefore = linesFrom(before)
  const linesAfter = linesFrom(after)
  const inBefore = new Set(linesBefore)
  const inAfter = new Set(linesAfter)
  return {
    removed: linesBefore.filter((line) => !inAfter.has(line)),
    added: linesAfter.filter((line) => !inBefore.has(line)),
    unchanged: linesAfter.filter((line) => inBefore.has(line)).length,
  }
}

function linesFrom(state: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(state).flatMap(([key, value]) => {
    if (!Array.isArray(value)) return [`${key}: ${scalar(value)}`]
    return value.map((item) =>
      isRecord(item) ? Object.values(item).map(scalar).filter(Boolean).join('  ') : scalar(item),
    )
  })
}

function scalar(value: unknown): string {
  return typeof value === 'string'
    ? value
    : value === null || value === undefined
      ? ''
      : JSON.stringify(value)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
