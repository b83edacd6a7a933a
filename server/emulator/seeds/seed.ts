// Which world the emulator starts with. A seed is a name, so that the data file and a reset can keep it as text.

import type { EmulatorState } from '#server/emulator/state/records.ts'
import { fleetInstances } from './seed-fleet.ts'
import { generatedInstances } from './seed-generated.ts'
import { networks } from './seed-networks.ts'

/** `fleet`, `empty` (networks but no instances), or `generated:<instances>x<entries of each>`. */
export type SeedName = 'fleet' | 'empty' | `generated:${number}x${number}`

/** Throws an Error with one sentence when there is no such seed. */
export function parseSeedName(text: string): SeedName {
  if (text === 'fleet' || text === 'empty' || /^generated:\d{1,5}x\d{1,6}$/.test(text))
    return text as SeedName
  throw new Error(`There is no seed "${text}": use fleet, empty or generated:<instances>x<entries>.`)
}

/** The same name and time always give the same world. */
export function createSeed(seed: SeedName, nowMs: number): EmulatorState {
  const { vpcs, subnets } = networks(nowMs)
  const size = /^generated:(\d+)x(\d+)$/.exec(seed)
  const instances = size
    ? generatedInstances(Number(size[1]), Number(size[2]), nowMs)
    : seed === 'fleet'
      ? fleetInstances(nowMs)
      : []
  return { format: 1, seed, seededAtMs: nowMs, instances, vpcs, subnets }
}
