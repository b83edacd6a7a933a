// As many instances with as many entries as wanted, the same every time: for measuring and for long lists.

import { formatIpv4 } from '#server/emulator/ipv4.ts'
import { regionCodes } from '#server/emulator/regions.ts'
import type { EntryRecord, InstanceRecord } from '#server/emulator/state/records.ts'

const dayMs = 24 * 3_600_000
const editions = ['BASIC', 'STANDARD', 'ADVANCED'] as const
const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz'
const owners = ['platform', 'build-farm', 'office', 'partner-x', 'edge', 'ml-infra', 'finance', '广州办公室']

export function generatedInstances(instances: number, entries: number, nowMs: number): InstanceRecord[] {
  return Array.from({ length: instances }, (_, index) => {
    const random = seededRandom(index + 1)
    const region = regionCodes[index % regionCodes.length] ?? 'bj'
    const id = `ccr-${Array.from({ length: 3 }, () => alphabet[Math.floor(random() * 36)] ?? '0').join('')}${index
      .toString(36)
      .padStart(5, '0')}`
    return {
      id,
      name: `registry-${String(index + 1).padStart(4, '0')}`,
      region,
      instanceType: editions[index % 3] ?? 'BASIC',
      status: 'running',
      bucket: `${id}-${region}-storage`,
      createdAtMs: nowMs - (index + 1) * 3_600_000,
      expiresAtMs: nowMs + (30 + (index % 700)) * dayMs,
      customDomains: [],
      tags: [{ tagKey: 'team', tagValue: owners[index % owners.length] ?? 'platform' }],
      quota: { repo: 1000, chart: 1000, namespace: 50, vpc: 5 },
      statistic: { repo: index % 400, chart: 0, namespace: 5, storage: index * 1024 ** 3 },
      publicEndpoint: {
        target: index % 4 === 3 ? ('closed' as const) : ('opened' as const),
        settlesAtMs: nowMs,
        forcedStatus: null,
      },
      allowList: generatedEntries(entries, random),
      links: [],
    }
  })
}

/** Mostly single hosts and small blocks, all different as text. */
function generatedEntries(count: number, random: () => number): EntryRecord[] {
  const seen = new Set<string>()
  const list: EntryRecord[] = []
  while (list.length < count) {
    const prefix = random() < 0.7 ? 32 : 20 + Math.floor(random() * 12)
    const size = 2 ** (32 - prefix)
    // 11.0.0.0 to 99.255.255.255: plain public space.
    const address = Math.floor((11 + random() * 89) * 2 ** 24)
    const first = address - (address % size)
    const ipAddr = prefix === 32 ? formatIpv4(first) : `${formatIpv4(first)}/${prefix}`
    if (seen.has(ipAddr)) continue
    seen.add(ipAddr)
    const owner = owners[Math.floor(random() * owners.length)] ?? 'platform'
    list.push({ ipAddr, description: random() < 0.1 ? '' : `${owner} ${list.length + 1}` })
  }
  return list
}

/** A small linear generator (Numerical Recipes' constants): equal seeds give equal numbers in [0, 1). */
function seededRandom(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
