import { z } from 'zod'
import { acknowledgements } from './guards.ts'
import { instant } from './instances.ts'

/** An entry exactly as the cloud stores it; the address text is the key and is never normalised. */
export const allowListEntry = z.object({
  ipAddr: z.string(),
  description: z.string(),
})
export type AllowListEntry = z.output<typeof allowListEntry>

export const allowList = z.object({
  /** Hash of the entries; a write names the version it was drawn from. */
  version: z.string(),
  entries: z.array(allowListEntry),
  endpointStatus: z.string(),
  readAt: instant,
})
export type AllowList = z.output<typeof allowList>

/** The address is judged by lib/allow-list/check-entry, which explains itself; here only its size is bounded. */
export const newEntry = z.object({
  ipAddr: z.string().trim().min(1).max(64),
  description: z.string().trim().max(256).default(''),
})
export type NewEntry = z.output<typeof newEntry>

export const storedAddress = z.string().min(1).max(128)

export const entryEdit = z.object({
  /** The stored text of the entry that is edited. */
  ipAddr: storedAddress,
  to: z.object({
    ipAddr: z.string().trim().min(1).max(64),
    description: z.string().trim().max(256),
  }),
})
export type EntryEdit = z.output<typeof entryEdit>

export const maxEntriesPerChange = 1000

const baseVersion = z.string().max(64).optional()
/** Given: guards that want a confirmation are asked, and refuse with `confirmation_required` until it is in here. */
const acknowledge = acknowledgements.optional()

export const createAllowListEntriesBody = z.object({
  baseVersion,
  acknowledge,
  entries: z.array(newEntry).min(1).max(maxEntriesPerChange),
})

export const deleteAllowListEntriesBody = z.object({
  baseVersion,
  acknowledge,
  items: z.array(storedAddress).min(1).max(maxEntriesPerChange),
})

export const updateAllowListBody = z
  .object({
    baseVersion,
    acknowledge,
    add: z.array(newEntry).max(maxEntriesPerChange).default([]),
    edit: z.array(entryEdit).max(maxEntriesPerChange).default([]),
    remove: z.array(storedAddress).max(maxEntriesPerChange).default([]),
  })
  .refine((change) => change.add.length + change.edit.length + change.remove.length > 0, {
    error: 'errors.nothing_to_change',
  })
export type UpdateAllowListBody = z.output<typeof updateAllowListBody>

export const allowListStep = z.object({
  kind: z.enum(['add', 'delete']),
  ipAddrs: z.array(z.string()),
  upstreamRequestId: z.string().nullable(),
})

/** The list as read back after the change, and the calls that were made. */
export const allowListChanged = allowList.extend({
  steps: z.array(allowListStep),
})
