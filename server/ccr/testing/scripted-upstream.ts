// A real HTTP server that answers as a test says, for what no honest cloud would do: redirects, garbage, cut answers.

import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AppError } from '#lib/errors.ts'
import { type AuditTicket, issueTicket, type UpstreamNote } from '#server/audit/ticket.ts'
import { type CcrClient, type CcrClientOptions, createCcrClient } from '#server/ccr/client.ts'
import { Credential } from '#server/ccr/credentials.ts'
import { createTransport } from '#server/ccr/transport.ts'

export type Received = {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export type Scripted = {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** An object is sent as JSON. */
  readonly body?: string | object
  /** `reset`: the connection is cut before an answer. `cut`: in the middle of the body. `silent`: no answer ever. */
  readonly fault?: 'reset' | 'cut' | 'silent' | 'drip'
}

export type ScriptedUpstream = {
  readonly port: number
  readonly received: Received[]
  /** Most requests that were being answered at one time. */
  readonly mostAtOnce: () => number
  close(): Promise<void>
}

export const upstreamRequestId = '11111111-2222-4333-8444-555555555555'

/** Starts a server on a free port of 127.0.0.1. `answer` sees the request and how many came before it. */
export async function startScriptedUpstream(
  answer: (request: Received, index: number) => Scripted | Promise<Scripted>,
): Promise<ScriptedUpstream> {
  const received: Received[] = []
  let atOnce = 0
  let most = 0
  const server = createServer(async (request, response) => {
    atOnce += 1
    most = Math.max(most, atOnce)
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const { method = '', url = '', headers } = request
    const entry = { method, url, headers, body }
    received.push(entry)
    const scripted = await answer(entry, received.length - 1)
    atOnce -= 1
    send(response, scripted)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    received,
    mostAtOnce: () => most,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function send(response: ServerResponse, { status = 200, headers = {}, body = '', fault }: Scripted): void {
  if (fault === 'silent') return
  if (fault === 'reset') {
    response.socket?.resetAndDestroy()
    return
  }
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const length = Buffer.byteLength(text)
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'x-bce-request-id': upstreamRequestId,
    ...(fault === undefined ? { 'content-length': length } : { 'content-length': length + 10 }),
    ...headers,
  })
  if (fault === undefined) {
    response.end(text)
    return
  }
  response.write(text)
  if (fault === 'cut') response.socket?.end()
}

export const scriptedKeys = {
  accessKeyId: 'ALTAKscriptedscripted',
  secretAccessKey: 'f00dfacef00dfacef00dfacef00dface',
  sessionToken: 'sessionTokenOfScriptedTests',
}

/** A client of such a server with short times, and the ticket that collects upstream request ids. */
export function scriptedClient(
  endpoint: string,
  options: Partial<CcrClientOptions> & { readonly maxBodyBytes?: number } = {},
): { client: CcrClient; noted: UpstreamNote[]; ticket: AuditTicket; close: () => Promise<void> } {
  const { maxBodyBytes = 1_000_000, ...others } = options
  const transport = createTransport({ connectTimeoutMs: 1000, maxBodyBytes })
  const noted: UpstreamNote[] = []
  const client = createCcrClient({
    account: { name: 'test', regions: ['bj', 'gz'], readCredential: new Credential(scriptedKeys) },
    endpoints: { ccr: endpoint, vpc: endpoint },
    clock: Date.now,
    random: () => 0.5,
    transport,
    ...others,
    policy: {
      headersTimeoutMs: 300,
      bodyTimeoutMs: 300,
      readTotalMs: 3000,
      writeTotalMs: 1000,
      backoff: { baseMs: 2, capMs: 20 },
      ...others.policy,
    },
  })
  return { client, noted, ticket: issueTicket('event', noted), close: () => transport.close() }
}

export const opened = { status: 'opened', domain: 'd', whitelist: [] }

export function refusal(status: number, code: string, message = 'no'): Scripted {
  return { status, body: { code, message, requestId: 'x' } }
}

export type RigOptions = Partial<CcrClientOptions> & {
  readonly maxBodyBytes?: number
  /** `PORT` stands for the port of the server. */
  readonly endpoint?: string
}

/** A scripted server, its client, and one read and one write to try. `onEnd` is given what must be closed. */
export async function startRig(
  onEnd: (close: () => Promise<void>) => void,
  answer: (request: Received, index: number) => Scripted | Promise<Scripted>,
  options: RigOptions = {},
) {
  const { endpoint = 'http://127.0.0.1:PORT', ...others } = options
  const upstream = await startScriptedUpstream(answer)
  const scripted = scriptedClient(endpoint.replace('PORT', String(upstream.port)), others)
  onEnd(upstream.close)
  onEnd(scripted.close)
  const { client, ticket } = scripted
  return {
    ...scripted,
    upstream,
    read: () => client.getPublicEndpoint('bj', 'ccr-4k74gw7d'),
    write: () => client.updatePublicEndpoint(ticket, 'bj', 'ccr-4k74gw7d', 'close'),
  }
}

/** The AppError that a promise rejects with; anything else fails the test. */
export async function errorOf(promise: Promise<unknown>): Promise<AppError> {
  try {
    await promise
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown
    throw thrown
  }
  throw new Error('Expected a rejection')
}
