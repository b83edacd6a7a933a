// Tables around changes: who attempted what, who is changing an instance right now, what was asked of a VPC link.
// Times are epoch milliseconds, JSON is text.

import type { AuditAction, AuditOutcome } from '#lib/contract/activity.ts'

export type AuditEventTable = {
  id: string
  at: number
  finished_at: number | null
  actor_id: string | null
  actor_name: string
  client_address: string | null
  request_id: string
  action: AuditAction
  outcome: AuditOutcome
  instance_id: string | null
  /** The name at that time: an instance may be renamed or gone when the row is read. */
  instance_name: string | null
  region: string | null
  input: string
  before: string | null
  after: string | null
  /** `[{ requestId, operation }]`, in the order of the calls. */
  upstream_calls: string
  /** `{ code, reason, values, upstream }`: the sentence is made when it is read, in the reader's language. */
  error: string | null
  /** Lower-case text that a search looks through. */
  search_text: string
}

export type InstanceLeaseTable = {
  instance_id: string
  /** Id of the audit event whose work holds the lease. */
  holder: string
  holder_name: string
  expires_at: number
}

/** What Drawbridge asked for when it added a link; the cloud does not report it. */
export type LinkRequestTable = {
  instance_id: string
  vpc_id: string
  subnet_id: string
  ip_type: 'auto' | 'manual'
  ip_address: string | null
  /** 0 or 1. */
  auto_dns_resolve: number
  at: number
  by_id: string | null
  by_name: string
}
