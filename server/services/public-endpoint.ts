import type { Entry } from '#lib/allow-list/entry.ts'
import type { PublicEndpoint, PublicEndpointAction } from '#lib/contract/public-endpoint.ts'
import { AppError } from '#lib/errors.ts'
import type { Acknowledgement } from '#lib/plans/guards.ts'
import { endpointRefusal } from '#lib/public-endpoint/capability.ts'
import { withAudit } from '#server/audit/record.ts'
import type { CcrPublicEndpoint } from '#server/ccr/public-links.ts'
import { withInstanceLease } from '#server/changes/instance-lease.ts'
import type { ServiceContext } from '#server/http/context.ts'
import { runDirectChange } from './direct-change.ts'
import { lookUpInstance, withInstance } from './instance-index.ts'
import { type ReadBack, readBack, readBackOrThrow } from './read-back.ts'
import type { CachedRead } from './read-cache.ts'
import { requirePermission } from './require-permission.ts'
import { forgetInstance, readPublicEndpoint, toleranceFor } from './upstream-reads.ts'

/** State and domain of the public endpoint, with the last change asked for through Drawbridge. */
export async function getPublicEndpoint(
  context: ServiceContext,
  instanceId: string,
): Promise<PublicEndpoint> {
  await requirePermission(context, 'instances:read')
  const toleranceMs = toleranceFor(context, `public-endpoint/${instanceId}`)
  return withInstance(context, instanceId, async (found) =>
    endpointFrom(context, instanceId, await readPublicEndpoint(context, found, toleranceMs)),
  )
}

/**
 * Asks the cloud to open or close. Refused unless the endpoint is at rest on the other side. The answer is the state
 * read back afterwards, usually `opening` or `closing`.
 */
export async function updatePublicEndpoint(
  context: ServiceContext,
  instanceId: string,
  action: PublicEndpointAction,
  acknowledge?: readonly Acknowledgement[],
): Promise<PublicEndpoint> {
  await requirePermission(context, 'endpoint:write', { instanceId, action })
  const { audited, found: requireFound } = await lookUpInstance(context, instanceId)
  const event = {
    action: action === 'open' ? 'endpoint.open' : 'endpoint.close',
    input: { action, ...(acknowledge && { acknowledge }) },
    instance: audited,
  } as const
  const result = await withAudit(
    context,
    event,
    async (ticket, record): Promise<ReadBack<CcrPublicEndpoint>> => {
      const found = requireFound()
      const lease = { instanceId, holder: ticket.eventId, holderName: context.actor.name }
      return withInstanceLease(context.runtime, lease, async (held) => {
        const before = await readPublicEndpoint(context, found, 'now')
        record.before({ status: before.value.status })
        const refusal = endpointRefusal(before.value.status, action)
        if (refusal !== null) {
          throw new AppError('conflict', {
            reason: `errors.${refusal}`,
            values: { status: before.value.status },
            details: { status: before.value.status },
          })
        }
        const { status, entries } = before.value
        const state = { endpointStatus: status, entries: entries.map(bare), links: [] }
        const { failure } = await runDirectChange(context, {
          found,
          ticket,
          lease: held,
          state,
          change: { endpoint: action },
          acknowledge,
        })
        forgetInstance(context, instanceId)
        if (failure !== null) throw failure
        const after = await readBack(() => readPublicEndpoint(context, found, 'now'))
        if (after.read) record.after({ status: after.read.value.status })
        return after
      })
    },
  )
  return endpointFrom(context, instanceId, readBackOrThrow(result))
}

function bare({ ipAddr, description }: Entry): Entry {
  return { ipAddr, description }
}

async function endpointFrom(
  { runtime }: ServiceContext,
  instanceId: string,
  { value, readAt }: CachedRead<CcrPublicEndpoint>,
): Promise<PublicEndpoint> {
  const last = await runtime.db
    .selectFrom('audit_event')
    .select(['action', 'at', 'actor_name'])
    .where('instance_id', '=', instanceId)
    .where('action', 'in', ['endpoint.open', 'endpoint.close'])
    .where('outcome', 'in', ['succeeded', 'unknown'])
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return {
    status: value.status,
    domain: value.domain,
    lastChange: last
      ? { action: last.action === 'endpoint.open' ? 'open' : 'close', at: last.at, byName: last.actor_name }
      : null,
    readAt,
  }
}
