// The three calls of the sign-in library that pages use, with our own checks before and our own errors after.

import { z } from 'zod'
import { authPaths } from '#lib/contract/auth-paths.ts'
import { email as emailSchema, password as passwordSchema } from '#lib/contract/people.ts'
import { AppError, appErrorFrom } from '#lib/errors.ts'
import { recordEvent } from '#server/audit/record.ts'
import { type Actor, anonymousActor } from '#server/auth/actor.ts'
import { clientAddressHeader } from '#server/auth/auth.ts'
import { readActor } from '#server/auth/read-actor.ts'
import { beginAttempt } from '#server/auth/sign-in-guard.ts'
import type { ServiceContext } from '#server/http/context.ts'
import { beginCall, contextOf } from '#server/http/define-route.ts'
import { readJsonBody } from '#server/http/read-body.ts'
import { errorAnswer, jsonAnswer } from '#server/http/respond.ts'
import { checkSameOrigin } from '#server/http/same-origin.ts'

const signInBody = z.object({ email: z.string().max(254), password: z.string().max(1000) })
const updatePasswordBody = z.object({ currentPassword: z.string().max(1000), newPassword: z.string() })

/** Answers a call under `/api/auth`. Anything but sign-in, sign-out and password change does not exist. */
export async function handleAuth(request: Request): Promise<Response> {
  const call = await beginCall(request)
  const { requestId, locale, runtime } = call
  const { pathname } = new URL(request.url)
  try {
    const handler = request.method === 'POST' ? handlers.get(pathname) : undefined
    if (!handler) throw new AppError('not_found')
    checkSameOrigin(request, runtime.config)
    const body = await readJsonBody(request)
    const signedIn = await readActor(runtime, request.headers)
    const context = contextOf(call, signedIn?.actor ?? anonymousActor)
    const { setCookies } = await handler(context, request, body)
    return call.finish(jsonAnswer(request, {}, { requestId, setCookies }), pathname)
  } catch (thrown) {
    const error = appErrorFrom(thrown)
    return call.finish(
      errorAnswer(error, locale, { requestId }),
      handlers.has(pathname) ? pathname : '/api/auth',
      error,
    )
  }
}

type Handler = (
  context: ServiceContext,
  request: Request,
  body: unknown,
) => Promise<{ readonly setCookies: readonly string[] }>

const signIn: Handler = async (context, request, body) => {
  const { runtime, clientAddress } = context
  const parsed = signInBody.safeParse(body)
  if (!parsed.success) throw new AppError('invalid_input', { reason: 'errors.sign_in_failed' })
  const email = parsed.data.email.trim().toLowerCase()
  const { password } = parsed.data
  // A password typed into the wrong field must not stay in the log for all to read.
  const input = emailSchema.safeParse(email).success ? { email } : {}
  // Attempts that have to wait leave no row of their own, or anybody could fill the log; the lock itself has left one.
  const attempt = await beginAttempt(runtime, email, clientAddress.address)
  try {
    const answer = await askLibrary(context, request, { email, password })
    const userId = answer.ok
      ? z.object({ user: z.object({ id: z.string() }) }).parse(await answer.json()).user.id
      : null
    const person =
      userId === null
        ? undefined
        : await runtime.db
            .selectFrom('person')
            .select(['role', 'is_active'])
            .where('user_id', '=', userId)
            .executeTakeFirst()
    if (userId === null || !person || person.is_active === 0) {
      if (userId !== null) await dropSession(context, answer)
      if (attempt.locksAccount) await recordLock(context, input)
      // The same words for a wrong password, an unknown account and a disabled one.
      throw new AppError('unauthenticated', { reason: 'errors.sign_in_failed' })
    }
    await attempt.succeeded()
    await runtime.db
      .updateTable('person')
      .set({ last_sign_in_at: runtime.clock() })
      .where('user_id', '=', userId)
      .execute()
    const setCookies = answer.headers.getSetCookie()
    const actor = await actorBehind(context, setCookies)
    await recordEvent({ ...context, actor }, { action: 'session.sign-in', outcome: 'succeeded', input })
    return { setCookies }
  } catch (thrown) {
    const error = appErrorFrom(thrown)
    if (error.code !== 'internal') {
      await recordEvent(context, { action: 'session.sign-in', outcome: 'refused', input, error })
    }
    throw error
  }
}

