// Which registry a Host header names. `<id>-pub.cnc.<region>.…` is the public domain, `<id>-vpc.cnc.<region>.…` the
// internal one, whatever follows the region: `baidubce.com`, or `localhost`, which leads here by itself.

import type { InstanceRecord } from '#server/emulator/state/records.ts'
import type { Network } from './admission.ts'

export type Registry = { readonly instance: InstanceRecord; readonly network: Network }

const domain = /^([a-z0-9-]+)-(pub|vpc)\.cnc\.([a-z]+)\.[a-z0-9.-]+$/

type Names = {
  readonly count: number
  readonly byId: ReadonlyMap<string, InstanceRecord>
  readonly byCustomDomain: ReadonlyMap<string, InstanceRecord>
}

// Instances are added at the end of the array or the array is replaced, so its length tells whether the names hold.
const namesOf = new WeakMap<readonly InstanceRecord[], Names>()

/** `unknown`: spelled like a registry, but there is none. null: not the name of a registry. */
export function findRegistry(
  instances: readonly InstanceRecord[],
  host: string,
): Registry | 'unknown' | null {
  const name = host.replace(/:\d+$/, '').replace(/\.$/, '').toLowerCase()
  const { byId, byCustomDomain } = currentNames(instances)
  const parts = domain.exec(name)
  if (parts) {
    const instance = byId.get(parts[1] ?? '')
    if (!instance || instance.region !== parts[3]) return 'unknown'
    return { instance, network: parts[2] === 'pub' ? 'public' : 'internal' }
  }
  const instance = byCustomDomain.get(name)
  return instance ? { instance, network: 'custom' } : null
}

function currentNames(instances: readonly InstanceRecord[]): Names {
  const known = namesOf.get(instances)
  if (known?.count === instances.length) return known
  const names: Names = {
    count: instances.length,
    byId: new Map(instances.map((instance) => [instance.id, instance])),
    byCustomDomain: new Map(
      instances.flatMap((instance) =>
        instance.customDomains.map((custom) => [custom.toLowerCase(), instance] as const),
      ),
    ),
  }
  namesOf.set(instances, names)
  return names
}
