import { z } from 'zod'

/** Epoch milliseconds. */
export const instant = z.number().int()

export const instanceId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/)
export const vpcId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/)
export const subnetId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/)

export const instanceParams = z.object({ instanceId })

export const upstreamDetail = z.object({
  status: z.number().optional(),
  code: z.string().optional(),
  message: z.string().optional(),
  requestId: z.string().optional(),
  region: z.string().optional(),
})

/** An error inside an otherwise good answer: one region or one instance that could not be read. */
export const partialError = z.object({
  code: z.string(),
  message: z.string(),
  upstream: upstreamDetail.optional(),
})

export const instance = z.object({
  id: z.string(),
  name: z.string(),
  region: z.string(),
  account: z.string(),
  /** BASIC, STANDARD, ADVANCED; any other word of the cloud is kept. */
  edition: z.string(),
  status: z.string(),
  createdAt: instant.nullable(),
  expiresAt: instant.nullable(),
  publicDomain: z.string(),
  privateDomain: z.string(),
  customDomains: z.array(z.string()),
  tags: z.array(z.object({ key: z.string(), value: z.string() })),
})
export type Instance = z.output<typeof instance>

export const listInstancesResponse = z.object({
  instances: z.array(instance),
  failures: z.array(z.object({ account: z.string(), region: z.string(), error: partialError })),
  /** Regions that were asked, per account: an empty list is only empty when all of them answered. */
  asked: z.array(z.object({ account: z.string(), region: z.string() })),
  readAt: instant,
})

export const getInstanceResponse = z.object({
  instance,
  /** null when the cloud does not say. */
  vpcLinkQuota: z.object({
    limit: z.number().nullable(),
    used: z.number().nullable(),
  }),
  readAt: instant,
})

export const exposureLevel = z.enum(['closed', 'privateOnly', 'narrow', 'broad', 'world'])

export const exposureSummary = z.object({
  instanceId: z.string(),
  level: exposureLevel,
  endpointStatus: z.string(),
  publicAddresses: z.number(),
  latentAddresses: z.number(),
  entryCount: z.number(),
  isEmptyAndOpened: z.boolean(),
  linkStatuses: z.array(z.string()),
  readAt: instant,
})
export type ExposureSummary = z.output<typeof exposureSummary>

export const listExposureResponse = z.object({
  exposures: z.array(exposureSummary),
  failures: z.array(z.object({ instanceId: z.string(), error: partialError })),
})
