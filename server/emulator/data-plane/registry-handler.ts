// The registries themselves, as far as the network goes: whom the network admits is asked for credentials, as by a
// registry, and nobody has any. Whom it refuses gets no further than the switch `refusedAnswer` says.

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { World } from '#server/emulator/world.ts'
import { judgeAdmission } from './admission.ts'
import { findRegistry } from './registry-names.ts'
import { addressOfSocket } from './source-map.ts'

export type RegistryHandler = (request: IncomingMessage, response: ServerResponse) => void

/** The handler for a request to a registry; null when the request is for somebody else. */
export function createRegistryRouter(world: World): (request: IncomingMessage) => RegistryHandler | null {
  return (request) => {
    const host = request.headers.host ?? ''
    const registry = findRegistry(world.state.instances, host)
    const isRegistryPath = /^\/v2(?:[/?]|$)/.test(request.url ?? '')
    if (registry === null && !isRegistryPath) return null
    if (registry === null || registry === 'unknown') {
      return (_, response) => answer(response, 404, 'NAME_UNKNOWN', `no registry is called ${host}`)
    }
    return (_, response) => {
      const from = addressOfSocket(request.socket.remoteAddress)
      const { admitted } = judgeAdmission(world, registry.instance, registry.network, from)
      if (admitted) challenge(request, response, host)
      else refuse(world, request, response)
    }
  }
}

function refuse(world: World, request: IncomingMessage, response: ServerResponse): void {
  const { refusedAnswer } = world.switches
  if (refusedAnswer === 'reset') request.socket.resetAndDestroy()
  else if (refusedAnswer === '403') answer(response, 403, 'DENIED', 'access by this network is refused')
  // `timeout`: nothing is said, and the client waits as long as it likes.
}

/** Docker Registry HTTP API V2: an API version header on every answer, a Bearer challenge without credentials. */
function challenge(request: IncomingMessage, response: ServerResponse, host: string): void {
  const repository = /^\/v2\/(.+)\/(?:manifests|blobs|tags|referrers)\//.exec(request.url ?? '')?.[1]
  const action = request.method === 'GET' || request.method === 'HEAD' ? 'pull' : 'pull,push'
  const scope = repository === undefined ? '' : `,scope="repository:${repository}:${action}"`
  response.setHeader(
    'WWW-Authenticate',
    `Bearer realm="http://${host}/service/token",service="registry"${scope}`,
  )
  answer(response, 401, 'UNAUTHORIZED', 'authentication required')
}

function answer(response: ServerResponse, status: number, code: string, message: string): void {
  const body = JSON.stringify({ errors: [{ code, message }] })
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Docker-Distribution-Api-Version': 'registry/2.0',
  })
  response.end(body)
}
