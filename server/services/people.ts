import type { BodyOf, ResponseOf } from '#lib/contract/endpoint.ts'
import type { endpoints } from '#lib/contract/endpoints.ts'
import type { Person } from '#lib/contract/people.ts'
import { AppError } from '#lib/errors.ts'
import { withAudit } from '#server/audit/record.ts'
import {
  admitUser,
  createUser,
  endSessions,
  findUser,
  hasPassword,
  listUsers,
  renameUser,
  type User,
  usersWithPassword,
} from '#server/auth/accounts.ts'
import { lockedAccounts, unlockAccount } from '#server/auth/sign-in-guard.ts'
import type { PersonTable } from '#server/db/schema.ts'
import type { ServiceContext } from '#server/http/context.ts'
import type { Runtime } from '#server/runtime.ts'
import { createOneTimeLink } from './one-time-links.ts'
import { requirePermission } from './require-permission.ts'

type PersonInvited = ResponseOf<typeof endpoints.createPerson>

/** Everybody who has or may get an account, by name. */
export async function listPeople(context: ServiceContext): Promise<{ people: Person[] }> {
  await requirePermission(context, 'people:read')
  const { runtime } = context
  const [users, rows] = await Promise.all([
    listUsers(runtime),
    runtime.db.selectFrom('person').selectAll().execute(),
  ])
  const byId = new Map(rows.map((row) => [row.user_id, row]))
  const known = users.flatMap((user) => {
    const row = byId.get(user.id)
    return row ? [{ user, row }] : []
  })
  const locked = await lockedAccounts(
    runtime,
    known.map(({ user }) => user.email),
  )
  const entered = await usersWithPassword(runtime)
  const people = known.map(({ user, row }) =>
    personFrom(user, row, { isInvited: !entered.has(user.id), isLocked: locked.has(user.email) }),
  )
  return { people: people.sort((a, b) => a.name.localeCompare(b.name)) }
}

function personFrom(user: User, row: PersonTable, state: Pick<Person, 'isInvited' | 'isLocked'>): Person {
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    role: row.role,
    isActive: row.is_active === 1,
    ...state,
    createdAt: row.created_at,
    lastSignInAt: row.last_sign_in_at,
  }
}

/** Adds a person and makes their one-time link. Throws `invalid_input` when the email is taken. */
export async function createPerson(
  context: ServiceContext,
  body: BodyOf<typeof endpoints.createPerson>,
): Promise<PersonInvited> {
  await requirePermission(context, 'people:write', { email: body.email })
  const { runtime } = context
  return withAudit(context, { action: 'person.create', input: { ...body } }, async (_, record) => {
    const user = await createUser(runtime, body.name, body.email)
    await admitUser(runtime, user.id, body.role)
    const person = await readPerson(runtime, user.id)
    record.after({ name: person.name, email: person.email, role: person.role })
    return invite(runtime, person)
  })
}

/** A new one-time link; the one before stops working. */
export async function invitePerson(context: ServiceContext, personId: string): Promise<PersonInvited> {
  await requirePermission(context, 'people:write', { personId })
  const { runtime } = context
  const person = await readPerson(runtime, personId)
  const input = { personId, name: person.name, email: person.email }
  return withAudit(context, { action: 'person.invite', input }, () => {
    refuseSelf(context, personId)
    return invite(runtime, person)
  })
}

async function invite(runtime: Runtime, person: Person): Promise<PersonInvited> {
  const { url, expiresAt } = await createOneTimeLink(runtime, {
    purpose: 'invitation',
    userId: person.id,
    role: person.role,
  })
  return { person, inviteUrl: url, expiresAt: expiresAt ?? 0 }
}

/**
 * Changes name, role or state. Nobody changes their own role or state, and one active administrator always remains.
 * Throws `forbidden`, `conflict` or `not_found`.
 */
export async function updatePerson(
  context: ServiceContext,
  personId: string,
  body: BodyOf<typeof endpoints.updatePerson>,
): Promise<Person> {
  await requirePermission(context, 'people:write', { personId })
  const { runtime } = context
  const person = await readPerson(runtime, personId)
  const input = { personId, name: person.name, email: person.email, change: { ...body } }
  return withAudit(context, { action: 'person.update', input }, async (_, record) => {
    if (body.role !== undefined || body.isActive !== undefined) refuseSelf(context, personId)
    record.before({ name: person.name, role: person.role, isActive: person.isActive })
    await changeRow(runtime, person, body)
    if (body.name !== undefined) await renameUser(runtime, personId, body.name)
    if (body.unlock) await unlockAccount(runtime, person.email)
    // A new role needs no new session: rights are looked up with every call.
    if (body.isActive === false) await endSessions(runtime, personId)
    const changed = await readPerson(runtime, personId)
    record.after({ name: changed.name, role: changed.role, isActive: changed.isActive })
    return changed
  })
}

async function changeRow(
  { db }: Runtime,
  person: Person,
  { role, isActive }: BodyOf<typeof endpoints.updatePerson>,
): Promise<void> {
  if (role === undefined && isActive === undefined) return
  await db.transaction().execute(async (transaction) => {
    // Holds the row of every administrator: of two who demote each other at once, the second one waits here and then
    // finds itself alone.
    await transaction
      .updateTable('person')
      .set(({ ref }) => ({ role: ref('role') }))
      .where('role', '=', 'admin')
      .execute()
    await transaction
      .updateTable('person')
      .set({
        ...(role !== undefined && { role }),
        ...(isActive !== undefined && { is_active: isActive ? 1 : 0 }),
      })
      .where('user_id', '=', person.id)
      .execute()
    const left = await transaction
      .selectFrom('person')
      .select('user_id')
      .where('role', '=', 'admin')
      .where('is_active', '=', 1)
      .limit(1)
      .executeTakeFirst()
    if (!left) throw new AppError('conflict', { reason: 'errors.last_admin' })
  })
}

/** Signs a person out everywhere. */
export async function deletePersonSessions(
  context: ServiceContext,
  personId: string,
): Promise<{ done: true }> {
  await requirePermission(context, 'people:write', { personId })
  const { runtime } = context
  const person = await readPerson(runtime, personId)
  const input = { personId, name: person.name, email: person.email }
  return withAudit(context, { action: 'session.end', input }, async () => {
    await endSessions(runtime, personId)
    return { done: true as const }
  })
}

async function readPerson(runtime: Runtime, personId: string): Promise<Person> {
  const row = await runtime.db
    .selectFrom('person')
    .selectAll()
    .where('user_id', '=', personId)
    .executeTakeFirst()
  const user = row && (await findUser(runtime, personId))
  if (!row || !user) throw new AppError('not_found', { reason: 'errors.person_not_found' })
  const locked = await lockedAccounts(runtime, [user.email])
  return personFrom(user, row, {
    isInvited: !(await hasPassword(runtime, user.id)),
    isLocked: locked.has(user.email),
  })
}

function refuseSelf(context: ServiceContext, personId: string): void {
  if (context.actor.id === personId) throw new AppError('forbidden', { reason: 'errors.own_account' })
}
