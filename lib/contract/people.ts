import { z } from 'zod'
import { instant } from './instances.ts'

export const role = z.enum(['viewer', 'operator', 'admin'])
export type Role = z.output<typeof role>

/** What a role may do, as one word a verb. The server's table decides; the page only explains. */
export const permission = z.enum([
  'instances:read',
  'endpoint:write',
  'allow-list:write',
  'vpc-links:write',
  'activity:read',
  'people:read',
  'people:write',
  'settings:write',
])
export type Permission = z.output<typeof permission>

export const email = z.email().max(254).toLowerCase()
/** Length over composition rules, as NIST SP 800-63B-4 section 3.1.1.2 advises. */
export const password = z
  .string()
  .min(12, { error: 'auth.passwordTooShort' })
  .max(128, { error: 'auth.passwordTooLong' })
export const personName = z.string().trim().min(1).max(80)

export const clientAddress = z.object({
  /** null when the address could not be told. */
  address: z.string().nullable(),
  /** direct: the peer of the connection. proxy: told by a trusted proxy. */
  source: z.enum(['direct', 'proxy', 'unknown']),
})

export const meResponse = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  permissions: z.array(permission),
  clientAddress,
  /** True on the embedded CCR: the page says so. */
  isDemo: z.boolean(),
})
export type Me = z.output<typeof meResponse>

export const person = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  isActive: z.boolean(),
  /** invited: has not chosen a password yet. */
  isInvited: z.boolean(),
  isLocked: z.boolean(),
  createdAt: instant,
  lastSignInAt: instant.nullable(),
})
export type Person = z.output<typeof person>

export const listPeopleResponse = z.object({ people: z.array(person) })
export const personParams = z.object({ personId: z.string().min(1).max(64) })
export const createPersonBody = z.object({ name: personName, email, role })
/** The one-time link is shown once, to the admin who asked for it. */
export const personInvited = z.object({
  person,
  inviteUrl: z.string(),
  expiresAt: instant,
})
export const updatePersonBody = z.object({
  name: personName.optional(),
  role: role.optional(),
  isActive: z.boolean().optional(),
  /** true ends a lock-out early. */
  unlock: z.literal(true).optional(),
})

export const session = z.object({
  id: z.string(),
  isCurrent: z.boolean(),
  createdAt: instant,
  lastSeenAt: instant,
  expiresAt: instant,
  clientAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
})
export const listSessionsResponse = z.object({ sessions: z.array(session) })
export const sessionParams = z.object({ sessionId: z.string().min(1).max(64) })

/** Redeeming a set-up or invitation link. The token travels in the body, the link carries it in its fragment. */
export const setupToken = z.string().min(20).max(200)
export const readSetupBody = z.object({ token: setupToken })
export const readSetupResponse = z.object({
  purpose: z.enum(['first-admin', 'invitation']),
  /** Filled for an invitation; a first administrator chooses them. */
  name: z.string().nullable(),
  email: z.string().nullable(),
  role,
  /** null: until it is used. */
  expiresAt: instant.nullable(),
})
export const completeSetupBody = z.object({
  token: setupToken,
  name: personName,
  email,
  password,
})
export const completeSetupResponse = z.object({ email: z.string() })

export const done = z.object({ done: z.literal(true) })
