// Every table of ours. The sign-in library's own tables (user, session, account, verification) are its business and are
// reached through it only.

import type { Role } from '#lib/contract/people.ts'
import type { AuditEventTable, InstanceLeaseTable, LinkRequestTable } from './change-tables.ts'
import type {
  NamedSourceTable,
  PlanInstanceTable,
  PlanStepTable,
  PlanTable,
  SettingTable,
} from './plan-tables.ts'

/** What we know of a person beyond name, email and password. */
export type PersonTable = {
  /** Id of the sign-in library's user. */
  user_id: string
  role: Role
  /** 0 or 1. */
  is_active: number
  created_at: number
  last_sign_in_at: number | null
}

/** A set-up or invitation link. Only the hash of its token is kept. */
export type OneTimeLinkTable = {
  token_hash: string
  purpose: 'first-admin' | 'invitation'
  /** Whom it is for; null while the first administrator is nobody yet. */
  user_id: string | null
  role: Role
  created_at: number
  /** null: until it is used or replaced. */
  expires_at: number | null
  used_at: number | null
}

/** Failed sign-ins of one account or from one address. */
export type SignInGuardTable = {
  /** Hash of what is guarded, so that typed passwords in the email field are not kept. */
  key: string
  failures: number
  first_at: number
  locked_until: number | null
}

export type Database = {
  audit_event: AuditEventTable
  instance_lease: InstanceLeaseTable
  link_request: LinkRequestTable
  named_source: NamedSourceTable
  plan: PlanTable
  plan_instance: PlanInstanceTable
  plan_step: PlanStepTable
  setting: SettingTable
  person: PersonTable
  one_time_link: OneTimeLinkTable
  sign_in_guard: SignInGuardTable
}
