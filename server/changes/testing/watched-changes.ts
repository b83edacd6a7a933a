// Random changes of an allow list, made through the service while probers ask at the registry's door from every address
// that must always, or never, be let in. The state after every single write is looked at from every such address: the
// write is answered only then.

import fc from 'fast-check'
import { admittedBy } from '#lib/allow-list/effect.ts'
import { applyChange, type Entry, type ListChange } from '#lib/allow-list/entry.ts'
import type { AddressSet } from '#lib/net/address-set.ts'
import { formatAddress, lastAddress } from '#lib/net/cidr.ts'
import { listAndChange } from '#lib/testing/arbitraries.ts'
import { changeProblems } from '#server/changes/check-change.ts'
import { startProber } from '#server/emulator/data-plane/prober.ts'
import type { FaultKind } from '#server/emulator/faults.ts'
import { type Services, startServices } from '#server/services/testing/start-services.ts'

const instanceId = 'ccr-watched1'

/** A change with the list it is made on, and perhaps one failure of the cloud on the way. */
export type Scenario = {
  readonly base: readonly Entry[]
  readonly change: ListChange
  readonly fault: { readonly kind: FaultKind; readonly afterWrites: number } | null
}

export type WatchedChange = {
  readonly probes: number
  readonly writes: number
  /** Addresses, each as often as it was seen. */
  readonly wrongRefusals: readonly string[]
  readonly wrongAdmissions: readonly string[]
  /** The list came out as wanted; false when the cloud failed and the change with it. */
  readonly isDone: boolean
}

export type WatchedServices = {
  readonly services: Services
  readonly instanceId: string
  watch(scenario: Scenario, make: (scenario: Scenario) => Promise<unknown>): Promise<WatchedChange>
  close(): Promise<void>
}

const names = { add: 'add', edit: 'edit', remove: 'remove' }

/** Only changes that the console takes: additions and edits it would refuse are left out. */
export const scenario: fc.Arbitrary<Scenario> = fc
  .tuple(
    listAndChange,
    fc.option(
      fc.record({
        kind: fc.constantFrom<FaultKind>(
          'resetAfterCommit',
          'resetBeforeCommit',
          'internalError',
          // Twice: the only one that the engine cannot but give up on.
          'unavailable',
          'unavailable',
        ),
        afterWrites: fc.nat(8),
      }),
      { freq: 2 },
    ),
  )
  .map(([{ base, change }, fault]) => {
    const wrong = new Set(
      changeProblems(base, change, names).map(({ path }) => path.split('.').slice(0, 2).join('.')),
    )
    const isFine = (name: string) => (_: unknown, at: number) => !wrong.has(`${name}.${at}`)
    return {
      base,
      change: { ...change, add: change.add.filter(isFine('add')), edit: change.edit.filter(isFine('edit')) },
      fault,
    }
  })

export async function startWatchedServices(): Promise<WatchedServices> {
  let afterWrite: () => Promise<void> = () => Promise.resolve()
  const services = await startServices({
    regions: ['bj'],
    // A write is answered after a round of probes, which takes its time on a busy machine.
    policy: { headersTimeoutMs: 10_000, bodyTimeoutMs: 10_000 },
    emulator: { afterWrite: () => afterWrite(), switches: { refusedAnswer: '403' } },
  })
  const { emulator } = services
  emulator.addInstance({ id: instanceId, name: 'watched', region: 'bj', endpointStatus: 'opened' })

  const watch: WatchedServices['watch'] = async (given, make) => {
    const { base, change, fault } = given
    emulator.clearFaults()
    emulator.clearRequests()
    emulator.clearSources()
    emulator.putAllowList(instanceId, base)
    const wanted = applyChange(base, change)
    const [before, after] = [admittedBy(base).set, admittedBy(wanted).set]
    const always = sourcesFor(emulator, 1, edgesInside(before.intersect(after)))
    const never = sourcesFor(emulator, 2, edgesOutside(before.union(after)))
    const prober = await startProber({
      url: emulator.url,
      instanceId,
      // Where everybody may change sides, somebody still asks.
      sources: ['127.3.0.1'],
      expectAlwaysAdmitted: [...always.keys()],
      expectNeverAdmitted: [...never.keys()],
    })
    let writesLeft = fault?.afterWrites ?? Number.NaN
    const failWhenDue = () => {
      if (fault !== null && writesLeft === 0)
        emulator.fault({ kind: fault.kind, operation: 'writes', instanceId, count: 1 })
      writesLeft -= 1
    }
    failWhenDue()
    afterWrite = () => {
      failWhenDue()
      return prober.round()
    }
    try {
      await make(given)
    } catch (error) {
      if (fault === null) throw error
    } finally {
      await prober.round()
    }
    const { probes, wrongRefusals, wrongAdmissions } = await prober.stop()
    return {
      probes,
      writes: services.upstreamWrites().length,
      wrongRefusals: wrongRefusals.map(({ source }) => always.get(source) ?? source),
      wrongAdmissions: wrongAdmissions.map(({ source }) => never.get(source) ?? source),
      isDone: isSameList(emulator.instance(instanceId).allowList, wanted),
    }
  }
  return { services, instanceId, watch, close: () => services.close() }
}

/** A loopback client for each address. Answers the address by its client. */
function sourcesFor(
  emulator: Services['emulator'],
  group: number,
  addresses: readonly number[],
): Map<string, string> {
  const sources = new Map(
    addresses.map((address, at) => [`127.${group}.${at >> 8}.${at & 255}`, formatAddress(address)]),
  )
  emulator.setSources(Object.fromEntries(sources))
  return sources
}

/** Both ends of every range: where a range is cut short, one of them notices. */
function edgesInside(set: AddressSet): number[] {
  return [...new Set(set.intervals.flatMap(({ first, last }) => [first, last]))]
}

/** The neighbours of every range, and somebody far away. */
function edgesOutside(set: AddressSet): number[] {
  const neighbours = set.intervals.flatMap(({ first, last }) => [first - 1, last + 1])
  const far = [0x08080808, 0, lastAddress]
  return [...new Set([...neighbours, ...far])].filter(
    (address) => address >= 0 && address <= lastAddress && !set.contains(address),
  )
}

function isSameList(a: readonly Entry[], b: readonly Entry[]): boolean {
  const print = (list: readonly Entry[]) =>
    JSON.stringify(list.map(({ ipAddr, description }) => `${ipAddr} ${description}`).sort())
  return print(a) === print(b)
}
