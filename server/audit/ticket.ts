// Proof that a write is in the audit log before it is sent. Only `withAudit` makes one; every upstream write asks for it.

declare const ticketBrand: unique symbol

export type AuditTicket = {
  readonly eventId: string
  readonly [ticketBrand]: true
  /** Adds the request id under which the cloud knows a call. */
  noteUpstream(requestId: string): void
}

/** Makes a ticket. For server/audit, and for tests that write straight to a server of their own. */
export function ticketFor(eventId: string, noteUpstream: (requestId: string) => void): AuditTicket {
  return { eventId, noteUpstream } as AuditTicket
}
