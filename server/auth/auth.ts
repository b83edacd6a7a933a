// better-auth on our database. It keeps users, password hashes and sessions; roles, lock-out, invitations and the client's
// address are ours, since its own limits believe whatever address a client claims.

import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import type { DatabaseHandle } from '#server/db/database.ts'
import type { Config } from '#server/env.ts'
import type { Log } from '#server/log.ts'

/** A session ends after this long without use (ASVS 5.0 7.3.1). */
export const sessionIdleMs = 12 * 3_600_000
/** A session ends this long after sign-in, however much it is used (ASVS 5.0 7.3.2). */
export const sessionAbsoluteMs = 7 * 86_400_000
/** How much of the idle time must have gone before use prolongs it: one write in five minutes, not one a request. */
const prolongAfterS = 300

/** The header in which our own routes hand the client's address to the library; stripped from what clients send. */
export const clientAddressHeader = 'x-drawbridge-client'

type Input = {
  readonly config: Pick<Config, 'url'>
  readonly database: DatabaseHandle
  readonly secret: string
  readonly log: Log
}

export function createAuth({ config, database, secret, log }: Input) {
  const options = authOptions(config.url, database, secret, log)
  const auth = betterAuth(options)
  return {
    api: auth.api,
    handler: auth.handler,
    context: auth.$context,
    /** Creates or completes the library's own tables. */
    migrate: async () => {
      const { runMigrations } = await getMigrations(options)
      await runMigrations()
    },
  }
}

export type Auth = ReturnType<typeof createAuth>

function authOptions(url: string, { db, kind }: DatabaseHandle, secret: string, log: Log) {
  return {
    appName: 'Drawbridge',
    baseURL: url,
    basePath: '/api/auth',
    secret,
    database: { db, type: kind },
    emailAndPassword: {
      enabled: true,
      // People come in by invitation only.
      disableSignUp: true,
      minPasswordLength: 12,
      maxPasswordLength: 128,
    },
    session: { expiresIn: sessionIdleMs / 1000, updateAge: prolongAfterS, cookieCache: { enabled: false } },
    // Our guard counts by account and by the trusted address.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'drawbridge',
      useSecureCookies: url.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' as const, path: '/' },
      // The whole address: which device a session belongs to is told by it.
      ipAddress: { ipAddressHeaders: [clientAddressHeader], ipv6Subnet: 128 as const },
      // The origin is checked before the library is called, with the same rule as for all our routes.
      disableCSRFCheck: true,
      disableOriginCheck: true,
    },
    telemetry: { enabled: false },
    logger: {
      level: 'warn' as const,
      log: (level: string, message: string) => {
        if (level === 'error') log.error({ part: 'sign-in' }, message)
        else log.warn({ part: 'sign-in' }, message)
      },
    },
  }
}
