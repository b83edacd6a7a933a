// What an instance's access was some time ago, so that the data plane can lag behind the control plane. Nothing is kept
// while it does not lag.

import type { InstanceRecord, PublicEndpointRecord, VpcLinkRecord } from '#server/emulator/state/records.ts'
import type { EntryList } from './entry-index.ts'

/** The part of an instance that decides about access, as it was at the moment `atMs`. */
export type AccessState = {
  readonly atMs: number
  readonly publicEndpoint: Readonly<PublicEndpointRecord>
  readonly entries: EntryList
  readonly links: readonly VpcLinkRecord[]
}

type Moment = { readonly state: AccessState; readonly print: string }

export type AccessHistory = {
  /** Has to be called after every change; looks for itself what changed. Times are epoch ms of the emulator's clock. */
  note(instances: readonly InstanceRecord[], nowMs: number, delayMs: number): void
  /** The state `delayMs` before `nowMs`; the oldest one known when that was before the first. */
  at(instance: InstanceRecord, nowMs: number, delayMs: number): AccessState
}

export function createAccessHistory(): AccessHistory {
  const momentsById = new Map<string, Moment[]>()
  return {
    note(instances, nowMs, delayMs) {
      if (delayMs === 0) return momentsById.clear()
      for (const instance of instances) {
        const moments = momentsById.get(instance.id) ?? []
        momentsById.set(instance.id, moments)
        const last = moments.at(-1)
        const print = printOf(instance)
        const isSame =
          last?.print === print &&
          last.state.entries.array === instance.allowList &&
          last.state.entries.length === instance.allowList.length
        if (!isSame) moments.push({ state: copyOf(instance, nowMs), print })
        // The one in force at the far end stays, all before it will never be asked for again.
        while (moments[1] && moments[1].state.atMs <= nowMs - delayMs) moments.shift()
      }
    },
    at(instance, nowMs, delayMs) {
      const moments = delayMs === 0 ? undefined : momentsById.get(instance.id)
      const first = moments?.[0]
      if (!moments || !first) return stateOf(instance, nowMs)
      const atMs = nowMs - delayMs
      const moment = moments.findLast(({ state }) => state.atMs <= atMs)
      return moment ? { ...moment.state, atMs } : first.state
    },
  }
}

function stateOf(instance: InstanceRecord, atMs: number): AccessState {
  const { publicEndpoint, allowList, links } = instance
  return { atMs, publicEndpoint, entries: { array: allowList, length: allowList.length }, links }
}

// Endpoint and links are changed in place, so they are copied; the list is not (see EntryList).
function copyOf(instance: InstanceRecord, atMs: number): AccessState {
  const { entries, publicEndpoint, links } = stateOf(instance, atMs)
  return { atMs, entries, publicEndpoint: { ...publicEndpoint }, links: links.map((link) => ({ ...link })) }
}

function printOf({ publicEndpoint, links }: InstanceRecord): string {
  return JSON.stringify([publicEndpoint, links])
}
