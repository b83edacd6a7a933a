import type { ResponseOf } from '#lib/contract/endpoint.ts'
import type { endpoints } from '#lib/contract/endpoints.ts'
import { AppError } from '#lib/errors.ts'
import { withAudit } from '#server/audit/record.ts'
import { endSession, listUserSessions } from '#server/auth/accounts.ts'
import type { ServiceContext } from '#server/http/context.ts'

function ownId({ actor }: ServiceContext): string {
  if (actor.id === null) throw new AppError('unauthenticated')
  return actor.id
}

/** The actor's own sessions, the last used first. */
export async function listSessions(
  context: ServiceContext,
): Promise<ResponseOf<typeof endpoints.listSessions>> {
  const sessions = await listUserSessions(context.runtime, ownId(context))
  return {
    sessions: sessions
      .map(({ token: _, ...session }) => ({ ...session, isCurrent: session.id === context.actor.sessionId }))
      .sort((a, b) => b.lastSeenAt - a.lastSeenAt),
  }
}

/** Ends one of the actor's own sessions. Throws `not_found` for any other. */
export async function deleteSession(context: ServiceContext, sessionId: string): Promise<{ done: true }> {
  const sessions = await listUserSessions(context.runtime, ownId(context))
  const session = sessions.find((each) => each.id === sessionId)
  if (!session) throw new AppError('not_found', { reason: 'errors.session_not_found' })
  const input = { userAgent: session.userAgent, signedInFrom: session.clientAddress }
  return withAudit(context, { action: 'session.end', input }, async () => {
    await endSession(context.runtime, session.token)
    return { done: true as const }
  })
}
