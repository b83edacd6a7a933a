// The control endpoints under /__emulator. Not signed, so only for callers on this machine that are not web pages.

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { EmulatorControl } from './control.ts'
import type { Network } from './data-plane/admission.ts'
import { networks } from './data-plane/admission.ts'
import { parseSourceRows } from './data-plane/source-map.ts'
import { parseFault } from './faults.ts'
import { parseInstancePatch } from './parse-instance-patch.ts'
import type { OperationName } from './router.ts'
import { parseSeedName } from './seeds/seed.ts'
import { parseDelays, parseSwitches } from './switches.ts'
import type { World } from './world.ts'

const prefix = '/__emulator/'

export function isControlPath(url: string): boolean {
  return url.startsWith(prefix)
}

type Json = Readonly<Record<string, unknown>>
type Call = { control: EmulatorControl; world: World; body: Json; query: URLSearchParams; id: string }

/** `METHOD first-path-part` → what it does; a second path part is the id. */
const calls: Readonly<Record<string, (call: Call) => unknown>> = {
  'GET state': ({ control, world }) => ({
    nowMs: control.now(),
    seed: world.state.seed,
    instances: control.instances(),
    switches: world.switches,
    delays: world.delays,
    faults: control.faults(),
    sources: control.sources(),
  }),
  'POST reset': ({ control, body }) => {
    control.reset(body['seed'] === undefined ? undefined : parseSeedName(String(body['seed'])))
    return { instances: control.instances().length }
  },
  'GET clock': ({ control }) => ({ nowMs: control.now() }),
  'PUT clock': ({ control, world, body }) => {
    const { nowMs, advanceMs } = body
    if (Number.isSafeInteger(nowMs)) world.clock.set(Number(nowMs))
    else if (Number.isSafeInteger(advanceMs)) control.advance(Number(advanceMs))
    else throw new Error('Send {"nowMs": …} or {"advanceMs": …}.')
    return { nowMs: control.now() }
  },
  'GET switches': ({ world }) => world.switches,
  'PUT switches': ({ control, body }) => control.setSwitches(parseSwitches(body)),
  'GET delays': ({ world }) => world.delays,
  'PUT delays': ({ control, body }) => control.setDelays(parseDelays(body)),
  'GET faults': ({ control }) => ({ faults: control.faults() }),
  'POST faults': ({ control, body }) => control.fault(parseFault(body)),
  'DELETE faults': ({ control, id }) => {
    if (id === '') control.clearFaults()
    else if (!control.removeFault(id)) throw new Error(`There is no fault ${id}.`)
    return { faults: control.faults() }
  },
  'GET requests': ({ control, query }) => {
    const operation = query.get('operation')
    const instanceId = query.get('instanceId')
    return {
      requests: control.requests({
        ...(operation === null ? {} : { operation: operation as OperationName }),
        ...(instanceId === null ? {} : { instanceId }),
      }),
    }
  },
  'DELETE requests': ({ control }) => {
    control.clearRequests()
    return { requests: [] }
  },
  'GET sources': ({ control }) => control.sources(),
  'PUT sources': ({ control, body }) => control.setSources(parseSourceRows(body)),
  'DELETE sources': ({ control }) => {
    control.clearSources()
    return control.sources()
  },
  'GET admits': ({ control, query, id }) => {
    const network = query.get('network') ?? 'public'
    if (!isNetwork(network)) throw new Error(`"network" must be one of ${networks.join(', ')}.`)
    return control.admits(id, query.get('from') ?? '', network)
  },
  'GET instances': ({ control, id }) =>
    id === '' ? { instances: control.instances() } : control.instance(id),
  'POST instances': ({ control, body }) => {
    const { id, name, region, ...patch } = body
    if (typeof id !== 'string' || typeof name !== 'string' || typeof region !== 'string') {
      throw new Error('An instance needs "id", "name" and "region".')
    }
    return control.addInstance({ id, name, region, ...parseInstancePatch(patch) })
  },
  'PUT instances': ({ control, id, body }) => control.patchInstance(id, parseInstancePatch(body)),
  'DELETE instances': ({ control, id }) => {
    control.removeInstance(id)
    return {}
  },
}

export function createControlHandler(world: World, control: EmulatorControl) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answer = (status: number, value: unknown) => {
      response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' })
      response.end(JSON.stringify(value))
    }
    if (!isLoopback(request.socket.remoteAddress ?? '')) {
      return answer(403, { error: 'The control endpoints answer this machine only.' })
    }
    // A browser names its page here; no page has business with the controls.
    if (request.headers.origin !== undefined || request.headers['sec-fetch-site'] !== undefined) {
      return answer(403, { error: 'The control endpoints do not answer web pages.' })
    }
    try {
      const url = new URL(request.url ?? '/', 'http://emulator')
      const [name = '', id = ''] = url.pathname.slice(prefix.length).split('/').map(decodeURIComponent)
      const call = calls[`${request.method} ${name}`]
      if (!call) return answer(404, { error: `There is no ${request.method} ${url.pathname}.` })
      const body = await readJson(request)
      const value = call({ control, world, body, query: url.searchParams, id })
      if (request.method !== 'GET') await control.saved()
      answer(200, value)
    } catch (error) {
      answer(400, { error: error instanceof Error ? error.message : String(error) })
    }
  }
}

async function readJson(request: IncomingMessage): Promise<Json> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString('utf8')
  if (text.trim() === '') return {}
  const parsed: unknown = JSON.parse(text)
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new Error('Send a JSON object.')
  return parsed as Json
}

function isNetwork(text: string): text is Network {
  return networks.some((network) => network === text)
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address)
}
