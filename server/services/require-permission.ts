import type { Permission } from '#lib/contract/people.ts'
import { AppError } from '#lib/errors.ts'
import { recordEvent } from '#server/audit/record.ts'
import type { ServiceContext } from '#server/http/context.ts'

/**
 * The line of defence of every verb: rejects with `forbidden` (or `unauthenticated`) unless the actor holds the
 * permission. A refused attempt to change something leaves a row; `attempt` says what it was about.
 */
export async function requirePermission(
  context: ServiceContext,
  permission: Permission,
  attempt: { readonly instanceId?: string; readonly [name: string]: unknown } = {},
): Promise<void> {
  if (context.actor.permissions.has(permission)) return
  const error = new AppError(context.actor.id === null ? 'unauthenticated' : 'forbidden')
  if (permission.endsWith(':write')) {
    const { instanceId, ...rest } = attempt
    await recordEvent(context, {
      action: 'access.refused',
      outcome: 'refused',
      input: { permission, ...rest },
      ...(instanceId !== undefined && { instance: { id: instanceId, name: null, region: null } }),
      error,
    })
  }
  throw error
}
