// Services on a real database and a real embedded CCR, without HTTP of our own in between. One world a test file.

import { randomUUID } from 'node:crypto'
import type { Role } from '#lib/contract/people.ts'
import type { Actor } from '#server/auth/actor.ts'
import { permissionsOfRole } from '#server/auth/permissions.ts'
import { type CcrClientOptions, createCcrClient } from '#server/ccr/client.ts'
import { Credential } from '#server/ccr/credentials.ts'
import type { ChangePolicy } from '#server/changes/policy.ts'
import { migrate, openDatabase } from '#server/db/database.ts'
import { type Emulator, type EmulatorOptions, startEmulator } from '#server/emulator/start.ts'
import type { ServiceContext } from '#server/http/context.ts'
import { createReadCache } from '#server/services/read-cache.ts'
import { createTestDatabase } from '#server/testing/database.ts'

export type Services = {
  readonly emulator: Emulator
  readonly runtime: ServiceContext['runtime']
  /** A context of somebody with this role. Each call is a new session unless one is named. */
  as(
    role: Role,
    options?: { readonly session?: string; readonly runtime?: ServiceContext['runtime'] },
  ): ServiceContext
  /** Another process on the same database and cloud: own cache, own index. */
  secondRuntime(): ServiceContext['runtime']
  /** Rows of the audit log, oldest first. */
  auditRows(): Promise<readonly AuditRow[]>
  /** Calls that changed something at the cloud, or tried to. */
  upstreamWrites(): ReturnType<Emulator['requests']>
  /** Forgets what was cached and recorded; for a fresh start after `emulator.reset`. */
  forget(): Promise<void>
  close(): Promise<void>
}

export type AuditRow = {
  readonly action: string
  readonly outcome: string
  readonly actorName: string
  readonly instanceId: string | null
  readonly instanceName: string | null
  readonly input: unknown
  readonly before: unknown
  readonly after: unknown
  readonly upstreamCalls: readonly { readonly requestId: string | null; readonly operation: string }[]
  readonly error: { readonly code: string; readonly reason: string } | null
}

export type ServicesOptions = {
  readonly emulator?: EmulatorOptions
  readonly regions?: readonly string[]
  readonly policy?: CcrClientOptions['policy']
  readonly changePolicy?: Partial<ChangePolicy>
  /** Epoch milliseconds for everything but signatures; default: the wall clock. */
  readonly clock?: () => number
}

export async function startServices(options: ServicesOptions = {}): Promise<Services> {
  // Signatures go by the wall clock, so that tests may move the emulator's own.
  const emulator = await startEmulator({
    seed: 'empty',
    ...options.emulator,
    switches: { signatureClock: 'wall', ...options.emulator?.switches },
  })
  const testDatabase = await createTestDatabase()
  const database = openDatabase(testDatabase.config)
  // Signing in has no part here, so its tables are not made.
  await migrate(database, async () => {})
  const clock = options.clock ?? (() => Date.now())
  const regions = options.regions ?? ['bj', 'gz']
  const { accessKeyId, secretAccessKey } = emulator
  const client = createCcrClient({
    account: { name: 'main', regions, readCredential: new Credential({ accessKeyId, secretAccessKey }) },
    // The region in the host name, as with the real service: the emulator tells regions apart by it.
    endpoints: {
      ccr: `http://ccr.{region}.localhost:${emulator.port}`,
      vpc: `http://bcc.{region}.localhost:${emulator.port}`,
    },
    clock: () => Date.now(),
    random: () => 0,
    policy: { headersTimeoutMs: 1_000, bodyTimeoutMs: 1_000, maxAttempts: 1, ...options.policy },
  })
  const runtimeOf = () =>
    ({
      ...base,
      reads: createReadCache({ clock }),
    }) as unknown as ServiceContext['runtime']
  const base = {
    db: database.db,
    clock,
    random: () => 0,
    log: silentLog,
    accounts: [{ name: 'main', regions, client }],
    changePolicy: { paceMs: 0, secondLookMs: 0, leaseWaitMs: 2_000, ...options.changePolicy },
  }
  const runtime = runtimeOf()
  return {
    emulator,
    runtime,
    as: (role, given = {}) => contextOf(given.runtime ?? runtime, role, given.session ?? randomUUID()),
    secondRuntime: runtimeOf,
    async auditRows() {
      const rows = await database.db.selectFrom('audit_event').selectAll().orderBy('at').execute()
      return rows.map((row) => ({
        action: row.action,
        outcome: row.outcome,
        actorName: row.actor_name,
        instanceId: row.instance_id,
        instanceName: row.instance_name,
        input: JSON.parse(row.input),
        before: row.before && JSON.parse(row.before),
        after: row.after && JSON.parse(row.after),
        upstreamCalls: JSON.parse(row.upstream_calls),
        error: row.error && JSON.parse(row.error),
      }))
    },
    upstreamWrites: () => emulator.requests().filter(({ method }) => method !== 'GET'),
    async forget() {
      emulator.clearFaults()
      emulator.clearRequests()
      for (const key of ['instance', 'region']) runtime.reads.invalidate(key)
      for (const table of ['audit_event', 'instance_lease', 'link_request'] as const) {
        await database.db.deleteFrom(table).execute()
      }
    },
    async close() {
      await emulator.close()
      await database.close()
      await testDatabase.drop()
    },
  }
}

const silentLog = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} }

function contextOf(runtime: ServiceContext['runtime'], role: Role, session: string): ServiceContext {
  const actor: Actor = {
    id: `id-of-${role}`,
    name: `Some ${role}`,
    email: `${role}@example.com`,
    role,
    permissions: permissionsOfRole(role),
    sessionId: session,
  }
  return {
    runtime,
    actor,
    requestId: randomUUID(),
    clientAddress: { address: '203.0.113.200', source: 'direct' },
    userAgent: 'test',
    locale: 'en',
  }
}
