// Services on a real database and a real embedded CCR, without HTTP of our own in between. One world a test file.

import { randomUUID } from 'node:crypto'
import type { Role } from '#lib/contract/people.ts'
import type { Actor } from '#server/auth/actor.ts'
import { permissionsOfRole } from '#server/auth/permissions.ts'
import type { Emulator } from '#server/emulator/start.ts'
import type { ServiceContext } from '#server/http/context.ts'
import type { Runtime } from '#server/runtime.ts'
import { plansAtRest } from '#server/services/plan-runner.ts'
import { startWorld, type WorldOptions } from '#server/testing/world.ts'

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

export type ServicesOptions = WorldOptions & { readonly regions?: readonly string[] }

const tables = [
  'audit_event',
  'instance_lease',
  'link_request',
  'named_source',
  'plan',
  'plan_instance',
  'plan_step',
  'setting',
] as const

export async function startServices({ regions, ...options }: ServicesOptions = {}): Promise<Services> {
  const world = await startWorld({
    ...options,
    env: { ...(regions && { CCR_REGIONS: regions.join(',') }), ...options.env },
  })
  const { emulator, runtime } = world
  return {
    emulator,
    runtime,
    as: (role, given = {}) => contextOf(given.runtime ?? runtime, role, given.session ?? randomUUID()),
    secondRuntime: world.secondRuntime,
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
      await plansAtRest(runtime)
      for (const table of tables) {
        await runtime.db.deleteFrom(table).execute()
      }
    },
    close: world.close,
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
