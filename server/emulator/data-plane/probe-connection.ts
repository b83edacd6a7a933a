// One client of a registry: asks `HEAD /v2/` over its own socket, from its own source address, and says what came back.
// Written on plain sockets, since a prober spends nearly all its time here.

import { connect, type Socket } from 'node:net'

/** `status`: an answer; `closed`: the connection was cut before one; `timeout`: silence. */
export type ProbeAnswer =
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'closed' }
  | { readonly kind: 'timeout' }

export type ProbeTarget = {
  /** Where to connect to. */
  readonly address: string
  readonly port: number
  /** Name of the registry, for the Host header. */
  readonly host: string
  /** Source address; the system's choice when there is none. */
  readonly from?: string
  readonly timeoutMs: number
}

export type ProbeConnection = {
  /**
   * One question at a time; connects anew where the last connection is gone. Rejects when nothing could be asked: the
   * emulator does not run, this machine does not have the source address.
   */
  ask(): Promise<ProbeAnswer>
  /** For good. A question that waits is answered with `closed`. */
  close(): void
}

/** Does the network admit? A registry answers 401 to whom it does not know; the network answers 403 or not at all. */
export function isAdmitted(answer: ProbeAnswer): boolean {
  if (answer.kind !== 'status' || answer.status === 403) return false
  if (answer.status === 401 || answer.status === 200) return true
  throw new Error(`A registry does not answer ${answer.status} to /v2/: is there such an instance?`)
}

// Waiting in parts: when this process, and perhaps the emulator in it, stood still for long, that is one part and not
// the whole, so that a busy machine is not taken for a refusal.
const waitsPerTimeout = 5

export function createProbeConnection(target: ProbeTarget): ProbeConnection {
  const question = `HEAD /v2/ HTTP/1.1\r\nHost: ${target.host}\r\n\r\n`
  let socket: Socket | null = null
  let finish: (result: ProbeAnswer | Error) => void = () => undefined
  let isClosed = false

  const open = (): Promise<Socket> =>
    new Promise((resolve, reject) => {
      const opened = connect({
        host: target.address,
        port: target.port,
        noDelay: true,
        ...(target.from === undefined ? {} : { localAddress: target.from }),
      })
      let text = ''
      opened.setEncoding('latin1')
      opened.once('error', reject)
      opened.once('connect', () => resolve(opened))
      opened.on('data', (chunk: string) => {
        text += chunk
        // The answer to HEAD ends with its headers.
        if (!text.endsWith('\r\n\r\n')) return
        const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1] ?? Number.NaN)
        text = ''
        finish(Number.isNaN(status) ? new Error('That was not an HTTP answer.') : { kind: 'status', status })
      })
      opened.on('error', () => undefined)
      opened.on('close', () => {
        if (socket !== opened) return
        socket = null
        finish({ kind: 'closed' })
      })
    })

  return {
    async ask() {
      const current = socket ?? (await open())
      if (isClosed) {
        current.destroy()
        return { kind: 'closed' }
      }
      socket = current
      return new Promise((resolve, reject) => {
        let waits = 0
        const timer = setInterval(() => {
          waits += 1
          if (waits < waitsPerTimeout) return
          // A late answer must not be taken for the next one's.
          socket = null
          current.destroy()
          finish({ kind: 'timeout' })
        }, target.timeoutMs / waitsPerTimeout)
        finish = (result) => {
          finish = () => undefined
          clearInterval(timer)
          if (result instanceof Error) reject(result)
          else resolve(result)
        }
        current.write(question)
      })
    },
    close() {
      isClosed = true
      const last = socket
      socket = null
      last?.destroy()
      finish({ kind: 'closed' })
    },
  }
}
