// The public endpoint of an instance: its state with the allow list, and the switch.
// Sources: https://cloud.baidu.com/doc/CCR/s/Dmq6f5qbh (read) and /s/wmq6f5qn5 (open, close).

import { z } from 'zod'
import type { AllowListEntry } from '#lib/contract/allow-list.ts'
import type { PublicEndpointAction } from '#lib/contract/public-endpoint.ts'
import type { AuditTicket } from '#server/audit/ticket.ts'
import type { Requester, Written } from './request.ts'
import { type Extra, extraFrom, optionalList, text } from './shapes.ts'

export type CcrPublicEndpoint = {
  /** opened, opening, closing, closed; any other word is kept as it came. */
  readonly status: string
  readonly domain: string
  /** Exactly as stored, in the cloud's order. */
  readonly entries: readonly (AllowListEntry & Extra)[]
  readonly upstreamRequestId: string | null
} & Extra

// `status` is demanded, so that an empty object is never read as an endpoint with an empty list.
const configShape = z.looseObject({
  status: z.string().min(1),
  domain: text,
  whitelist: optionalList(z.looseObject({ ipAddr: z.string(), description: text })),
})

/** State, domain and allow list in one read. */
export async function getPublicEndpoint(
  requester: Requester,
  region: string,
  instanceId: string,
): Promise<CcrPublicEndpoint> {
  const { value, upstreamRequestId } = await requester.read({
    operation: 'getPublicEndpoint',
    service: 'ccr',
    region,
    path: ['instances', instanceId, 'publiclinks'],
    schema: configShape,
  })
  const { status, domain, whitelist, ...rest } = value
  return {
    status,
    domain,
    entries: whitelist.map(({ ipAddr, description, ...more }) => ({
      ipAddr,
      description,
      ...extraFrom(more),
    })),
    upstreamRequestId,
    ...extraFrom(rest),
  }
}

/** Asks to open or close. Accepted is not done: the state moves through `opening` or `closing`. */
export function updatePublicEndpoint(
  requester: Requester,
  ticket: AuditTicket,
  region: string,
  instanceId: string,
  action: PublicEndpointAction,
): Promise<Written> {
  return requester.write(ticket, {
    operation: 'updatePublicEndpoint',
    service: 'ccr',
    region,
    method: 'PUT',
    path: ['instances', instanceId, 'publiclinks'],
    body: { action },
  })
}
