// A caller for the emulator's own tests, on node:http so that Host and DELETE bodies go out exactly as given.
// The signing below is only as good as the verifier's canonical form; the published vectors prove that one.

import { createHmac } from 'node:crypto'
import { Agent, request } from 'node:http'
import {
  canonicalHeaders,
  canonicalQueryString,
  canonicalUri,
  parseQuery,
} from '#server/emulator/canonical-request.ts'
import type { Emulator } from '#server/emulator/start.ts'

export type CallOptions = {
  body?: unknown
  /** Default: what the URL says. */
  host?: string
  headers?: Record<string, string>
  /** Names to sign, in this order; `[]` writes an empty list. */
  signedHeaders?: string[]
  key?: { accessKeyId: string; secretAccessKey: string }
  /** Epoch ms; default: the emulator's clock. */
  signedAtMs?: number
  expiresInS?: number
  /** Sends this instead of a signature; empty: no header. */
  authorization?: string
}

export type CallResult = {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
  /** The body parsed, or undefined when it is empty or not JSON. */
  json: unknown
}

export async function call(
  emulator: Emulator,
  method: string,
  pathAndQuery: string,
  options: CallOptions = {},
): Promise<CallResult> {
  const body =
    options.body === undefined
      ? ''
      : typeof options.body === 'string'
        ? options.body
        : JSON.stringify(options.body)
  const signedAt = new Date(options.signedAtMs ?? emulator.now()).toISOString().replace(/\.\d+Z$/, 'Z')
  const headers: Record<string, string> = {
    host: options.host ?? `${emulator.host}:${emulator.port}`,
    'content-type': 'application/json;charset=utf-8',
    'x-bce-date': signedAt,
    ...(body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    ...options.headers,
  }
  const authorization =
    options.authorization ?? sign(emulator, method, pathAndQuery, headers, signedAt, options)
  if (authorization !== '') headers['authorization'] = authorization
  return send(emulator, method, pathAndQuery, headers, body)
}

function sign(
  emulator: Emulator,
  method: string,
  pathAndQuery: string,
  headers: Record<string, string>,
  signedAt: string,
  options: CallOptions,
): string {
  const key = options.key ?? emulator
  const [path = '/', query = ''] = pathAndQuery.split('?')
  const listed = options.signedHeaders ?? ['host', 'x-bce-date']
  const usual = ['host', 'content-length', 'content-type', 'content-md5']
  const names =
    listed.length > 0
      ? listed
      : Object.keys(headers).filter((name) => usual.includes(name) || name.startsWith('x-bce-'))
  const prefix = `bce-auth-v1/${key.accessKeyId}/${signedAt}/${options.expiresInS ?? 1800}`
  const signingKey = createHmac('sha256', key.secretAccessKey).update(prefix).digest('hex')
  const canonical = [
    method,
    canonicalUri(path),
    canonicalQueryString(parseQuery(query)),
    canonicalHeaders(names.map((name) => [name, headers[name] ?? ''])),
  ].join('\n')
  return `${prefix}/${listed.join(';')}/${createHmac('sha256', signingKey).update(canonical).digest('hex')}`
}

const agent = new Agent({ keepAlive: false })

function send(
  emulator: Emulator,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: string,
): Promise<CallResult> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { agent, host: emulator.host, port: emulator.port, method, path, headers, setHost: false },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parse(text) })
        })
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
