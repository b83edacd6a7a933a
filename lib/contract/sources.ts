import { z } from 'zod'
import { instant } from './instances.ts'

/** A named set of addresses: the office, the runners. Plans say whether it gains or loses. */
export const namedSource = z.object({
  id: z.string(),
  name: z.string(),
  /** A plan that takes access from it needs more than a click. */
  isProtected: z.boolean(),
  /** IPv4 addresses and blocks, as they were written. */
  addresses: z.array(z.string()),
  /** Rises with every change; a change names the one it saw. */
  version: z.number().int(),
  updatedAt: instant,
  updatedByName: z.string(),
})
export type NamedSourceRow = z.output<typeof namedSource>

export const sourceParams = z.object({ sourceId: z.string().min(1).max(64) })
export const listSourcesResponse = z.object({ sources: z.array(namedSource) })

const name = z.string().trim().min(1).max(80)
const addresses = z.array(z.string().trim().min(1).max(64)).min(1).max(1000)

export const createSourceBody = z.object({ name, isProtected: z.boolean().default(false), addresses })
export const updateSourceBody = z
  .object({
    baseVersion: z.number().int().optional(),
    name: name.optional(),
    isProtected: z.boolean().optional(),
    addresses: addresses.optional(),
  })
  .refine(
    (change) =>
      change.name !== undefined || change.isProtected !== undefined || change.addresses !== undefined,
    { error: 'errors.nothing_to_change' },
  )
