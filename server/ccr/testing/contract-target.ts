// Where the contract tests call: the embedded CCR, and the real service too when keys for it are in the environment.

import { type AuditTicket, issueTicket, type UpstreamNote } from '#server/audit/ticket.ts'
import { type CcrClient, type CcrClientOptions, createCcrClient } from '#server/ccr/client.ts'
import { Credential, type CredentialInput } from '#server/ccr/credentials.ts'
import { createTransport } from '#server/ccr/transport.ts'
import { frozenClock } from '#server/emulator/clock.ts'
import { type Emulator, type EmulatorOptions, startEmulator } from '#server/emulator/start.ts'

export type ContractTarget = {
  readonly regions: readonly string[]
  readonly client: CcrClient
  /** A client of the same service with other keys, or with a clock that is wrong. */
  clientWith(keys: CredentialInput, clock?: () => number): CcrClient
  readonly keys: CredentialInput
  close(): Promise<void>
}

export type EmulatedTarget = ContractTarget & {
  readonly emulator: Emulator
  readonly ticket: AuditTicket
  readonly notes: UpstreamNote[]
}

const shortTimes: CcrClientOptions['policy'] = {
  headersTimeoutMs: 400,
  bodyTimeoutMs: 400,
  readTotalMs: 10_000,
  writeTotalMs: 2000,
  backoff: { baseMs: 2, capMs: 20 },
}

/** An embedded CCR of its own, on a clock that stands still until it is moved. */
export async function startEmulatedTarget(options: EmulatorOptions = {}): Promise<EmulatedTarget> {
  const emulator = await startEmulator({ clock: frozenClock(), ...options })
  const transport = createTransport({ connectTimeoutMs: 1000, maxBodyBytes: 16_000_000 })
  const endpoint = (host: string) => `http://${host}.{region}.localhost:${emulator.port}`
  const regions = ['bj', 'bd', 'gz', 'su', 'fwh', 'hkg', 'cd', 'yq']
  const clientWith = (keys: CredentialInput, clock = () => emulator.now()) =>
    createCcrClient({
      account: { name: 'contract', regions, readCredential: new Credential(keys) },
      endpoints: { ccr: endpoint('ccr'), vpc: endpoint('bcc') },
      clock,
      random: () => 0.5,
      policy: shortTimes,
      transport,
    })
  const keys = { accessKeyId: emulator.accessKeyId, secretAccessKey: emulator.secretAccessKey }
  const notes: UpstreamNote[] = []
  return {
    emulator,
    regions,
    keys,
    client: clientWith(keys),
    clientWith,
    notes,
    ticket: issueTicket('contract', notes),
    async close() {
      await transport.close()
      await emulator.close()
    },
  }
}

/**
 * The real service, when CCR_CONTRACT_ACCESS_KEY_ID and CCR_CONTRACT_SECRET_ACCESS_KEY are set (also
 * CCR_CONTRACT_SESSION_TOKEN and CCR_CONTRACT_REGIONS, default bj). Only reads are ever made.
 */
export function realTarget(): ContractTarget | null {
  const env = process.env
  const accessKeyId = env['CCR_CONTRACT_ACCESS_KEY_ID']
  const secretAccessKey = env['CCR_CONTRACT_SECRET_ACCESS_KEY']
  if (!accessKeyId || !secretAccessKey) return null
  const sessionToken = env['CCR_CONTRACT_SESSION_TOKEN'] || undefined
  const regions = (env['CCR_CONTRACT_REGIONS'] || 'bj').split(',').map((region) => region.trim())
  const keys = { accessKeyId, secretAccessKey, sessionToken }
  const transport = createTransport({ connectTimeoutMs: 5000, maxBodyBytes: 16_000_000 })
  const clientWith = (others: CredentialInput, clock = Date.now) =>
    createCcrClient({
      account: { name: 'real', regions, readCredential: new Credential(others) },
      clock,
      random: Math.random,
      transport,
    })
  return { regions, keys, client: clientWith(keys), clientWith, close: () => transport.close() }
}
