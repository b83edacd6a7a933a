// What only the emulator has: changing the world behind the console's back. Used by tests directly and by the
// control endpoints.

import type { Admission, Network } from './data-plane/admission.ts'
import { judgeAdmission } from './data-plane/admission.ts'
import type { SourceTable } from './data-plane/source-map.ts'
import type { Fault, FaultSpec } from './faults.ts'
import { parseIpv4 } from './ipv4.ts'
import type { RequestFilter, RequestRecord } from './request-log.ts'
import type { SeedName } from './seeds/seed.ts'
import { createSeed } from './seeds/seed.ts'
import type { InstanceSnapshot } from './snapshot.ts'
import { snapshotInstance } from './snapshot.ts'
import type { EntryRecord, InstanceRecord } from './state/records.ts'
import { liveLinks, serviceNetIdFrom } from './state/vpc-link.ts'
import type { Delays, Switches } from './switches.ts'
import type { World } from './world.ts'

export type LinkPatch = {
  vpcId: string
  subnetId: string
  /** created and failed settle the link; any other word is shown as it is until the link is deleted. */
  status: string
  ipAddress?: string
}

export type InstancePatch = {
  name?: string
  status?: string
  instanceType?: string
  expiresAtMs?: number
  tags?: { tagKey: string; tagValue: string }[]
  vpcQuota?: number
  allowList?: EntryRecord[]
  /** opened and closed settle the endpoint; any other word is shown as it is until the next open or close. */
  endpointStatus?: string
  /** Links to change; one that does not exist is added. */
  links?: LinkPatch[]
}

export type EmulatorControl = {
  now(): number
  /** Moves the clock; returns the new time in epoch ms. */
  advance(ms: number): number
  instances(): InstanceSnapshot[]
  /** Throws an Error when there is no such instance. */
  instance(id: string): InstanceSnapshot
  patchInstance(id: string, patch: InstancePatch): InstanceSnapshot
  putAllowList(id: string, entries: readonly EntryRecord[]): void
  putEndpointStatus(id: string, status: string): void
  putLinkStatus(id: string, link: LinkPatch): void
  /** Adds an instance, closed, with an empty list and no links unless the patch says otherwise. */
  addInstance(instance: { id: string; name: string; region: string } & InstancePatch): InstanceSnapshot
  removeInstance(id: string): void
  /** Oldest first. */
  requests(filter?: RequestFilter): RequestRecord[]
  clearRequests(): void
  fault(spec: FaultSpec): Fault
  removeFault(id: string): boolean
  clearFaults(): void
  faults(): readonly Fault[]
  setSwitches(change: Partial<Switches>): Switches
  setDelays(change: Partial<Delays>): Delays
  /** What the registry would do with a client of that address now. Throws an Error when there is no such instance. */
  admits(id: string, from: string, network?: Network): Admission
  sources(): SourceTable
  /** Adds to the table of sources; null takes a row out. Throws an Error with a sentence on a wrong row. */
  setSources(rows: Readonly<Record<string, string | null>>): SourceTable
  clearSources(): void
  /** Starts again from a seed; the present one when none is named. Faults and the request log are emptied. */
  reset(seed?: SeedName): void
  /** Resolves when the present state is in the data file, if there is one. */
  saved(): Promise<void>
}

