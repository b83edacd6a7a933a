// One request from arrival to answer: read, route, verify, maybe fail on purpose, operate, save, send.

import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { parseQuery } from './canonical-request.ts'
import {
  accessDenied,
  badRequest,
  CcrError,
  internalServerError,
  invalidUri,
  methodNotAllowed,
  notFound,
  notImplemented,
  quotaExceed,
  serviceUnavailable,
  tooManyRequests,
  unauthorized,
} from './errors.ts'
import type { FaultKind } from './faults.ts'
import type { OperationOutput } from './operations/operation.ts'
import { operations } from './operations/table.ts'
import { regionFromHost } from './regions.ts'
import type { RequestRecord } from './request-log.ts'
import type { Route } from './router.ts'
import { isWrite, route } from './router.ts'
import { verifySignature } from './verify-signature.ts'
import type { World } from './world.ts'

const bodyMaxBytes = 4 * 1024 * 1024

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

export function createRequestHandler(world: World): RequestHandler {
  const isThrottled = createThrottle(world)
  return async (request, response) => {
    const url = request.url ?? '/'
    const mark = url.indexOf('?')
    const rawPath = mark < 0 ? url : url.slice(0, mark)
    const rawQuery = mark < 0 ? '' : url.slice(mark + 1)
    const host = request.headers.host ?? ''
    const method = request.method ?? 'GET'
    const found = route(method, rawPath)
    const record = emptyRecord(world, { method, rawPath, rawQuery, host, found })
    try {
      const body = await readBody(request)
      if (found.kind === 'operation' && isWrite(found.operation)) record.body = body
      const answer = await handle(
        world,
        request,
        { rawPath, rawQuery, method, host, body, found },
        record,
        isThrottled,
      )
      if (answer === 'cut') {
        request.socket.resetAndDestroy()
      } else if (answer !== 'hang') {
        record.status = 200
        send(world, response, record, answer)
      }
    } catch (error) {
      const known = error instanceof CcrError ? error : internalServerError()
      // A client that went away while sending is nobody's failure.
      if (!(error instanceof CcrError) && !request.destroyed) console.error('The embedded CCR failed:', error)
      record.status = known.status
      record.code = known.code
      record.detail = known.detail
      sendError(world, response, record, known)
    }
    world.requestLog.add(record)
  }
}

type Incoming = {
  rawPath: string
  rawQuery: string
  method: string
  host: string
  body: string
  found: Route
}

type Answer = { body: string } | 'cut' | 'hang'

async function handle(
  world: World,
  request: IncomingMessage,
  incoming: Incoming,
  record: RequestRecord,
  isThrottled: () => boolean,
): Promise<Answer> {
  const { rawPath, rawQuery, method, found } = incoming
  const verified = verifySignature(
    { method, rawPath, rawQuery, headers: flatHeaders(request) },
    {
      findKey: (id) => world.accessKeys.find((key) => key.accessKeyId === id),
      nowMs: signatureNow(world),
      futureSkewMs: world.switches.futureSkewMs,
      errors: world.switches.signatureErrors,
    },
  )
  record.accessKeyId = verified.key.accessKeyId
  record.signedHeaders = verified.signedHeaders
  if (isThrottled()) throw tooManyRequests()
  if (found.kind === 'notFound') throw notFound(`path ${rawPath}`)
  if (found.kind === 'methodNotAllowed') throw methodNotAllowed()
  if (found.kind === 'notImplemented') throw notImplemented(found.operation)

  const instance = world.state.instances.find((each) => each.id === record.instanceId)
  const fault = world.faults.take({
    operation: found.operation,
    instanceId: record.instanceId,
    instanceName: instance?.name ?? null,
    region: record.region,
  })
  record.fault = fault.kind ?? (fault.latencyMs > 0 ? 'latency' : null)
  if (fault.latencyMs > 0) await wait(fault.latencyMs)
  if (fault.kind === 'resetBeforeCommit') return 'cut'
  if (fault.kind === 'hangBeforeCommit') return 'hang'
  if (fault.kind !== null) throwForFault(fault.kind)
  if (verified.key.access === 'readOnly' && isWrite(found.operation)) throw unauthorized()

  const output = operations[found.operation]({
    state: world.state,
    nowMs: world.clock.now(),
    switches: world.switches,
    delays: world.delays,
    params: found.params,
    query: readQuery(rawQuery),
    body: incoming.body,
    hostRegion: regionFromHost(incoming.host),
  })
  if (isWrite(found.operation)) {
    record.isCommitted = true
    await world.saver.save()
    await world.afterWrite()
  }
  if (fault.kind === 'resetAfterCommit') return 'cut'
  if (fault.kind === 'hangAfterCommit') return 'hang'
  return { body: fault.kind === 'malformedJson' ? '{"domain":"ccr-' : bodyOf(output, world) }
}

