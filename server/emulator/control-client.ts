// The control endpoints as functions, for tests that reach a running emulator over HTTP (browser tests do).

import type { InstancePatch } from './control.ts'
import type { Admission, Network } from './data-plane/admission.ts'
import type { SourceTable } from './data-plane/source-map.ts'
import type { Fault, FaultSpec } from './faults.ts'
import type { RequestRecord } from './request-log.ts'
import type { OperationName } from './router.ts'
import type { SeedName } from './seeds/seed.ts'
import type { InstanceSnapshot } from './snapshot.ts'
import type { Delays, Switches } from './switches.ts'

export type ControlClient = {
  instances(): Promise<InstanceSnapshot[]>
  instance(id: string): Promise<InstanceSnapshot>
  addInstance(
    instance: { id: string; name: string; region: string } & InstancePatch,
  ): Promise<InstanceSnapshot>
  patchInstance(id: string, patch: InstancePatch): Promise<InstanceSnapshot>
  removeInstance(id: string): Promise<void>
  /** Moves the emulator's clock; answers its new time in epoch ms. */
  advance(ms: number): Promise<number>
  setSwitches(change: Partial<Switches>): Promise<Switches>
  setDelays(change: Partial<Delays>): Promise<Delays>
  fault(spec: FaultSpec): Promise<Fault>
  clearFaults(): Promise<void>
  requests(filter?: { operation?: OperationName; instanceId?: string }): Promise<RequestRecord[]>
  clearRequests(): Promise<void>
  /** What the registry would do with a client of that address now. */
  admits(id: string, from: string, network?: Network): Promise<Admission>
  sources(): Promise<SourceTable>
  /** Adds to the table of sources; null takes a row out. */
  setSources(rows: Readonly<Record<string, string | null>>): Promise<SourceTable>
  clearSources(): Promise<void>
  reset(seed?: SeedName): Promise<void>
}

/** Every function throws an Error with the emulator's sentence when it refuses. */
export function createControlClient(url: string): ControlClient {
  const call = async <Value>(method: string, path: string, body?: unknown): Promise<Value> => {
    const response = await fetch(`${url}/__emulator/${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const value = (await response.json()) as Value & { error?: string }
    if (!response.ok) throw new Error(value.error ?? `The emulator answered ${response.status}.`)
    return value
  }
  const instancePath = (id: string) => `instances/${encodeURIComponent(id)}`
  return {
    instances: async () => (await call<{ instances: InstanceSnapshot[] }>('GET', 'instances')).instances,
    instance: (id) => call('GET', instancePath(id)),
    addInstance: (instance) => call('POST', 'instances', instance),
    patchInstance: (id, patch) => call('PUT', instancePath(id), patch),
    removeInstance: async (id) => {
      await call('DELETE', instancePath(id))
    },
    advance: async (ms) => (await call<{ nowMs: number }>('PUT', 'clock', { advanceMs: ms })).nowMs,
    setSwitches: (change) => call('PUT', 'switches', change),
    setDelays: (change) => call('PUT', 'delays', change),
    fault: (spec) => call('POST', 'faults', spec),
    clearFaults: async () => {
      await call('DELETE', 'faults')
    },
    requests: async (filter = {}) => {
      const query = new URLSearchParams(filter)
      return (await call<{ requests: RequestRecord[] }>('GET', `requests?${query}`)).requests
    },
    clearRequests: async () => {
      await call('DELETE', 'requests')
    },
    admits: (id, from, network = 'public') =>
      call('GET', `admits/${encodeURIComponent(id)}?${new URLSearchParams({ from, network })}`),
    sources: () => call('GET', 'sources'),
    setSources: (rows) => call('PUT', 'sources', rows),
    clearSources: async () => {
      await call('DELETE', 'sources')
    },
    reset: async (seed) => {
      await call('POST', 'reset', seed === undefined ? {} : { seed })
    },
  }
}
