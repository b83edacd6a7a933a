// How people get in for the first time: the first administrator by the settings or by a one-time link, others by invitation.

import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BodyOf, ResponseOf } from '#lib/contract/endpoint.ts'
import type { endpoints } from '#lib/contract/endpoints.ts'
import type { Role } from '#lib/contract/people.ts'
import { AppError } from '#lib/errors.ts'
import { withAudit } from '#server/audit/record.ts'
import { admitUser, createUser, findUser, renameUser, setPassword, type User } from '#server/auth/accounts.ts'
import { systemActor } from '#server/auth/actor.ts'
import { unlockAccount } from '#server/auth/sign-in-guard.ts'
import type { OneTimeLinkTable } from '#server/db/schema.ts'
import type { ServiceContext } from '#server/http/context.ts'
import type { Runtime } from '#server/runtime.ts'
import { createOneTimeLink, findOneTimeLink, useOneTimeLink } from './one-time-links.ts'

const linkFile = 'setup-link'

/** True while nobody has an account. */
export async function needsSetup({ db }: Pick<Runtime, 'db'>): Promise<boolean> {
  return (await db.selectFrom('person').select('user_id').limit(1).executeTakeFirst()) === undefined
}

/**
 * At the start: creates the administrator the settings name, or makes the set-up link, which is returned and kept in the
 * data folder for the launcher. Does neither once somebody has an account.
 */
export function ensureFirstAdmin(runtime: Runtime): Promise<{ setupUrl: string | null }> {
  const { dataDir, firstAdmin } = runtime.config
  const path = join(dataDir, linkFile)
  return runtime.exclusively(async () => {
    const isNeeded = await needsSetup(runtime)
    if (isNeeded && !firstAdmin) {
      const { url } = await createOneTimeLink(runtime, { purpose: 'first-admin' })
      mkdirSync(dataDir, { recursive: true, mode: 0o700 })
      writeFileSync(path, `${url}\n`, { mode: 0o600 })
      return { setupUrl: url }
    }
    if (isNeeded && firstAdmin) await createFirstAdmin(runtime, firstAdmin)
    rmSync(path, { force: true })
    return { setupUrl: null }
  })
}

async function createFirstAdmin(
  runtime: Runtime,
  { email, password }: NonNullable<Runtime['config']['firstAdmin']>,
): Promise<void> {
  const name = email.slice(0, email.indexOf('@'))
  const context = { runtime, actor: systemActor, requestId: randomUUID(), clientAddress: { address: null } }
  await withAudit(context, { action: 'setup.complete', input: { email, role: 'admin' } }, () =>
    createAccount(runtime, { name, email, password: password.reveal(), role: 'admin' }),
  )
}

/** What a link is for. Throws `gone` when it was used or has ended. */
export async function readSetup(
  { runtime }: ServiceContext,
  { token }: BodyOf<typeof endpoints.readSetup>,
): Promise<ResponseOf<typeof endpoints.readSetup>> {
  const link = await findOneTimeLink(runtime, token)
  const { user, role } = await whoMayEnter(runtime, link)
  return {
    purpose: link.purpose,
    name: user?.name ?? null,
    email: user?.email ?? null,
    role,
    expiresAt: link.expires_at,
  }
}

/** Redeems a link: makes the first administrator, or sets the invited person's password. */
export async function completeSetup(
  context: ServiceContext,
  { token, name, email, password }: BodyOf<typeof endpoints.completeSetup>,
): Promise<{ email: string }> {
  const { runtime } = context
  const user = await useOneTimeLink(runtime, token, async (link) => {
    const { user: invited, role } = await whoMayEnter(runtime, link)
    const who = { name, email: invited?.email ?? email, role }
    // The caller is whom the link says, from here on.
    const named = { ...context, actor: { ...context.actor, id: invited?.id ?? null, name } }
    return withAudit(named, { action: 'setup.complete', input: who }, async () => {
      if (!invited) return createAccount(runtime, { ...who, password })
      if (invited.name !== name) await renameUser(runtime, invited.id, name)
      await setPassword(runtime, invited.id, password)
      await unlockAccount(runtime, invited.email)
      return invited
    })
  })
  rmSync(join(runtime.config.dataDir, linkFile), { force: true })
  return { email: user.email }
}

/**
 * Whom a link lets in, and as what by now; no user: the first administrator. Throws `gone` for that one once somebody
 * has an account, and for a person who is disabled.
 */
async function whoMayEnter(
  runtime: Runtime,
  link: OneTimeLinkTable,
): Promise<{ readonly user: User | null; readonly role: Role }> {
  const gone = new AppError('gone', { reason: 'errors.link_gone' })
  if (link.user_id === null) {
    if (!(await needsSetup(runtime))) throw gone
    return { user: null, role: link.role }
  }
  const person = await runtime.db
    .selectFrom('person')
    .select(['role', 'is_active'])
    .where('user_id', '=', link.user_id)
    .executeTakeFirst()
  const user = await findUser(runtime, link.user_id)
  if (!user || !person || person.is_active === 0) throw gone
  return { user, role: person.role }
}

async function createAccount(
  runtime: Runtime,
  { name, email, password, role }: { name: string; email: string; password: string; role: Role },
) {
  const user = await createUser(runtime, name, email)
  await setPassword(runtime, user.id, password)
  // Last: whatever breaks before leaves nobody, and so the way in stays open.
  await admitUser(runtime, user.id, role)
  return user
}
