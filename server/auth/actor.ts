import type { Permission, Role } from '#lib/contract/people.ts'

/** Who does something: a signed-in person, the console itself, or nobody known yet. */
export type Actor = {
  /** null for a caller who has not signed in. */
  readonly id: string | null
  readonly name: string
  readonly email: string
  readonly role: Role | null
  readonly permissions: ReadonlySet<Permission>
  /** The session the call came with; null for the console itself and for strangers. */
  readonly sessionId: string | null
}

/** The caller of a public route: may do nothing that needs a permission. */
export const anonymousActor: Actor = {
  id: null,
  name: '',
  email: '',
  role: null,
  permissions: new Set(),
  sessionId: null,
}

/** The console itself, in the activity log. */
export const systemActor: Actor = { ...anonymousActor, id: 'system', name: 'system' }