function throwForFault(kind: FaultKind): void {
  switch (kind) {
    case 'internalError':
      throw internalServerError()
    case 'unavailable':
      throw serviceUnavailable()
    case 'unauthorized':
      throw unauthorized()
    case 'forbidden':
      throw accessDenied()
    case 'addressNotAllowed':
      throw new CcrError(
        403,
        'IamSignatureInvalid',
        'IamSignatureInvalid, cause: Fail to authn user: request ip not allowed',
      )
    case 'expired':
      throw new CcrError(
        403,
        'IamSignatureInvalid',
        'IamSignatureInvalid, cause: Fail to authn user: Fail to check timestamp: time expired',
      )
    case 'throttled':
      throw tooManyRequests()
    case 'quotaExceed':
      throw quotaExceed('a fault asked for it')
    default:
  }
}

function bodyOf(output: OperationOutput, world: World): string {
  if ('write' in output) return { empty: '', object: '{}', null: 'null' }[world.switches.writeBody]
  return JSON.stringify(output.json)
}

function readQuery(rawQuery: string): [string, string][] {
  try {
    return parseQuery(rawQuery)
  } catch {
    throw invalidUri('the query has a broken escape')
  }
}

function emptyRecord(
  world: World,
  given: { method: string; rawPath: string; rawQuery: string; host: string; found: Route },
): RequestRecord {
  const instanceId = given.found.kind === 'operation' ? (given.found.params['instanceId'] ?? null) : null
  const instance = world.state.instances.find((each) => each.id === instanceId)
  return {
    atMs: world.clock.now(),
    method: given.method,
    path: given.rawPath,
    query: given.rawQuery,
    host: given.host,
    operation: given.found.kind === 'operation' ? given.found.operation : null,
    instanceId,
    region: regionFromHost(given.host) ?? instance?.region ?? world.switches.defaultRegion,
    status: 0,
    code: '',
    detail: '',
    requestId: randomUUID(),
    accessKeyId: null,
    signedHeaders: [],
    fault: null,
    isCommitted: false,
    body: '',
  }
}

function flatHeaders(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  )
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes > bodyMaxBytes) throw badRequest('the body is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function signatureNow(world: World): number {
  return world.switches.signatureClock === 'wall' ? Date.now() : world.clock.now()
}

// The vendor's samples carry these four headers on every answer, errors and empty bodies included.
function send(world: World, response: ServerResponse, record: RequestRecord, answer: { body: string }): void {
  if (response.destroyed) return
  response.sendDate = false
  response.writeHead(record.status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(answer.body),
    Date: new Date(signatureNow(world)).toUTCString(),
    'X-Bce-Gateway-Region': world.switches.gatewayRegion,
    'X-Bce-Request-Id': record.requestId,
    ...(record.code === 'IamSignatureInvalid' ? { 'X-Bce-Error-Code': record.code } : {}),
  })
  response.end(answer.body)
}

function sendError(world: World, response: ServerResponse, record: RequestRecord, error: CcrError): void {
  const body = JSON.stringify({ code: error.code, message: error.message, requestId: record.requestId })
  send(world, response, record, { body })
}

/** Counts requests of the last second by the wall clock: clients wait in real time. */
function createThrottle(world: World): () => boolean {
  let recent: number[] = []
  return () => {
    const max = world.switches.requestsPerSecondMax
    if (max === null) return false
    const now = performance.now()
    recent = recent.filter((at) => now - at < 1000)
    if (recent.length >= max) return true
    recent.push(now)
    return false
  }
}
