import type { Locale } from '#lib/messages/index.ts'
import type { Actor } from '#server/auth/actor.ts'
import type { Runtime } from '#server/runtime.ts'

/** Where a call came from, and how we know. */
export type ClientAddress = {
  readonly address: string | null
  readonly source: 'direct' | 'proxy' | 'unknown'
}

/** Everything a service verb is given besides its input. */
export type ServiceContext = {
  readonly runtime: Runtime
  readonly actor: Actor
  readonly requestId: string
  readonly clientAddress: ClientAddress
  readonly userAgent: string | null
  readonly locale: Locale
}
