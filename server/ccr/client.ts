// The client of one cloud account: the named operations and nothing else. There is no way to send an arbitrary call,
// for it would be signed with the account's key. Reads use the read credential, writes the write one.

import type { Credential } from './credentials.ts'
import { createOrigins, type EndpointOverrides } from './endpoints.ts'
import { getInstance, listInstances } from './instances.ts'
import { createVpcLink, deleteVpcLink, listVpcLinks } from './private-links.ts'
import { getPublicEndpoint, updatePublicEndpoint } from './public-links.ts'
import { type AttemptReport, createRequester, type Requester, type RequestPolicy } from './request.ts'
import { createTransport, type Transport } from './transport.ts'
import { listSubnets, listUsedAddresses, listVpcs } from './vpcs.ts'
import { createAllowListEntry, deleteAllowListEntries } from './whitelist.ts'

export type CcrAccountSettings = {
  readonly name: string
  /** Region codes, e.g. `bj`. */
  readonly regions: readonly string[]
  readonly readCredential: Credential
  /** Default: the read credential. */
  readonly writeCredential?: Credential | undefined
}

export type CcrClientOptions = {
  readonly account: CcrAccountSettings
  readonly endpoints?: EndpointOverrides | undefined
  /** Epoch milliseconds. */
  readonly clock: () => number
  /** In [0, 1). */
  readonly random: () => number
  readonly policy?: Partial<RequestPolicy> | undefined
  /** Called after every attempt, e.g. to count upstream calls. */
  readonly onAttempt?: ((report: AttemptReport) => void) | undefined
  /** Default: the keep-alive connections of this process, shared by all clients. */
  readonly transport?: Transport | undefined
}

export const defaultPolicy: RequestPolicy = {
  headersTimeoutMs: 10_000,
  bodyTimeoutMs: 10_000,
  readTotalMs: 20_000,
  writeTotalMs: 30_000,
  maxAttempts: 4,
  backoff: { baseMs: 300, capMs: 20_000 },
  pace: { concurrency: 16, minIntervalMs: 0 },
}

const defaultTransportOptions = { connectTimeoutMs: 5000, maxBodyBytes: 16 * 1024 * 1024 }

let processTransport: Transport | undefined

function sharedTransport(): Transport {
  processTransport ??= createTransport(defaultTransportOptions)
  return processTransport
}

function bindOperations(requester: Requester) {
  const bind =
    <Args extends readonly unknown[], Result>(operation: (requester: Requester, ...args: Args) => Result) =>
    (...args: Args) =>
      operation(requester, ...args)
  return {
    listInstances: bind(listInstances),
    getInstance: bind(getInstance),
    getPublicEndpoint: bind(getPublicEndpoint),
    updatePublicEndpoint: bind(updatePublicEndpoint),
    createAllowListEntry: bind(createAllowListEntry),
    deleteAllowListEntries: bind(deleteAllowListEntries),
    listVpcLinks: bind(listVpcLinks),
    createVpcLink: bind(createVpcLink),
    deleteVpcLink: bind(deleteVpcLink),
    listVpcs: bind(listVpcs),
    listSubnets: bind(listSubnets),
    listUsedAddresses: bind(listUsedAddresses),
  }
}

/** Reads: `(region, …)`. Writes: `(ticket, region, …)`. All reject with AppError. */
export type CcrClient = Readonly<ReturnType<typeof bindOperations>>

/** Throws one sentence when a region or an endpoint cannot be. Opens no connection. */
export function createCcrClient(options: CcrClientOptions): CcrClient {
  const { account } = options
  return bindOperations(
    createRequester({
      transport: options.transport ?? sharedTransport(),
      originOf: createOrigins(account.regions, options.endpoints),
      readCredential: account.readCredential,
      writeCredential: account.writeCredential ?? account.readCredential,
      policy: { ...defaultPolicy, ...options.policy },
      clock: options.clock,
      random: options.random,
      onAttempt: options.onAttempt,
    }),
  )
}
