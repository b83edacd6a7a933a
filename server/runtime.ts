// Everything a process holds: settings, database, sign-in, cloud clients, caches. Made once, on the first call or at start.

import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { watchAbandonedEvents } from '#server/audit/record.ts'
import { type Auth, createAuth } from '#server/auth/auth.ts'
import { type CcrClient, type CcrClientOptions, createCcrClient } from '#server/ccr/client.ts'
import { Credential } from '#server/ccr/credentials.ts'
import type { ChangePolicy } from '#server/changes/policy.ts'
import { type DatabaseHandle, migrate, openDatabase } from '#server/db/database.ts'
import type { Database } from '#server/db/schema.ts'
import {
  type AccountConfig,
  type Config,
  ConfigError,
  isDevelopment,
  type KeyPair,
  readProcessConfig,
} from '#server/env.ts'
import { createLog, type Log, type LogOptions } from '#server/log.ts'
import { createMetrics, type Metrics } from '#server/metrics.ts'
import { createReadCache, type ReadCache } from '#server/services/read-cache.ts'

export type CcrAccount = {
  readonly name: string
  readonly regions: readonly string[]
  readonly client: CcrClient
}

export type Runtime = {
  readonly config: Config
  readonly log: Log
  readonly db: Kysely<Database>
  /** Does work that must not be done twice at once, also not by another process on the same database. */
  readonly exclusively: DatabaseHandle['exclusively']
  readonly auth: Auth
  readonly accounts: readonly CcrAccount[]
  readonly reads: ReadCache
  readonly metrics: Metrics
  /** Epoch milliseconds. */
  readonly clock: () => number
  /** In [0, 1). */
  readonly random: () => number
  /** Overrides of how carefully changes are made; tests make them quick. */
  readonly changePolicy?: Partial<ChangePolicy>
  close(): Promise<void>
}

export type RuntimeOptions = {
  readonly clock?: () => number
  readonly random?: () => number
  /** Where log lines go; standard output by default. */
  readonly logDestination?: LogOptions['destination']
  readonly changePolicy?: Partial<ChangePolicy>
  readonly ccrPolicy?: CcrClientOptions['policy']
}

/** Opens everything and brings the database up to date. Throws ConfigError when a setting cannot be used. */
export async function createRuntime(config: Config, options: RuntimeOptions = {}): Promise<Runtime> {
  const clock = options.clock ?? Date.now
  const random = options.random ?? Math.random
  const secret = config.secret?.reveal() ?? keptSecret(config.dataDir)
  const log = createLog({
    level: config.logLevel,
    isPretty: isDevelopment() && options.logDestination === undefined,
    secrets: [secret, ...secretsOf(config)],
    ...(options.logDestination && { destination: options.logDestination }),
  })
  const metrics = createMetrics()
  const accounts = config.accounts.map((account) => ({
    name: account.name,
    regions: account.regions,
    client: clientOf(config, account, {
      clock,
      random,
      policy: options.ccrPolicy,
      onAttempt: ({ operation, status }) =>
        metrics.countUpstream(operation, status === null ? 'none' : String(status)),
    }),
  }))
  // Last, so that wrong settings are found before anything is opened.
  const database = await openAndMigrate(config, secret, log)
  const { db } = database.handle
  const stopWatching = await watchAbandonedEvents({ db, clock, log })
  return {
    config,
    log,
    db,
    exclusively: database.handle.exclusively,
    auth: database.auth,
    accounts,
    reads: createReadCache({ clock, onRead: metrics.countRead }),
    metrics,
    clock,
    random,
    ...(options.changePolicy && { changePolicy: options.changePolicy }),
    close: () => {
      stopWatching()
      return database.handle.close()
    },
  }
}

async function openAndMigrate(
  config: Config,
  secret: string,
  log: Log,
): Promise<{ handle: DatabaseHandle; auth: Auth }> {
  let handle: DatabaseHandle | undefined
  try {
    handle = openDatabase(config.database)
    const auth = createAuth({ config, database: handle, secret, log })
    await migrate(handle, auth.migrate)
    return { handle, auth }
  } catch (cause) {
    await handle?.close()
    // The driver's message may quote the address and so a password; the log hides it, the sentence does not need it.
    log.error({ err: cause }, 'The database could not be opened')
    throw new ConfigError('DATABASE_URL names a database that cannot be opened; the log says why.')
  }
}

function clientOf(
  config: Config,
  { name, regions, read, write }: AccountConfig,
  options: Omit<CcrClientOptions, 'account' | 'endpoints'>,
): CcrClient {
  try {
    return createCcrClient({
      ...options,
      account: {
        name,
        regions,
        readCredential: credentialFrom(read),
        ...(write !== read && { writeCredential: credentialFrom(write) }),
      },
      endpoints: {
        ...(config.ccrEndpoint !== null && { ccr: config.ccrEndpoint }),
        ...(config.vpcEndpoint !== null && { vpc: config.vpcEndpoint }),
        isPlainHttpAllowed: config.isDemo,
      },
    })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new ConfigError(`The account "${name}" cannot be used: ${why}.`)
  }
}

function credentialFrom({ accessKeyId, secretAccessKey, sessionToken }: KeyPair): Credential {
  return new Credential({
    accessKeyId,
    secretAccessKey: secretAccessKey.reveal(),
    ...(sessionToken !== null && { sessionToken: sessionToken.reveal() }),
  })
}

/** Values that no log line may hold. */
function secretsOf(config: Config): string[] {
  const pairs = config.accounts.flatMap(({ read, write }) => [read, write])
  return [
    ...pairs.flatMap(({ secretAccessKey, sessionToken }) => [
      secretAccessKey.reveal(),
      sessionToken?.reveal() ?? '',
    ]),
    config.firstAdmin?.password.reveal() ?? '',
    config.metricsToken?.reveal() ?? '',
    config.peerSecret?.reveal() ?? '',
  ].filter((secret) => secret !== '')
}

/** The secret that signs cookies, made on the first start and kept beside the database. */
function keptSecret(dataDir: string): string {
  const path = join(dataDir, 'secret')
  try {
    if (!existsSync(path)) {
      mkdirSync(dataDir, { recursive: true, mode: 0o700 })
      writeFileSync(path, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
    }
  } catch {
    // Another process was quicker, and its secret is as good; or the folder cannot be written, which reading shows.
  }
  let secret: string
  try {
    secret = readFileSync(path, 'utf8').trim()
  } catch {
    throw new ConfigError(
      `DRAWBRIDGE_DATA_DIR names ${dataDir}, where the file "secret" cannot be made or read.`,
    )
  }
  // A short or empty one would let anybody sign cookies.
  if (secret.length < 32)
    throw new ConfigError(`${path} is damaged: delete it, and everybody signs in again.`)
  return secret
}

// Next loads routes and pages as separate bundles in one process: what must exist once hangs on the global object.
type Holder = { runtime: Promise<Runtime> | null }
const holderKey = Symbol.for('drawbridge.runtime')
const holders = globalThis as unknown as Record<symbol, Holder | undefined>

function holder(): Holder {
  const made = holders[holderKey] ?? { runtime: null }
  holders[holderKey] = made
  return made
}

/** The runtime of this process. */
export function getRuntime(): Promise<Runtime> {
  const held = holder()
  held.runtime ??= createRuntime(readProcessConfig())
  return held.runtime
}

/** Puts another runtime in its place, for tests; null forgets it. */
export function setRuntime(runtime: Runtime | null): void {
  holder().runtime = runtime === null ? null : Promise.resolve(runtime)
}
