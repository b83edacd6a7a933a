// Services on a real database and a real embedded CCR, without HTTP of our own in between. One world a test file.

import { randomUUID } from 'node:crypto'
import type { Role } from '#lib/contract/people.ts'
import type { Actor } from '#server/auth/actor.ts'
import { permissionsOfRole } from '#server/auth/permissions.ts'
import type { CcrClientOptions } from '#server/ccr/client.ts'
import type { ChangePolicy } from '#server/changes/policy.ts'
import { type Emulator, type EmulatorOptions, startEmulator } from '#server/emulator/start.ts'
import { type Config, readConfig } from '#server/env.ts'
import type { ServiceContext } from '#server/http/context.ts'
import { createRuntime, type Runtime } from '#server/runtime.ts'
import { createReadCache } from '#server/services/read-cache.ts'
import { createTestDatabase } from '#server/testing/database.ts'

export type Services = {
  readonly emulator: Emulator
  readonly runtime: Runtime
  /** A context of somebody with this role. Each call is a new session unless one is named. */
  as(role: Role, options?: { readonly session?: string; readonly runtime?: Runtime }): ServiceContext
  /** Another process on the same database and cloud: own cache, own index. */
  secondRuntime(): Promise<Runtime>
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
  const database = await createTestDatabase()
  const config: Config = {
    ...readConfig({
      DRAWBRIDGE_DEMO: '1',
      DRAWBRIDGE_SECRET: 'a secret for nothing but these tests',
      LOG_LEVEL: 'silent',
      CCR_ACCESS_KEY_ID: emulator.accessKeyId,
      CCR_SECRET_ACCESS_KEY: emulator.secretAccessKey,
      CCR_REGIONS: (options.regions ?? ['bj', 'gz']).join(','),
      // The region in the host name, as with the real service: the emulator tells regions apart by it.
      CCR_ENDPOINT: `http://ccr.{region}.localhost:${emulator.port}`,
      VPC_ENDPOINT: `http://bcc.{region}.localhost:${emulator.port}`,
    }),
    database: database.config,
  }
  const runtimes: Runtime[] = []
  const start = async () => {
    const runtime = await createRuntime(config, {
      random: () => 0,
      ccrPolicy: { headersTimeoutMs: 1_000, bodyTimeoutMs: 1_000, maxAttempts: 1, ...options.policy },
      changePolicy: { paceMs: 0, secondLookMs: 0, leaseWaitMs: 2_000, ...options.changePolicy },
    })
    runtimes.push(runtime)
    const { clock } = options
    return clock === undefined ? runtime : { ...runtime, clock, reads: createReadCache({ clock }) }
  }
  const runtime = await start()
  return {
    emulator,
    runtime,
    as: (role, given = {}) => contextOf(given.runtime ?? runtime, role, given.session ?? randomUUID()),
    secondRuntime: start,
    async auditRows() {
      const rows = await runtime.db.selectFrom('audit_event').selectAll().orderBy('at').execute()
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
        await runtime.db.deleteFrom(table).execute()
      }
    },
    async close() {
      await emulator.close()
      for (const each of runtimes) await each.close()
      await database.drop()
    },
  }
}

function contextOf(runtime: Runtime, role: Role, session: string): ServiceContext {
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
