// For pages: who is looking, and from where. Pages decide what to show; every route checks again.

import 'server-only'
import { headers } from 'next/headers'
import type { Actor } from '#server/auth/actor.ts'
import { readActor } from '#server/auth/read-actor.ts'
import { readClientAddress } from '#server/http/client-address.ts'
import type { ClientAddress } from '#server/http/context.ts'
import { getRuntime } from '#server/runtime.ts'

export type Visitor = {
  readonly actor: Actor | null
  readonly clientAddress: ClientAddress
}

export async function readVisitor(): Promise<Visitor> {
  const [runtime, sent] = await Promise.all([getRuntime(), headers()])
  const signedIn = await readActor(runtime, sent, { mayProlong: false })
  return {
    actor: signedIn?.actor ?? null,
    clientAddress: readClientAddress(sent, runtime.config),
  }
}
