import { z } from 'zod'
import { instant, upstreamDetail } from './instances.ts'

/** Every verb that leaves a row. Reads of access data are not recorded, only attempts to change something. */
export const auditAction = z.enum([
  'endpoint.open',
  'endpoint.close',
  'allow-list.update',
  'vpc-link.create',
  'vpc-link.delete',
  'session.sign-in',
  'session.sign-out',
  'session.end',
  'person.create',
  'person.update',
  'person.invite',
  'person.lock',
  'setup.complete',
  'password.update',
  'access.refused',
  'plan.create',
  'plan.apply',
  'plan.cancel',
  'plan.confirm',
  'plan.revert',
  'source.create',
  'source.update',
  'source.delete',
  'settings.update',
])
export type AuditAction = z.output<typeof auditAction>

export const auditOutcome = z.enum(['started', 'succeeded', 'failed', 'unknown', 'refused'])
export type AuditOutcome = z.output<typeof auditOutcome>

export const auditEvent = z.object({
  id: z.string(),
  at: instant,
  finishedAt: instant.nullable(),
  actorId: z.string().nullable(),
  /** The name at that time; `system` for the console itself. */
  actorName: z.string(),
  clientAddress: z.string().nullable(),
  requestId: z.string(),
  action: auditAction,
  outcome: auditOutcome,
  instanceId: z.string().nullable(),
  instanceName: z.string().nullable(),
  region: z.string().nullable(),
  /** What was asked for, as data of the action. */
  input: z.record(z.string(), z.unknown()),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  upstreamRequestIds: z.array(z.string()),
  error: z
    .object({
      code: z.string(),
      message: z.string(),
      upstream: upstreamDetail.optional(),
    })
    .nullable(),
})
export type AuditEvent = z.output<typeof auditEvent>

export const listActivityQuery = z.object({
  cursor: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  instanceId: z.string().max(64).optional(),
  actorId: z.string().max(64).optional(),
  outcome: auditOutcome.optional(),
  action: auditAction.optional(),
  /** Words or an address, looked for in names, input and request ids. */
  text: z.string().trim().max(200).optional(),
  since: z.coerce.number().int().optional(),
})
export const listActivityResponse = z.object({
  events: z.array(auditEvent),
  nextCursor: z.string().nullable(),
})
