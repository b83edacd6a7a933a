// Reads the data of an audit event for people. Its shape belongs to the action, so nothing here trusts it.

import type { AuditEvent } from '#lib/contract/activity.ts'
import { type Permission, permission, type Role, role } from '#lib/contract/people.ts'

export type EventTarget =
  | { readonly kind: 'counts'; readonly counts: { add: number; edit: number; remove: number } }
  | { readonly kind: 'text'; readonly text: string; readonly isMono: boolean }
  | { readonly kind: 'right'; readonly right: Permission }
  | { readonly kind: 'person'; readonly name: string; readonly change: PersonChange }

/** What was asked for somebody's account. */
export type PersonChange =
  | { readonly kind: 'role'; readonly role: Role }
  | { readonly kind: 'enabled' | 'disabled' | 'unlocked' }
  | { readonly kind: 'renamed'; readonly to: string }

type Data = Readonly<Record<string, unknown>>

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** What an event was about, or null when its sentence says all. */
export function describeTarget({
  action,
  input,
  actorName,
}: Pick<AuditEvent, 'action' | 'input' | 'actorName'>): EventTarget | null {
  switch (action) {
    case 'allow-list.update': {
      const counts = { add: lengthOf(input.add), edit: lengthOf(input.edit), remove: lengthOf(input.remove) }
      return counts.add + counts.edit + counts.remove > 0 ? { kind: 'counts', counts } : null
    }
    case 'vpc-link.create':
    case 'vpc-link.delete':
      return target([textOf(input.vpcId), textOf(input.subnetId)].filter(Boolean).join(' · '), true)
    case 'person.update': {
      const name = textOf(input.name) || textOf(input.email)
      const change = personChangeFrom(input.change)
      return change === null || name === '' ? target(name, false) : { kind: 'person', name, change }
    }
    case 'person.create':
    case 'person.invite':
    case 'person.lock':
    case 'session.sign-in':
    case 'session.end': {
      const text = textOf(input.name) || textOf(input.email)
      return text === actorName ? null : target(text, false)
    }
    case 'access.refused': {
      const right = permission.safeParse(input.permission)
      return right.success ? { kind: 'right', right: right.data } : target(textOf(input.permission), true)
    }
    default:
      return null
  }
}

function target(text: string, isMono: boolean): EventTarget | null {
  return text === '' ? null : { kind: 'text', text, isMono }
}

function personChangeFrom(change: unknown): PersonChange | null {
  if (!isRecord(change)) return null
  const asked = role.safeParse(change.role)
  if (asked.success) return { kind: 'role', role: asked.data }
  if (typeof change.isActive === 'boolean') return { kind: change.isActive ? 'enabled' : 'disabled' }
  if (change.unlock === true) return { kind: 'unlocked' }
  return typeof change.name === 'string' ? { kind: 'renamed', to: change.name } : null
}

/** One line of a state or of what was asked for. */
export type EventLine = {
  /** Two lines are the same when their keys are. */
  readonly key: string
  readonly mark: '+' | '−' | '~' | ''
  /** Name of the property, or null for an entry of the allow list. */
  readonly name: string | null
  readonly value: string
  /** Second column of an entry: its description. */
  readonly note: string
}

export type EventState = {
  readonly version: string
  readonly lines: readonly EventLine[]
  /** Entries of the list that the change did not touch and the row does not hold. */
  readonly untouched: number
}

/** A state before or after, as lines; null when there is none. */
export function stateFrom(state: AuditEvent['before']): EventState | null {
  if (state === null) return null
  const { version, entryCount, ...rest } = state
  const lines = linesFrom(rest)
  const entries = lines.filter((line) => line.name === null).length
  return {
    version: textOf(version),
    lines,
    untouched: typeof entryCount === 'number' ? Math.max(0, entryCount - entries) : 0,
  }
}

/** Lines that only one of the two states has, marked; what both hold is counted as untouched. */
export function compareStates(
  before: EventState,
  after: EventState,
): { before: EventState; after: EventState } {
  const side = (own: EventState, other: EventState, mark: EventLine['mark']): EventState => {
    const held = new Set(other.lines.map((line) => line.key))
    const lines = own.lines.filter((line) => !held.has(line.key)).map((line) => ({ ...line, mark }))
    return { ...own, lines, untouched: own.untouched + own.lines.length - lines.length }
  }
  return { before: side(before, after, '−'), after: side(after, before, '+') }
}

/** What was asked for, as lines; version marks and what the sentence says already are left out. */
export function askedLines(input: AuditEvent['input']): EventLine[] {
  const { add, edit, remove, baseVersion: _, personId: __, permission: ___, ...rest } = input
  return [
    ...listOf(add).map((entry) => entryLine(entry, '+')),
    ...listOf(edit).map((each) => {
      const from = textOf(each.ipAddr)
      const line = entryLine(isRecord(each.to) ? each.to : {}, '~')
      return { ...line, value: from === line.value ? from : `${from} → ${line.value}` }
    }),
    ...(Array.isArray(remove) ? remove : []).map((text) => entryLine({ ipAddr: textOf(text) }, '−')),
    ...linesFrom(rest),
  ]
}

function listOf(value: unknown): Data[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}

function entryLine(entry: Data, mark: EventLine['mark']): EventLine {
  const value = textOf(entry.ipAddr)
  const note = textOf(entry.description)
  return { key: `${value} ${note}`, mark, name: null, value, note }
}

function linesFrom(data: Data): EventLine[] {
  return Object.entries(data).flatMap(([name, value]): EventLine[] => {
    if (value === null || value === undefined || value === '') return []
    if (name === 'entries') return listOf(value).map((entry) => entryLine(entry, ''))
    // A link or a change is an object of its own: its properties are what a reader looks for.
    if (isRecord(value)) return linesFrom(value)
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    return [{ key: `${name}: ${text}`, mark: '', name, value: text, note: '' }]
  })
}

function isRecord(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