export function createControl(world: World): EmulatorControl {
  // Control changes answer at once; a failing disk shows with the next save that is waited for.
  const saveSoon = () => {
    world.saver.save().catch((error: unknown) => console.error('The data file could not be written:', error))
  }
  const find = (id: string): InstanceRecord => {
    const instance = world.state.instances.find((each) => each.id === id)
    if (!instance) throw new Error(`There is no instance ${id}.`)
    return instance
  }
  const snapshot = (instance: InstanceRecord) => snapshotInstance(instance, world.clock.now(), world.switches)
  const patchInstance = (id: string, patch: InstancePatch): InstanceSnapshot => {
    const instance = find(id)
    applyPatch(instance, patch, world.clock.now())
    saveSoon()
    return snapshot(instance)
  }
  return {
    now: () => world.clock.now(),
    advance(ms) {
      world.clock.advance(ms)
      return world.clock.now()
    },
    instances: () => world.state.instances.map(snapshot),
    instance: (id) => snapshot(find(id)),
    patchInstance,
    putAllowList(id, entries) {
      patchInstance(id, { allowList: [...entries] })
    },
    putEndpointStatus(id, status) {
      patchInstance(id, { endpointStatus: status })
    },
    putLinkStatus(id, link) {
      patchInstance(id, { links: [link] })
    },
    addInstance({ id, name, region, ...patch }) {
      if (world.state.instances.some((each) => each.id === id))
        throw new Error(`There is an instance ${id} already.`)
      world.state.instances.push(plainInstance(id, name, region, world.clock.now()))
      return patchInstance(id, patch)
    },
    removeInstance(id) {
      const instance = find(id)
      world.state.instances = world.state.instances.filter((each) => each !== instance)
      saveSoon()
    },
    requests: (filter) => world.requestLog.list(filter),
    clearRequests: () => world.requestLog.clear(),
    fault: (spec) => world.faults.add(spec),
    removeFault: (id) => world.faults.remove(id),
    clearFaults: () => world.faults.clear(),
    faults: () => world.faults.list(),
    setSwitches(change) {
      Object.assign(world.switches, change)
      // A data plane that begins to lag has to know what was before the next change.
      world.history.note(world.state.instances, world.clock.now(), world.switches.dataPlaneDelayMs)
      return world.switches
    },
    setDelays: (change) => Object.assign(world.delays, change),
    admits: (id, from, network = 'public') => judgeAdmission(world, find(id), network, parseIpv4(from)),
    sources: () => world.sources.list(),
    setSources(rows) {
      world.sources.change(rows)
      return world.sources.list()
    },
    clearSources: () => world.sources.clear(),
    reset(seed) {
      world.state = createSeed(seed ?? (world.state.seed as SeedName), world.clock.now())
      world.faults.clear()
      world.requestLog.clear()
      saveSoon()
    },
    saved: () => world.saver.save(),
  }
}

function applyPatch(instance: InstanceRecord, patch: InstancePatch, nowMs: number): void {
  if (patch.name !== undefined) instance.name = patch.name
  if (patch.status !== undefined) instance.status = patch.status
  if (patch.instanceType !== undefined) instance.instanceType = patch.instanceType
  if (patch.expiresAtMs !== undefined) instance.expiresAtMs = patch.expiresAtMs
  if (patch.tags !== undefined) instance.tags = structuredClone(patch.tags)
  if (patch.vpcQuota !== undefined) instance.quota.vpc = patch.vpcQuota
  if (patch.allowList !== undefined) {
    instance.allowList = patch.allowList.map(({ ipAddr, description }) => ({ ipAddr, description }))
  }
  if (patch.endpointStatus !== undefined) {
    const status = patch.endpointStatus
    const isSettled = status === 'opened' || status === 'closed'
    const target = isSettled ? status : instance.publicEndpoint.target
    instance.publicEndpoint = { target, settlesAtMs: nowMs, forcedStatus: isSettled ? null : status }
  }
  for (const link of patch.links ?? []) applyLinkPatch(instance, link, nowMs)
}

function applyLinkPatch(instance: InstanceRecord, patch: LinkPatch, nowMs: number): void {
  instance.links = liveLinks(instance, nowMs)
  let link = instance.links.find((each) => each.vpcId === patch.vpcId && each.subnetId === patch.subnetId)
  if (!link) {
    link = {
      vpcId: patch.vpcId,
      subnetId: patch.subnetId,
      ipType: 'auto',
      autoDnsResolve: true,
      serviceNetId: serviceNetIdFrom(`${instance.id} ${patch.vpcId} ${patch.subnetId}`),
      address: '',
      requestedAtMs: nowMs,
      settlesAtMs: nowMs,
      outcome: 'created',
      goneAtMs: null,
      forcedStatus: null,
    }
    instance.links.push(link)
  }
  if (patch.ipAddress !== undefined) link.address = patch.ipAddress
  link.settlesAtMs = nowMs
  link.goneAtMs = null
  link.forcedStatus = null
  if (patch.status === 'created' || patch.status === 'failed') link.outcome = patch.status
  else link.forcedStatus = patch.status
}

const yearMs = 365 * 24 * 3_600_000

function plainInstance(id: string, name: string, region: string, nowMs: number): InstanceRecord {
  return {
    id,
    name,
    region,
    instanceType: 'STANDARD',
    status: 'running',
    bucket: `${id}-${region}`,
    createdAtMs: nowMs,
    expiresAtMs: nowMs + yearMs,
    customDomains: [],
    tags: [],
    quota: { repo: 3000, chart: 3000, namespace: 100, vpc: 5 },
    statistic: { repo: 0, chart: 0, namespace: 0, storage: 0 },
    publicEndpoint: { target: 'closed', settlesAtMs: nowMs, forcedStatus: null },
    allowList: [],
    links: [],
  }
}
