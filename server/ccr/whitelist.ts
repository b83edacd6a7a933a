// Entries of the allow list, which the cloud calls whitelist: one is added a call, several may be deleted.
// Sources: https://cloud.baidu.com/doc/CCR/s/Ymq6f5ja7 (add) and /s/vmq6f5jlx (delete).

import type { AllowListEntry } from '#lib/contract/allow-list.ts'
import type { AuditTicket } from '#server/audit/ticket.ts'
import type { Requester, Written } from './request.ts'

/** Adds one entry. The address is sent as given. */
export function createAllowListEntry(
  requester: Requester,
  ticket: AuditTicket,
  region: string,
  instanceId: string,
  entry: AllowListEntry,
): Promise<Written> {
  return requester.write(ticket, {
    operation: 'createAllowListEntry',
    service: 'ccr',
    region,
    method: 'POST',
    path: ['instances', instanceId, 'publiclinks', 'whitelist'],
    body: { ipAddr: entry.ipAddr, description: entry.description },
  })
}

/** Deletes entries by their stored text, never by a rewritten one. Throws on an empty list without a call. */
export async function deleteAllowListEntries(
  requester: Requester,
  ticket: AuditTicket,
  region: string,
  instanceId: string,
  storedAddresses: readonly string[],
): Promise<Written> {
  // Nobody knows what the cloud does with an empty list; it shall not find out from us.
  if (storedAddresses.length === 0) throw new Error('Nothing to delete')
  return requester.write(ticket, {
    operation: 'deleteAllowListEntries',
    service: 'ccr',
    region,
    method: 'DELETE',
    path: ['instances', instanceId, 'publiclinks', 'whitelist'],
    body: { items: storedAddresses },
  })
}
