// What every test of the server stands on: a real database, a real embedded CCR, and runtimes that know no other world.

import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CcrClientOptions } from '#server/ccr/client.ts'
import type { ChangePolicy } from '#server/changes/policy.ts'
import { type Emulator, type EmulatorOptions, startEmulator } from '#server/emulator/start.ts'
import { type Config, type Environment, readConfig } from '#server/env.ts'
import { createRuntime, type Runtime } from '#server/runtime.ts'
import { plansAtRest } from '#server/services/plan-runner.ts'
import { createReadCache } from '#server/services/read-cache.ts'
import { createTestDatabase } from './database.ts'

export type WorldOptions = {
  readonly emulator?: EmulatorOptions
  /** Settings beside those that point at this world. */
  readonly env?: Environment
  /** Epoch milliseconds for everything but signatures and the sign-in library; default: the wall clock. */
  readonly clock?: () => number
  readonly policy?: CcrClientOptions['policy']
  readonly changePolicy?: Partial<ChangePolicy>
}

export type World = {
  readonly emulator: Emulator
  readonly runtime: Runtime
  readonly dataDir: string
  /** What our HTTP server would prove itself by. */
  readonly peerSecret: string
  /** Another process on the same database and cloud: own cache, own index. */
  secondRuntime(): Promise<Runtime>
  /** Every line the runtimes have logged. */
  logText(): string
  close(): Promise<void>
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  // Signatures go by the wall clock, so that tests may move the emulator's own.
  const emulator = await startEmulator({
    seed: 'empty',
    ...options.emulator,
    switches: { signatureClock: 'wall', ...options.emulator?.switches },
  })
  const database = await createTestDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'drawbridge-world-'))
  const peerSecret = randomBytes(16).toString('hex')
  const config: Config = {
    ...readConfig({
      DRAWBRIDGE_DEMO: '1',
      DRAWBRIDGE_DATA_DIR: dataDir,
      DRAWBRIDGE_PEER_SECRET: peerSecret,
      LOG_LEVEL: 'info',
      CCR_ACCESS_KEY_ID: emulator.accessKeyId,
      CCR_SECRET_ACCESS_KEY: emulator.secretAccessKey,
      CCR_REGIONS: 'bj,gz',
      // The region in the host name, as with the real service: the emulator tells regions apart by it.
      CCR_ENDPOINT: `http://ccr.{region}.localhost:${emulator.port}`,
      VPC_ENDPOINT: `http://bcc.{region}.localhost:${emulator.port}`,
      ...options.env,
    }),
    database: database.config,
  }
  const lines: string[] = []
  const runtimes: Runtime[] = []
  const start = async () => {
    const runtime = await createRuntime(config, {
      random: () => 0,
      logDestination: { write: (line: string) => void lines.push(line) },
      ccrPolicy: { headersTimeoutMs: 1_000, bodyTimeoutMs: 1_000, maxAttempts: 1, ...options.policy },
      changePolicy: {
        paceMs: 0,
        secondLookMs: 0,
        leaseWaitMs: 2_000,
        settlePollMs: 5,
        ...options.changePolicy,
      },
    })
    runtimes.push(runtime)
    const { clock } = options
    return clock === undefined ? runtime : { ...runtime, clock, reads: createReadCache({ clock }) }
  }
  return {
    emulator,
    runtime: await start(),
    dataDir,
    peerSecret,
    secondRuntime: start,
    logText: () => lines.join(''),
    async close() {
      // A plan that is still being applied would find its database gone.
      for (const runtime of runtimes) await plansAtRest(runtime)
      await emulator.close()
      for (const runtime of runtimes) await runtime.close()
      await database.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
