// Tables around plans: what is to be done, the journal of doing it, the named sources and settings that judge it. Times are
// epoch milliseconds, JSON is text, flags are 0 or 1.

import type { PlanStatus, PlanStepStatus } from '#lib/contract/plans.ts'

export type NamedSourceTable = {
  id: string
  name: string
  /** Lower case: two sources that differ in case only would be mistaken for each other. */
  name_key: string
  is_protected: number
  /** `string[]` */
  addresses: string
  version: number
  updated_at: number
  updated_by_name: string
}

export type SettingTable = {
  key: string
  value: string
  updated_at: number
  updated_by_name: string
}

export type PlanTable = {
  id: string
  version: number
  status: PlanStatus
  created_at: number
  expires_at: number
  created_by_id: string | null
  created_by_name: string
  actor_address: string | null
  actor_address_source: 'direct' | 'proxy' | 'unknown'
  changes: string
  /** Lower-level facts of the apply call, for the audit rows of whoever carries it out. */
  applied_at: number | null
  applied_by_id: string | null
  applied_by_name: string | null
  applied_from: string | null
  request_id: string | null
  finished_at: number | null
  is_cancel_requested: number
  /** `{ instanceId, error: { code, reason, values, upstream }, details }` */
  failure: string | null
  /** How long after the end it waits for a confirmation. */
  confirm_minutes: number | null
  confirm_by: number | null
  confirmed_at: number | null
  reverts_plan_id: string | null
  reverted_by_plan_id: string | null
  /** Who carries it out right now, and until when that counts without a sign of life. */
  holder: string | null
  lease_until: number
  /** Background work on it is not tried before. */
  next_attempt_at: number
}

export type PlanInstanceTable = {
  plan_id: string
  instance_id: string
  position: number
  instance_name: string
  region: string
  base_version: string
  /** InstanceState */
  base: string
  /** InstanceChange, fitted to the base */
  change: string
  /** Effect, notes, gaps, findings, what is admitted before. */
  drawn: string
  /** 1 when its steps are done and read back. */
  is_finished: number
}

export type PlanStepTable = {
  plan_id: string
  position: number
  instance_id: string
  /** Version of the plan at the last change of this row. */
  version: number
  /** PlanStep */
  step: string
  admits: string | null
  status: PlanStepStatus
  started_at: number | null
  finished_at: number | null
  /** `string[]` */
  upstream_request_ids: string
  error: string | null
}
