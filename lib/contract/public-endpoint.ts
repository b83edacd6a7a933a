import { z } from 'zod'
import { acknowledgements } from './guards.ts'
import { instant } from './instances.ts'

export const publicEndpointAction = z.enum(['open', 'close'])
export type PublicEndpointAction = z.output<typeof publicEndpointAction>

export const publicEndpoint = z.object({
  /** opened, opening, closing, closed; any other word of the cloud is kept. */
  status: z.string(),
  domain: z.string(),
  /** The last time somebody asked for a change through Drawbridge, as far as its own records know. */
  lastChange: z.object({ action: publicEndpointAction, at: instant, byName: z.string() }).nullable(),
  readAt: instant,
})
export type PublicEndpoint = z.output<typeof publicEndpoint>

export const updatePublicEndpointBody = z.object({
  action: publicEndpointAction,
  /** Given: guards that want a confirmation are asked. */
  acknowledge: acknowledgements.optional(),
})
