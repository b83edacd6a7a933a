// What an operation gets and gives. An operation changes the state at once and returns; the request handler does the
// rest (signature, faults, saving, sending).

import { badRequest, notFound } from '#server/emulator/errors.ts'
import type { EmulatorState, InstanceRecord } from '#server/emulator/state/records.ts'
import type { Delays, Switches } from '#server/emulator/switches.ts'

export type OperationInput = {
  state: EmulatorState
  nowMs: number
  switches: Switches
  delays: Delays
  params: Readonly<Record<string, string>>
  query: readonly (readonly [string, string])[]
  body: string
  /** Region named by the Host header, or null. */
  hostRegion: string | null
}

/** The answer's JSON, or `write` for the success body that the switch names. */
export type OperationOutput = { readonly json: unknown } | { readonly json?: never; readonly write: true }

export type Operation = (input: OperationInput) => OperationOutput

export const writeDone: OperationOutput = { write: true }

/** Throws 404 NotFound when there is no such instance, or none for this host. */
export function requireInstance(input: OperationInput): InstanceRecord {
  const id = input.params['instanceId'] ?? ''
  const instance = input.state.instances.find((each) => each.id === id)
  const isElsewhere =
    instance !== undefined &&
    input.hostRegion !== null &&
    input.hostRegion !== instance.region &&
    input.switches.crossRegionOperations === 'refuse'
  if (!instance || isElsewhere) throw notFound(`instance ${id}`)
  return instance
}

/** Throws 400 BadRequest unless the body is a JSON object. */
export function readJsonObject(input: OperationInput): Record<string, unknown> {
  let parsed: unknown
  try {
    parsed = JSON.parse(input.body)
  } catch {
    throw badRequest('the body is not JSON')
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw badRequest('the body is not a JSON object')
  }
  return parsed as Record<string, unknown>
}

/** Throws 400 BadRequest unless the field is a string that is not empty. */
export function requireText(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name]
  if (typeof value !== 'string' || value === '') throw badRequest(`${name} is required`)
  return value
}

export function queryValue(input: OperationInput, name: string): string | undefined {
  return input.query.find(([key]) => key === name)?.[1]
}

/** Throws 400 BadRequest when it is there and not a whole number from 1. */
export function queryCount(input: OperationInput, name: string, fallback: number): number {
  const text = queryValue(input, name)
  if (text === undefined || text === '') return fallback
  if (!/^[1-9]\d{0,8}$/.test(text)) throw badRequest(`${name} must be a whole number from 1`)
  return Number(text)
}

/** An empty list as the switch wants it. */
export function wireList<Item>(items: readonly Item[], input: OperationInput): readonly Item[] | null {
  return items.length === 0 && input.switches.emptyList === 'null' ? null : items
}
