// How people get in for the first time: the first administrator by the settings or by a one-time link, others by invitation.

import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BodyOf, ResponseOf } from '#lib/contract/endpoint.ts'
import type { endpoints } from '#lib/contract/endpoints.ts'
import type { Role } from '#lib/contract/people.ts'
import { AppError } from '#lib/errors.ts'
import { withAudit } from '#server/audit/record.ts'
import { createUser, findUser, renameUser, setPassword } from '#server/auth/accounts.ts'
import { systemActor } from '#server/auth/actor.ts'
import { unlockAccount } from '#server/auth/sign-in-guard.ts'
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
export async function ensureFirstAdmin(runtime: Runtime): Promise<{ setupUrl: string | null }> {
  const path = join(runtime.config.dataDir, linkFile)
  if (!(await needsSetup(runtime))) {
    rmSync(path, { force: true })
    return { setupUrl: null }
  }
  const { firstAdmin } = runtime.config
  if (firstAdmin) {
    const { email, password } = firstAdmin
    const name = email.slice(0, email.indexOf('@'))
    const context = {
      runtime,
      actor: systemActor,
      requestId: randomUUID(),
      clientAddress: { address: null },
    }
    await withAudit(context, { action: 'setup.complete', input: { email, role: 'admin' } }, () =>
      createAccount(runtime, { name, email, password: password.reveal(), role: 'admin' }),
    )
    rmSync(path, { force: true })
    return { setupUrl: null }
  }
  const { url } = await createOneTimeLink(runtime, { purpose: 'first-admin' })
  mkdirSync(runtime.config.dataDir, { recursive: true, mode: 0o700 })
  writeFileSync(path, `${url}\n`, { mode: 0o600 })
  return { setupUrl: url }
}

/** What a link is for. Throws `gone` when it was used or has ended. */
export async function readSetup(
  { runtime }: ServiceContext,
  { token }: BodyOf<typeof endpoints.readSetup>,
): Promise<ResponseOf<typeof endpoints.readSetup>> {
  const link = await findOneTimeLink(runtime, token)
  const user = link.user_id === null ? null : await findUser(runtime, link.user_id)
  return {
    purpose: link.purpose,
    name: user?.name ?? null,
    email: user?.email ?? null,
    role: link.role,
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
    const invited = link.user_id === null ? null : await findUser(runtime, link.user_id)
    if (link.user_id !== null && !invited) throw new AppError('gone', { reason: 'errors.link_gone' })
    const who = { name, email: invited?.email ?? email, role: link.role }
    // The caller is whom the link says, from here on.
    const named = { ...context, actor: { ...context.actor, id: invited?.id ?? null, name } }
    return withAudit(named, { action: 'setup.complete', input: who }, async () => {
      if (!invited) {
        // Another first administrator may have come in by the settings meanwhile.
        if (!(await needsSetup(runtime))) throw new AppError('gone', { reason: 'errors.link_gone' })
        return createAccount(runtime, { ...who, password })
      }
      if (invited.name !== name) await renameUser(runtime, invited.id, name)
      await setPassword(runtime, invited.id, password)
      await unlockAccount(runtime, invited.email)
      return invited
    })
  })
  rmSync(join(runtime.config.dataDir, linkFile), { force: true })
  return { email: user.email }
}

async function createAccount(
  runtime: Runtime,
  { name, email, password, role }: { name: string; email: string; password: string; role: Role },
) {
  const user = await createUser(runtime, name, email)
  await setPassword(runtime, user.id, password)
  await runtime.db
    .insertInto('person')
    .values({ user_id: user.id, role, is_active: 1, created_at: runtime.clock(), last_sign_in_at: null })
    .execute()
  return user
}
