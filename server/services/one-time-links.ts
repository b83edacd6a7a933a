// Links that work once: the first administrator's and invitations. The token is only ever in the link; we keep its hash.

import { createHash, randomBytes } from 'node:crypto'
import type { Role } from '#lib/contract/people.ts'
import { AppError } from '#lib/errors.ts'
import type { OneTimeLinkTable } from '#server/db/schema.ts'
import type { Runtime } from '#server/runtime.ts'

const invitationMs = 7 * 86_400_000

export type MadeLink = { readonly url: string; readonly expiresAt: number | null }

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

type LinkTarget =
  | { readonly purpose: 'first-admin' }
  | { readonly purpose: 'invitation'; readonly userId: string; readonly role: Role }

/** Makes a link and drops those it replaces. The token stands behind `#`, which browsers send to nobody. */
export async function createOneTimeLink(runtime: Runtime, target: LinkTarget): Promise<MadeLink> {
  const { db, clock, config } = runtime
  const token = randomBytes(32).toString('base64url')
  const now = clock()
  const userId = target.purpose === 'invitation' ? target.userId : null
  const expiresAt = target.purpose === 'invitation' ? now + invitationMs : null
  await db
    .deleteFrom('one_time_link')
    .where('purpose', '=', target.purpose)
    .where('user_id', userId === null ? 'is' : '=', userId)
    .where('used_at', 'is', null)
    .execute()
  await db
    .insertInto('one_time_link')
    .values({
      token_hash: hashOf(token),
      purpose: target.purpose,
      user_id: userId,
      role: target.purpose === 'invitation' ? target.role : 'admin',
      created_at: now,
      expires_at: expiresAt,
      used_at: null,
    })
    .execute()
  return { url: `${config.url}/setup#token=${token}`, expiresAt }
}

/** The link of a token that may still be used. Throws `gone` otherwise, without saying why. */
export async function findOneTimeLink(runtime: Runtime, token: string): Promise<OneTimeLinkTable> {
  const link = await runtime.db
    .selectFrom('one_time_link')
    .selectAll()
    .where('token_hash', '=', hashOf(token))
    .where('used_at', 'is', null)
    .executeTakeFirst()
  if (!link || (link.expires_at !== null && link.expires_at <= runtime.clock())) {
    throw new AppError('gone', { reason: 'errors.link_gone' })
  }
  return link
}

/**
 * Takes the link for the time of the work: of two callers at once only one gets it. When the work fails the link is
 * given back.
 */
export async function useOneTimeLink<T>(
  runtime: Runtime,
  token: string,
  work: (link: OneTimeLinkTable) => Promise<T>,
) {
  const link = await findOneTimeLink(runtime, token)
  const taken = await runtime.db
    .updateTable('one_time_link')
    .set({ used_at: runtime.clock() })
    .where('token_hash', '=', link.token_hash)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  if (Number(taken.numUpdatedRows) !== 1) throw new AppError('gone', { reason: 'errors.link_gone' })
  try {
    return await work(link)
  } catch (error) {
    await runtime.db
      .updateTable('one_time_link')
      .set({ used_at: null })
      .where('token_hash', '=', link.token_hash)
      .execute()
    throw error
  }
}
