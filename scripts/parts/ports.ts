import { createServer } from 'node:net'
import { LauncherError } from '#scripts/parts/settings.ts'

/** Resolves when nobody listens there. Throws LauncherError with a sentence that names the variable to change. */
export async function requireFreePort(variable: string, host: string, port: number): Promise<void> {
  const code = await tryListen(host, port)
  if (code === null) return
  throw new LauncherError(portSentence(variable, host, port, code))
}

/** The sentence for a port that cannot be had. `code` is what the system answered, such as EADDRINUSE. */
export function portSentence(variable: string, host: string, port: number, code: string): string {
  if (code === 'EADDRINUSE') {
    return `Port ${port} on ${host} is taken by another program: stop that one, or set ${variable} to a free port.`
  }
  if (code === 'EACCES') {
    return `Port ${port} on ${host} is not allowed to this user: set ${variable} to a port above 1023.`
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `${host} is not an address of this machine: set HOST to one that is, or to 127.0.0.1.`
  }
  return `Port ${port} on ${host} cannot be opened (${code}): set ${variable} or HOST to another.`
}

/** A port nobody listens on just now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
  })
  if (address === null || typeof address === 'string') throw new Error('The system named no port.')
  return address.port
}

function tryListen(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown error'))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)))
  })
}
