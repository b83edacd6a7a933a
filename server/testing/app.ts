// The whole server as a function: real routes, a real database and a real embedded CCR, with only the socket left out.
// A request carries what a browser and our HTTP server would put on it.

import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { authPaths } from '#lib/contract/auth-paths.ts'
import {
  type BodyInputOf,
  buildPath,
  type Endpoint,
  type ParamsOf,
  type QueryOf,
  type ResponseOf,
} from '#lib/contract/endpoint.ts'
import { type EndpointName, endpoints } from '#lib/contract/endpoints.ts'
import type { Role } from '#lib/contract/people.ts'
import type { ErrorWire } from '#lib/errors.ts'
import { createUser, setPassword } from '#server/auth/accounts.ts'
import type { Emulator } from '#server/emulator/start.ts'
import { peerHeader } from '#server/http/client-address.ts'
import type { Route } from '#server/http/define-route.ts'
import { type Runtime, setRuntime } from '#server/runtime.ts'
import { startWorld, type WorldOptions } from './world.ts'

export const testPassword = 'correct horse battery staple'

/** Somebody with an account, and the cookies of their browser. */
export type TestPerson = {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly browser: Browser
}

/** The cookies of one browser; every answer's Set-Cookie is followed. */
export type Browser = { readonly cookies: Map<string, string> }

export type SendOptions = {
  readonly by?: Browser
  readonly headers?: Readonly<Record<string, string | null>>
  /** Address of the connection. */
  readonly peer?: string
  /** JSON unless it is text or a stream already. */
  readonly body?: unknown
}

export type Answer<T = unknown> = {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The parsed body; `undefined` when there is none. */
  readonly body: T
  /** The error of a refused call; fails loudly when there is none. */
  readonly error: ErrorWire['error']
}

export type CallOptions<E extends Endpoint> = Omit<SendOptions, 'body'> & {
  readonly params?: ParamsOf<E>
  readonly query?: Partial<QueryOf<E>>
  readonly body?: BodyInputOf<E>
  readonly as?: TestPerson
}

export type TestApp = {
  readonly emulator: Emulator
  readonly runtime: Runtime
  readonly dataDir: string
  /** Every line the server has logged. */
  logText(): string
  /** A signed-in person of that role; the same one each time. */
  as(role: Role): Promise<TestPerson>
  /** Another person, not signed in yet. */
  addPerson(role: Role, name?: string): Promise<TestPerson>
  signIn(
    person: Pick<TestPerson, 'email' | 'browser'>,
    password?: string,
    options?: SendOptions,
  ): Promise<Answer>
  /** Calls an endpoint of the table through its route module. */
  call<N extends EndpointName>(
    name: N,
    options?: CallOptions<(typeof endpoints)[N]>,
  ): Promise<Answer<ResponseOf<(typeof endpoints)[N]>>>
  /** Sends anything to a route module, e.g. what no browser would. */
  send(method: string, path: string, options?: SendOptions): Promise<Answer>
  close(): Promise<void>
}

export const testOrigin = 'http://127.0.0.1:3000'
export const testPeer = '203.0.113.7'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** The route module of a path with `[name]` places. */
export async function loadRoute(path: string): Promise<Readonly<Record<string, Route | undefined>>> {
  return import(/* @vite-ignore */ join(root, 'app', path, 'route.ts'))
}

