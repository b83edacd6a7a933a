// What we ask of the sign-in library about people: its users, their passwords and sessions. Nothing else touches them.

import { isIPv6 } from 'node:net'
import type { Role } from '#lib/contract/people.ts'
import { AppError } from '#lib/errors.ts'
import type { Runtime } from '#server/runtime.ts'

export type User = { readonly id: string; readonly name: string; readonly email: string }

export type StoredSession = {
  readonly id: string
  readonly token: string
  readonly createdAt: number
  readonly lastSeenAt: number
  readonly expiresAt: number
  readonly clientAddress: string | null
  readonly userAgent: string | null
}

const credential = 'credential'
/** Far more people than an instance's operators will ever be; the library would stop at a hundred. */
const mostUsers = 10_000

export async function listUsers({ auth }: Runtime): Promise<User[]> {
  const { internalAdapter } = await auth.context
  const users = await internalAdapter.listUsers(mostUsers)
  return users.map(({ id, name, email }) => ({ id, name, email }))
}

export async function findUser({ auth }: Runtime, id: string): Promise<User | null> {
  const { internalAdapter } = await auth.context
  return internalAdapter.findUserById(id)
}

/**
 * Makes a user, who can do nothing until `admitUser`. Throws `invalid_input` on the field `email` when it is taken. A
 * user whom nobody admitted, since the process ended in between, is taken over.
 */
export async function createUser(runtime: Runtime, name: string, email: string): Promise<User> {
  const { internalAdapter } = await runtime.auth.context
  const left = await findUnadmitted(runtime, email)
  if (left) {
    await renameUser(runtime, left.id, name)
    return { ...left, name }
  }
  try {
    return await internalAdapter.createUser({ name, email, emailVerified: true }, { method: 'admin' })
  } catch (cause) {
    // Somebody else took it between the look and the write.
    if (await internalAdapter.findUserByEmail(email)) throw emailTaken()
    throw cause
  }
}

async function findUnadmitted({ auth, db }: Runtime, email: string): Promise<User | null> {
  const { internalAdapter } = await auth.context
  const found = await internalAdapter.findUserByEmail(email)
  if (!found) return null
  const { id } = found.user
  const row = await db.selectFrom('person').select('user_id').where('user_id', '=', id).executeTakeFirst()
  if (row) throw emailTaken()
  return { id, name: found.user.name, email: found.user.email }
}

/** Gives a user a role and so the right to sign in. Throws `invalid_input` when somebody else was quicker. */
export async function admitUser({ db, clock }: Runtime, userId: string, role: Role): Promise<void> {
  const made = await db
    .insertInto('person')
    .values({ user_id: userId, role, is_active: 1, created_at: clock(), last_sign_in_at: null })
    .onConflict((conflict) => conflict.column('user_id').doNothing())
    .executeTakeFirst()
  if (Number(made.numInsertedOrUpdatedRows) !== 1) throw emailTaken()
}

function emailTaken(): AppError {
  return new AppError('invalid_input', { fields: [{ path: 'email', reason: 'errors.email_taken' }] })
}

export async function renameUser({ auth }: Runtime, id: string, name: string): Promise<void> {
  const { internalAdapter } = await auth.context
  await internalAdapter.updateUser(id, { name })
}

/** Sets the password and ends every session, since whoever knew the old one may hold one. */
export async function setPassword({ auth }: Runtime, userId: string, password: string): Promise<void> {
  const { internalAdapter, password: hasher } = await auth.context
  const hash = await hasher.hash(password)
  const accounts = await internalAdapter.findAccounts(userId)
  if (accounts.some((account) => account.providerId === credential))
    await internalAdapter.updatePassword(userId, hash)
  else
    await internalAdapter.linkAccount({ userId, providerId: credential, accountId: userId, password: hash })
  await endSessions({ auth }, userId)
}

/** Ids of all who have chosen a password: one query for a list of people. */
export async function usersWithPassword({ auth }: Runtime): Promise<ReadonlySet<string>> {
  const { adapter } = await auth.context
  const accounts = await adapter.findMany<{ userId: string; password?: string | null }>({
    model: 'account',
    where: [{ field: 'providerId', value: credential }],
    limit: mostUsers,
  })
  return new Set(accounts.flatMap(({ userId, password }) => (password ? [userId] : [])))
}

/** Whether the person has chosen a password yet. */
export async function hasPassword({ auth }: Runtime, userId: string): Promise<boolean> {
  const { internalAdapter } = await auth.context
  const accounts = await internalAdapter.findAccounts(userId)
  return accounts.some((account) => account.providerId === credential && Boolean(account.password))
}

export async function listUserSessions({ auth }: Runtime, userId: string): Promise<StoredSession[]> {
  const { internalAdapter } = await auth.context
  const sessions = await internalAdapter.listSessions(userId, { onlyActiveSessions: true })
  return sessions.map((session) => ({
    id: session.id,
    token: session.token,
    createdAt: new Date(session.createdAt).getTime(),
    lastSeenAt: new Date(session.updatedAt).getTime(),
    expiresAt: new Date(session.expiresAt).getTime(),
    clientAddress: session.ipAddress ? shortAddress(session.ipAddress) : null,
    userAgent: session.userAgent || null,
  }))
}

/** The library writes IPv6 addresses out in full; people know the short form (RFC 5952). */
function shortAddress(address: string): string {
  return isIPv6(address) ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address
}

export async function endSession({ auth }: Runtime, token: string): Promise<void> {
  const { internalAdapter } = await auth.context
  await internalAdapter.deleteSession(token)
}

export async function endSessions({ auth }: Pick<Runtime, 'auth'>, userId: string): Promise<void> {
  const { internalAdapter } = await auth.context
  await internalAdapter.deleteUserSessions(userId)
}
