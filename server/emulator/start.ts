// Starts an embedded CCR: a real HTTP server on 127.0.0.1 that plays the vendor's API (see DIFFERENCES.md for what is
// invented). One port serves all regions; regions.ts says how a request names its region.
//
//   const emulator = await startEmulator({ switches: { hostBits: 'refuse' } })
//   emulator.url, emulator.accessKeyId, emulator.secretAccessKey …
//   emulator.advance(10_000)
//   await emulator.close()

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { EmulatorClock } from './clock.ts'
import { realClock } from './clock.ts'
import type { EmulatorControl } from './control.ts'
import { createControl } from './control.ts'
import { createControlHandler, isControlPath } from './control-http.ts'
import { createAccessHistory } from './data-plane/history.ts'
import { createRegistryRouter } from './data-plane/registry-handler.ts'
import type { SourceTable } from './data-plane/source-map.ts'
import { createSourceMap } from './data-plane/source-map.ts'
import { createFaults } from './faults.ts'
import type { Saver } from './persistence.ts'
import { createSaver, loadState } from './persistence.ts'
import { createRequestHandler } from './request-handler.ts'
import { createRequestLog } from './request-log.ts'
import type { SeedName } from './seeds/seed.ts'
import { createSeed } from './seeds/seed.ts'
import type { Delays, Switches } from './switches.ts'
import { defaultDelays, defaultSwitches } from './switches.ts'
import type { AccessKey } from './verify-signature.ts'
import type { World } from './world.ts'

/** Used when no key pair is given. They open nothing but an emulator. */
export const demoAccessKey = {
  accessKeyId: 'ALTAKdemoembeddedccrkey00',
  secretAccessKey: 'embedded-ccr-demo-secret-key-000',
} as const

export type EmulatorOptions = {
  /** 0, the default: any free port. */
  port?: number
  host?: string
  seed?: SeedName
  /** Default: the wall clock. `frozenClock()` stands still until advanced. */
  clock?: EmulatorClock
  delays?: Partial<Delays>
  switches?: Partial<Switches>
  /** The first one is answered as accessKeyId and secretAccessKey. */
  accessKeys?: readonly AccessKey[]
  /** Data file; none: the state lives in memory. */
  file?: string
  /** Whom clients stand for, such as `{ '127.0.0.5': '203.0.113.9' }`; see data-plane/source-map.ts. */
  sourceMap?: SourceTable
  /** Awaited after each write of the API took effect, before it is answered: to look at every state there is. */
  afterWrite?: () => Promise<void>
}

export type Emulator = EmulatorControl & {
  readonly url: string
  readonly host: string
  readonly port: number
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly clock: EmulatorClock
  /** Stops at once, cutting open connections, after the state is saved. */
  close(): Promise<void>
}

/** Throws an Error with one sentence when the port is taken or the data file cannot be used. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const clock = options.clock ?? realClock()
  const file = options.file ?? null
  const stored = file === null ? null : await loadState(file)
  if (stored && options.seed !== undefined && stored.seed !== options.seed) {
    throw new Error(
      `The data file ${file} holds the seed "${stored.seed}", not "${options.seed}". Delete it or name another file.`,
    )
  }
  const accessKeys = options.accessKeys ?? [demoAccessKey]
  const firstKey = accessKeys[0]
  if (!firstKey) throw new Error('The emulator needs at least one access key.')
  const world: World = {
    state: stored ?? createSeed(options.seed ?? 'fleet', clock.now()),
    clock,
    switches: { ...defaultSwitches, ...options.switches },
    delays: { ...defaultDelays, ...options.delays },
    accessKeys,
    faults: createFaults(),
    requestLog: createRequestLog(10_000),
    saver: noting(createSaver(file, () => world.state)),
    sources: createSourceMap(options.sourceMap),
    history: createAccessHistory(),
    afterWrite: options.afterWrite ?? (() => Promise.resolve()),
  }
  const note = () =>
    world.history.note(world.state.instances, world.clock.now(), world.switches.dataPlaneDelayMs)
  // Whatever changes the state saves it, so here nothing is missed.
  function noting(saver: Saver): Saver {
    return {
      save() {
        note()
        return saver.save()
      },
    }
  }
  note()
  const control = createControl(world)
  const handleRequest = createRequestHandler(world)
  const handleControl = createControlHandler(world, control)
  const registryFor = createRegistryRouter(world)
  const server = createServer((request, response) => {
    if (isControlPath(request.url ?? '')) return void handleControl(request, response)
    const handleRegistry = registryFor(request)
    if (handleRegistry) return handleRegistry(request, response)
    void handleRequest(request, response)
  })
  // Clients keep connections for a while; the default of 5 s would cut them between two polls.
  server.keepAliveTimeout = 65_000
  const host = options.host ?? '127.0.0.1'
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE'
      reject(isTaken ? new Error(`Port ${options.port} on ${host} is in use.`, { cause: error }) : error)
    })
    server.listen(options.port ?? 0, host, resolve)
  })
  if (!stored) await world.saver.save()
  const { port } = server.address() as AddressInfo
  return {
    ...control,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    host,
    port,
    accessKeyId: firstKey.accessKeyId,
    secretAccessKey: firstKey.secretAccessKey,
    clock,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
      await world.saver.save()
    },
  }
}