export async function startTestApp(options: WorldOptions = {}): Promise<TestApp> {
  const world = await startWorld(options)
  const { emulator, runtime, dataDir, peerSecret, logText } = world
  const send = async (file: string, method: string, path: string, params: object, given: SendOptions) => {
    const handler = (await loadRoute(file))[method === 'HEAD' ? 'GET' : method]
    if (!handler) throw new Error(`app${file}/route.ts has no ${method}`)
    // Each time: a test may run two apps side by side.
    setRuntime(runtime)
    const response = await handler(requestOf(method, path, peerSecret, given), {
      params: Promise.resolve({ ...params }),
    })
    return answerFrom(response, given.by)
  }

  const people = new Map<Role, Promise<TestPerson>>()
  let serial = 0
  const app: TestApp = {
    emulator,
    runtime,
    dataDir,
    logText,
    as(role) {
      const made = people.get(role) ?? signedIn(app, role)
      people.set(role, made)
      return made
    },
    async addPerson(role, name = `Some ${role}`) {
      serial += 1
      const email = `${role}-${serial}@example.com`
      const user = await createUser(runtime, name, email)
      await setPassword(runtime, user.id, testPassword)
      await runtime.db
        .insertInto('person')
        .values({ user_id: user.id, role, is_active: 1, created_at: runtime.clock(), last_sign_in_at: null })
        .execute()
      return { id: user.id, name, email, role, browser: newBrowser() }
    },
    signIn: ({ email, browser }, password = testPassword, given = {}) =>
      send(
        '/api/auth/[...all]',
        'POST',
        authPaths.signIn,
        {},
        {
          by: browser,
          ...given,
          body: { email, password },
        },
      ),
    async call<N extends EndpointName>(name: N, given: CallOptions<(typeof endpoints)[N]> = {}) {
      const row: Endpoint = endpoints[name]
      const { params, query, as, body, ...rest } = given
      const path = buildPath(row, params as Record<string, string>, query as Record<string, string>)
      return (await send(row.path, row.method, path, params ?? {}, {
        ...(as && { by: as.browser }),
        ...rest,
        ...(row.method !== 'GET' && { body: body ?? {} }),
      })) as Answer<ResponseOf<(typeof endpoints)[N]>>
    },
    send: (method, path, given = {}) =>
      send(
        path.startsWith('/api/auth/') ? '/api/auth/[...all]' : (path.split('?', 1)[0] ?? path),
        method,
        path,
        {},
        given,
      ),
    async close() {
      setRuntime(null)
      await world.close()
    },
  }
  return app
}

async function signedIn(app: TestApp, role: Role): Promise<TestPerson> {
  const person = await app.addPerson(role)
  const answer = await app.signIn(person)
  if (answer.status !== 200) throw new Error(`sign-in of ${role}: ${answer.text}`)
  return person
}

/** A browser without cookies. */
export function newBrowser(): Browser {
  return { cookies: new Map() }
}

function requestOf(method: string, path: string, peerSecret: string, given: SendOptions): Request {
  const headers = new Headers({
    host: new URL(testOrigin).host,
    origin: testOrigin,
    'sec-fetch-site': 'same-origin',
    'user-agent': 'test browser',
    [peerHeader]: `${peerSecret} ${given.peer ?? testPeer}`,
  })
  if (given.body !== undefined) headers.set('content-type', 'application/json')
  const cookies = [...(given.by?.cookies ?? [])].map(([name, value]) => `${name}=${value}`)
  if (cookies.length > 0) headers.set('cookie', cookies.join('; '))
  for (const [name, value] of Object.entries(given.headers ?? {})) {
    if (value === null) headers.delete(name)
    else headers.set(name, value)
  }
  const { body } = given
  const isRaw = typeof body === 'string' || body instanceof ReadableStream
  return new Request(new URL(path, testOrigin), {
    method,
    headers,
    ...(body !== undefined && { body: isRaw ? body : JSON.stringify(body) }),
    ...(body instanceof ReadableStream && { duplex: 'half' }),
  })
}

async function answerFrom(response: Response, browser: Browser | undefined): Promise<Answer> {
  for (const cookie of response.headers.getSetCookie()) {
    const [pair = '', ...attributes] = cookie.split(';').map((part) => part.trim())
    const [name = '', ...value] = pair.split('=')
    if (attributes.some((attribute) => /^max-age=0$/i.test(attribute))) browser?.cookies.delete(name)
    else browser?.cookies.set(name, value.join('='))
  }
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
  const body: unknown = isJson ? JSON.parse(text) : undefined
  return {
    status: response.status,
    headers: response.headers,
    text,
    body,
    get error() {
      const { error } = (body ?? {}) as Partial<ErrorWire>
      if (!error) throw new Error(`no error, but ${response.status}: ${text.slice(0, 500)}`)
      return error
    },
  }
}
