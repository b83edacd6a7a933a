// Proof that an attempt has been written down. Every function that changes something at the cloud asks for one, so an
// unaudited write does not type-check. Only server/audit issues tickets (and tests of server/ccr).

const brand: unique symbol = Symbol('audit ticket')

export type AuditTicket = {
  readonly [brand]: true
  /** Id of the audit row this call belongs to. */
  readonly eventId: string
  /** Notes one call to the cloud: its request id (null when no answer came) and the operation's name. Never throws. */
  noteUpstream(requestId: string | null, operation: string): void
}

export type UpstreamNote = { readonly requestId: string | null; readonly operation: string }

/** A ticket for an event that is already in the database; notes are pushed onto `notes`. */
export function issueTicket(eventId: string, notes: UpstreamNote[]): AuditTicket {
  return {
    [brand]: true,
    eventId,
    noteUpstream: (requestId, operation) => {
      notes.push({ requestId, operation })
    },
  }
}
