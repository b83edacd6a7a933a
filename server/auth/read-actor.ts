// From a request's cookie to the person behind it.

import { APIError } from 'better-auth/api'
import { AppError } from '#lib/errors.ts'
import type { Runtime } from '#server/runtime.ts'
import type { Actor } from './actor.ts'
import { sessionAbsoluteMs } from './auth.ts'
import { permissionsOfRole } from './permissions.ts'

export type SignedIn = {
  readonly actor: Actor
  /** Cookies that prolong the session; the answer must carry them. */
  readonly setCookies: readonly string[]
}

/**
 * Who sends these headers, or null for a stranger. A session that is past its absolute limit, or whose person may no
 * longer sign in, ends here. `mayProlong: false` where the new cookie could not be sent: prolonged in the database
 * alone, the session would end in the browser while it is in use.
 */
export async function readActor(
  runtime: Runtime,
  headers: Headers,
  { mayProlong = true }: { readonly mayProlong?: boolean } = {},
): Promise<SignedIn | null> {
  const cookie = headers.get('cookie')
  if (cookie === null) return null
  const found = await sessionOf(runtime, cookie, mayProlong)
  if (!found) return null
  const { session, user, setCookies } = found
  const person = await runtime.db
    .selectFrom('person')
    .select(['role', 'is_active'])
    .where('user_id', '=', user.id)
    .executeTakeFirst()
  const isOver = session.createdAt.getTime() + sessionAbsoluteMs <= runtime.clock()
  if (!person || person.is_active === 0 || isOver) {
    const { internalAdapter } = await runtime.auth.context
    await internalAdapter.deleteSession(session.token)
    return null
  }
  return {
    actor: {
      id: user.id,
      name: user.name,
      email: user.email,
      role: person.role,
      permissions: permissionsOfRole(person.role),
      sessionId: session.id,
    },
    setCookies,
  }
}

async function sessionOf(runtime: Runtime, cookie: string, mayProlong: boolean) {
  try {
    const { response, headers: answered } = await runtime.auth.api.getSession({
      // Only what it needs: nothing else that a client sends is the library's business.
      headers: new Headers({ cookie }),
      query: { disableRefresh: !mayProlong },
      returnHeaders: true,
    })
    if (!response) return null
    return { session: response.session, user: response.user, setCookies: answered.getSetCookie() }
  } catch (cause) {
    // The library throws on a cookie it cannot read; a stranger it is, unless the database is at fault.
    if (cause instanceof APIError && cause.statusCode < 500) return null
    throw new AppError('internal', { cause })
  }
}
