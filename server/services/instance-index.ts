// Which account and region an instance belongs to. Paths name instances by id alone; the cloud wants the region too.

import type { Instance } from '#lib/contract/instances.ts'
import { AppError, appErrorFrom } from '#lib/errors.ts'
import type { AuditInstance } from '#server/audit/record.ts'
import type { CcrInstance } from '#server/ccr/instances.ts'
import type { ServiceContext } from '#server/http/context.ts'
import { mapBounded } from './map-bounded.ts'
import { freshToleranceMs } from './read-cache.ts'
import { type InstancePlace, type RegionPlace, readInstances } from './upstream-reads.ts'

export type FoundInstance = InstancePlace & { readonly instance: Instance }

export type Sweep = {
  /** By name; an instance that several accounts see belongs to the first of them. */
  readonly found: readonly FoundInstance[]
  readonly failures: readonly (RegionPlace & { readonly error: AppError })[]
  readonly asked: readonly RegionPlace[]
  /** When the oldest of the answers was given, epoch ms. */
  readonly readAt: number
}

/** One region a time would be slow, all at once rude: this many. The client has its own limit for each host. */
const regionsAtOnce = 16

/** Lists that have been gone through: most sweeps are answered from the cache and bring nothing new. */
const indexed = new WeakSet<readonly CcrInstance[]>()

const placeKey = (instanceId: string) => `place/${instanceId}`

/** Asks every region of every account. A region that fails is named, never left out. Rejects only when none is configured. */
export async function sweepInstances(
  context: Pick<ServiceContext, 'runtime'>,
  toleranceMs: number,
): Promise<Sweep> {
  const { runtime } = context
  const asked = runtime.accounts.flatMap((account) => account.regions.map((region) => ({ account, region })))
  if (asked.length === 0) throw new AppError('not_configured')
  const answers = await mapBounded(asked, regionsAtOnce, async (place) => {
    try {
      return { place, read: await readInstances(context, place, toleranceMs) }
    } catch (thrown) {
      return { place, error: appErrorFrom(thrown) }
    }
  })
  const found = new Map<string, FoundInstance>()
  const failures: (RegionPlace & { error: AppError })[] = []
  let readAt = runtime.clock()
  for (const { place, read, error } of answers) {
    if (error !== undefined) {
      failures.push({ ...place, error })
      continue
    }
    readAt = Math.min(readAt, read.readAt)
    const isNew = !indexed.has(read.value)
    indexed.add(read.value)
    for (const instance of read.value) {
      if (found.has(instance.id)) continue
      const known = { id: instance.id, ...place, instance: instanceFrom(instance, place.account.name) }
      found.set(instance.id, known)
      if (isNew) runtime.reads.keep(placeKey(instance.id), known)
    }
  }
  const sorted = [...found.values()].sort(
    (a, b) => compareText(a.instance.name, b.instance.name) || compareText(a.id, b.id),
  )
  return { found: sorted, failures, asked, readAt }
}

/**
 * Account and region of an instance; once found it is remembered. Rejects with `not_found` only when every region has
 * answered without it; when some could not be read, with their error: it may be there.
 */
export async function findInstance(
  context: Pick<ServiceContext, 'runtime'>,
  instanceId: string,
): Promise<FoundInstance> {
  const { reads } = context.runtime
  const { value } = await reads.read(placeKey(instanceId), Number.POSITIVE_INFINITY, async () => {
    const { found, failures } = await sweepInstances(context, freshToleranceMs)
    const instance = found.find((each) => each.id === instanceId)
    if (instance) return instance
    const values = { instanceId }
    throw failures[0]?.error ?? new AppError('not_found', { reason: 'errors.instance_not_found', values })
  })
  return value
}

/** The instance for an audit row, also when it cannot be found: then `found` rejects with the reason. */
export async function lookUpInstance(
  context: Pick<ServiceContext, 'runtime'>,
  instanceId: string,
): Promise<{ readonly audited: AuditInstance; readonly found: () => FoundInstance }> {
  try {
    const found = await findInstance(context, instanceId)
    return {
      audited: { id: instanceId, name: found.instance.name, region: found.region },
      found: () => found,
    }
  } catch (thrown) {
    return {
      audited: { id: instanceId, name: null, region: null },
      found: () => {
        throw thrown
      },
    }
  }
}

/**
 * Finds the instance and reads something of it. When the cloud no longer knows it there, its place is forgotten: it may
 * have been deleted and made anew elsewhere.
 */
export async function withInstance<T>(
  context: Pick<ServiceContext, 'runtime'>,
  instanceId: string,
  work: (found: FoundInstance) => Promise<T>,
): Promise<T> {
  const found = await findInstance(context, instanceId)
  try {
    return await work(found)
  } catch (thrown) {
    if (appErrorFrom(thrown).code === 'not_found') context.runtime.reads.invalidate(placeKey(instanceId))
    throw thrown
  }
}

/** An instance of the cloud in the words of our API. */
export function instanceFrom({ extra: _, ...instance }: CcrInstance, account: string): Instance {
  return { ...instance, account }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
