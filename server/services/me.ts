import type { Me } from '#lib/contract/people.ts'
import { AppError } from '#lib/errors.ts'
import type { ServiceContext } from '#server/http/context.ts'

/** Who is signed in, with what rights, and from where we see them. */
export async function getMe({
  actor,
  clientAddress,
  runtime,
}: Pick<ServiceContext, 'actor' | 'clientAddress' | 'runtime'>): Promise<Me> {
  if (actor.id === null || actor.role === null) throw new AppError('unauthenticated')
  return {
    id: actor.id,
    name: actor.name,
    email: actor.email,
    role: actor.role,
    permissions: [...actor.permissions],
    clientAddress: { address: clientAddress.address, source: clientAddress.source },
    isDemo: runtime.config.isDemo,
  }
}
