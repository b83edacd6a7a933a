import type { z } from 'zod'
import type { ExposureSummary, listExposureResponse } from '#lib/contract/instances.ts'
import { appErrorFrom } from '#lib/errors.ts'
import { exposureOf } from '#lib/exposure/level.ts'
import type { ServiceContext } from '#server/http/context.ts'
import { type FoundInstance, sweepInstances } from './instance-index.ts'
import { mapBounded } from './map-bounded.ts'
import { partialErrorFrom } from './partial-error.ts'
import { freshToleranceMs } from './read-cache.ts'
import { requirePermission } from './require-permission.ts'
import { readPublicEndpoint, readVpcLinks, toleranceFor } from './upstream-reads.ts'

const instancesAtOnce = 16
/** A sweep of many instances is dear, so its answers are kept longer: this much for each instance, up to the most. */
const toleranceMsPerInstance = 100
const toleranceMsMax = 30_000

/** How exposed every instance is. Instances that could not be read are told as failures, never counted as closed. */
export async function listExposure(context: ServiceContext): Promise<z.output<typeof listExposureResponse>> {
  await requirePermission(context, 'instances:read')
  const ownToleranceMs = toleranceFor(context, 'exposure')
  const { found } = await sweepInstances(context, Math.max(freshToleranceMs, ownToleranceMs))
  const fleetToleranceMs = Math.min(toleranceMsMax, found.length * toleranceMsPerInstance)
  const toleranceMs = Math.max(ownToleranceMs, fleetToleranceMs)
  const results = await mapBounded(found, instancesAtOnce, async (instance) => {
    try {
      return { exposure: await exposureFor(context, instance, toleranceMs) }
    } catch (thrown) {
      return { failure: { instanceId: instance.id, error: partialErrorFrom(context, appErrorFrom(thrown)) } }
    }
  })
  return {
    exposures: results.flatMap(({ exposure }) => exposure ?? []),
    failures: results.flatMap(({ failure }) => failure ?? []),
  }
}

async function exposureFor(
  context: ServiceContext,
  found: FoundInstance,
  toleranceMs: number,
): Promise<ExposureSummary> {
  const [endpoint, links] = await Promise.all([
    readPublicEndpoint(context, found, toleranceMs),
    readVpcLinks(context, found, toleranceMs),
  ])
  const { status, entries } = endpoint.value
  const exposure = exposureOf({ endpointStatus: status, entries, links: links.value.links })
  return {
    instanceId: found.id,
    level: exposure.level,
    endpointStatus: status,
    publicAddresses: exposure.publicAddresses,
    latentAddresses: exposure.latentAddresses,
    entryCount: exposure.entryCount,
    isEmptyAndOpened: exposure.emptyAndOpened,
    linkStatuses: links.value.links.map((link) => link.status),
    readAt: Math.min(endpoint.readAt, links.readAt),
  }
}
