// Every route of ours is made here: who may call it, what it takes and what it answers stand in one place, and the checks
// come in one order for all.

import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { BodyOf, Endpoint, ParamsOf, QueryOf, ResponseOf } from '#lib/contract/endpoint.ts'
import type { Permission } from '#lib/contract/people.ts'
import { AppError, appErrorFrom, type FieldProblem } from '#lib/errors.ts'
import { readCookie, readLocale } from '#lib/locale.ts'
import { type Actor, anonymousActor } from '#server/auth/actor.ts'
import { readActor } from '#server/auth/read-actor.ts'
import { getRuntime, type Runtime } from '#server/runtime.ts'
import { requirePermission } from '#server/services/require-permission.ts'
import { readClientAddress } from './client-address.ts'
import type { ServiceContext } from './context.ts'
import { readJsonBody } from './read-body.ts'
import { errorAnswer, jsonAnswer } from './respond.ts'
import { checkSameOrigin } from './same-origin.ts'

/** A permission, any signed-in person, or everybody. */
export type Access = Permission | 'signed-in' | 'public'

export type RouteInput<E extends Endpoint> = {
  readonly context: ServiceContext
  readonly params: ParamsOf<E>
  readonly query: QueryOf<E>
  readonly body: BodyOf<E>
  /** The request itself, for the few that answer with cookies. */
  readonly request: Request
}

export type RouteDefinition<E extends Endpoint> = {
  readonly endpoint: E
  readonly access: Access
  readonly handle: (input: RouteInput<E>) => Promise<ResponseOf<E>>
}

/** Next passes no places for a path that has none. */
type NextContext = { readonly params: Promise<Record<string, string | string[] | undefined> | undefined> }

export type Route = {
  (request: Request, next: NextContext): Promise<Response>
  /** For the test that compares the routes with the table of endpoints. */
  readonly definition: RouteDefinition<Endpoint>
}

export function defineRoute<const E extends Endpoint>(definition: RouteDefinition<E>): Route {
  const { endpoint, access, handle } = definition
  const route = async (request: Request, next: NextContext): Promise<Response> => {
    const call = await beginCall(request)
    const { runtime, requestId, locale } = call
    try {
      // Next answers HEAD with the handler of GET.
      const isRead = request.method === 'GET' || request.method === 'HEAD'
      if (!isRead) checkSameOrigin(request, runtime.config)
      const signedIn = access === 'public' ? null : await readActor(runtime, request.headers)
      const context = contextOf(call, signedIn?.actor ?? anonymousActor)
      // A write is checked for its right by the service, which also leaves the audit row; here it is only kept out.
      requireAccess(context.actor, access)
      const params = parse(endpoint.params, (await next.params) ?? {}, 'params')
      const query = parse(endpoint.query, Object.fromEntries(new URL(request.url).searchParams), 'query')
      const body = isRead
        ? {}
        : await readBody(endpoint, request).catch((error) => refuseFirst(error, context, access))
      const result = await handle({
        context,
        params: params as ParamsOf<E>,
        query: query as QueryOf<E>,
        body: body as BodyOf<E>,
        request,
      })
      const answer = endpoint.response.safeParse(result)
      if (!answer.success) throw new AppError('internal', { cause: answer.error })
      return call.finish(
        jsonAnswer(request, answer.data, { requestId, setCookies: signedIn?.setCookies ?? [] }),
        endpoint.path,
      )
    } catch (thrown) {
      const error = appErrorFrom(thrown)
      return call.finish(errorAnswer(error, locale, { requestId }), endpoint.path, error)
    }
  }
  return Object.assign(route, { definition: definition as unknown as RouteDefinition<Endpoint> })
}

export type Call = {
  readonly runtime: Runtime
  readonly requestId: string
  readonly locale: ServiceContext['locale']
  readonly clientAddress: ServiceContext['clientAddress']
  readonly userAgent: string | null
  /** Logs and counts the answer, and returns it. */
  finish(response: Response, path: string, error?: AppError): Response
}

/** What every call needs, known before anything can go wrong with it. */
export async function beginCall(request: Request): Promise<Call> {
  const runtime = await getRuntime()
  const startedAt = runtime.clock()
  const requestId = randomUUID()
  const { headers } = request
  return {
    runtime,
    requestId,
    locale: readLocale(readCookie(headers.get('cookie'), 'locale'), headers.get('accept-language')),
    clientAddress: readClientAddress(headers, runtime.config),
    userAgent: headers.get('user-agent')?.slice(0, 300) ?? null,
    finish(response, path, error) {
      const line = {
        requestId,
        method: request.method,
        path,
        status: response.status,
        tookMs: runtime.clock() - startedAt,
        ...(error && { code: error.code, upstream: error.upstream }),
        // Only what nobody foresaw needs its stack.
        ...(error?.code === 'internal' && { err: error.cause ?? error }),
      }
      if (error?.code === 'internal') runtime.log.error(line, 'request')
      else runtime.log.info(line, 'request')
      runtime.metrics.countRequest(request.method, path, response.status)
      return response
    },
  }
}

export function contextOf(call: Call, actor: Actor): ServiceContext {
  const { runtime, requestId, clientAddress, userAgent, locale } = call
  return { runtime, actor, requestId, clientAddress, userAgent, locale }
}

function requireAccess(actor: Actor, access: Access): void {
  if (access === 'public') return
  if (actor.id === null) throw new AppError('unauthenticated')
  // Writes that lack the right go on to the service, which refuses them and writes that down.
  if (access !== 'signed-in' && !access.endsWith(':write') && !actor.permissions.has(access)) {
    throw new AppError('forbidden')
  }
}

async function readBody(endpoint: Endpoint, request: Request): Promise<unknown> {
  return parse(endpoint.body, await readJsonBody(request), 'body')
}

/** A write that is wrong in itself does not reach its service, which would have refused it for lack of the right. */
async function refuseFirst(error: unknown, context: ServiceContext, access: Access): Promise<never> {
  if (access !== 'public' && access !== 'signed-in') await requirePermission(context, access)
  throw error
}

function parse(schema: z.ZodType, value: unknown, part: 'params' | 'query' | 'body'): unknown {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const fields: FieldProblem[] = parsed.error.issues.slice(0, 100).map((issue) => ({
    path: issue.path.join('.') || part,
    // Schemas may name a sentence of the catalogues; the library's own English is not shown.
    reason: /^[a-z][A-Za-z]*\.[A-Za-z_.]+$/.test(issue.message)
      ? issue.message
      : `errors.field.${issueKind(issue.code)}`,
  }))
  // A path or query that cannot be is a page that does not exist.
  if (part === 'params') throw new AppError('not_found')
  throw new AppError('invalid_input', { fields })
}

function issueKind(code: string): 'too_small' | 'too_big' | 'invalid' {
  return code === 'too_small' || code === 'too_big' ? code : 'invalid'
}