function recordLock(context: ServiceContext, input: { readonly email?: string }): Promise<void> {
  return recordEvent(context, { action: 'person.lock', outcome: 'succeeded', input })
}

const signOut: Handler = async (context, request) => {
  const answer = await askLibrary(context, request, {})
  if (context.actor.id !== null) {
    await recordEvent(context, { action: 'session.sign-out', outcome: 'succeeded', input: {} })
  }
  return { setCookies: answer.headers.getSetCookie() }
}

const updatePassword: Handler = async (context, request, body) => {
  if (context.actor.id === null) throw new AppError('unauthenticated')
  const parsed = updatePasswordBody.safeParse(body)
  if (!parsed.success) throw new AppError('invalid_input')
  const { runtime, actor, clientAddress } = context
  const wanted = passwordSchema.safeParse(parsed.data.newPassword)
  // Before the attempt is counted: it guesses at nothing.
  if (!wanted.success)
    throw fieldError('newPassword', wanted.error.issues[0]?.message ?? 'errors.field.invalid')
  // Whoever holds a stolen session must not be able to guess the password either.
  const attempt = await beginAttempt(runtime, actor.email, clientAddress.address)
  const answer = await askLibrary(context, request, { ...parsed.data, revokeOtherSessions: true })
  const event = { action: 'password.update' as const, input: {} }
  // Signed out elsewhere in this very moment.
  if (answer.status === 401) throw new AppError('unauthenticated')
  if (!answer.ok) {
    const error = fieldError('currentPassword', 'errors.current_password_wrong')
    if (attempt.locksAccount) await recordLock(context, { email: actor.email })
    await recordEvent(context, { ...event, outcome: 'refused', error })
    throw error
  }
  await attempt.succeeded()
  await recordEvent(context, { ...event, outcome: 'succeeded' })
  return { setCookies: answer.headers.getSetCookie() }
}

function fieldError(path: string, reason: string): AppError {
  return new AppError('invalid_input', { reason, fields: [{ path, reason }] })
}

const handlers: ReadonlyMap<string, Handler> = new Map([
  [authPaths.signIn, signIn],
  [authPaths.signOut, signOut],
  [authPaths.updatePassword, updatePassword],
])

/** Hands the call on with the address as we know it, and none that the client claims. */
async function askLibrary(
  { runtime, clientAddress }: ServiceContext,
  request: Request,
  body: Readonly<Record<string, unknown>>,
): Promise<Response> {
  const headers = new Headers({ 'content-type': 'application/json' })
  for (const name of ['cookie', 'user-agent']) {
    const value = request.headers.get(name)
    if (value !== null) headers.set(name, value)
  }
  if (clientAddress.address !== null) headers.set(clientAddressHeader, clientAddress.address)
  const { pathname } = new URL(request.url)
  const answer = await runtime.auth.handler(
    new Request(new URL(pathname, runtime.config.url), {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    }),
  )
  if (answer.status >= 500)
    throw new AppError('internal', { cause: new Error(`sign-in library: ${answer.status}`) })
  return answer
}

/** The cookies of an answer as the next request would send them. */
function cookieHeaders(setCookies: readonly string[]): Headers {
  return new Headers({ cookie: setCookies.map((cookie) => cookie.split(';')[0] ?? '').join('; ') })
}

async function actorBehind({ runtime }: ServiceContext, setCookies: readonly string[]): Promise<Actor> {
  const signedIn = await readActor(runtime, cookieHeaders(setCookies))
  return signedIn?.actor ?? anonymousActor
}

/** Ends the session of a person who may not sign in: reading it does. */
async function dropSession({ runtime }: ServiceContext, answer: Response): Promise<void> {
  await readActor(runtime, cookieHeaders(answer.headers.getSetCookie()))
}
