// The console: Next behind our own HTTP server, in one process. Next alone would hide the address a request really
// came from, and could not be stopped gently or tied to a launcher. Nothing else happens in the path of a request.
//
//   node scripts/serve.ts [--dev] [--grace-ms=10000]

import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { portSentence } from '#scripts/parts/ports.ts'
import { LauncherError, localUrl, readDistDir, readHost, readPort } from '#scripts/parts/settings.ts'

const { values } = parseArgs({
  options: { dev: { type: 'boolean', default: false }, 'grace-ms': { type: 'string', default: '10000' } },
})
const isDev = values.dev
const graceMs = Number(values['grace-ms'])
const root = fileURLToPath(new URL('../', import.meta.url))

// Next reads the file too, but after host and port are needed. What is set already wins in both.
if (existsSync('.env')) process.loadEnvFile('.env')

/** Proves to the console that the address in the header is this server's word. */
const peerSecret = randomBytes(32).toString('hex')
process.env.DRAWBRIDGE_PEER_SECRET = peerSecret
Object.assign(process.env, { NODE_ENV: isDev ? 'development' : 'production', NEXT_TELEMETRY_DISABLED: '1' })

try {
  await serve(readHost(process.env), readPort(process.env, 'PORT', 3000))
} catch (error) {
  console.error(error instanceof LauncherError ? error.message : error)
  process.exit(1)
}

async function serve(host: string, port: number): Promise<void> {
  if (!isDev && !existsSync(`${readDistDir(process.env)}/BUILD_ID`)) {
    throw new LauncherError('There is no build to serve: run `npm run build` first.')
  }
  // After NODE_ENV is set: React and Next read it when they are loaded.
  const { default: next } = await import('next')

  const server = createServer()
  const app = next({ dev: isDev, dir: root, hostname: host, port, httpServer: server })
  const handle = app.getRequestHandler()
  const ready = Promise.withResolvers<void>()

  server.on('request', (request, response) => {
    const address = (request.socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '')
    // Overwrites whatever a client may have sent under this name.
    request.headers['x-drawbridge-peer'] = `${peerSecret} ${address}`
    void ready.promise.then(() => handle(request, response))
  })
  // Longer than proxies keep a connection (60 s is usual), so that never we close one just as they use it.
  server.keepAliveTimeout = 65_000
  server.headersTimeout = 70_000

  // The port first: that it is taken should be known before anything else is started.
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new LauncherError(portSentence('PORT', host, port, error.code ?? error.message)))
    })
    server.listen(port, host, resolve)
  })

  let isStopping = false
  const stop = () => {
    if (isStopping) return
    isStopping = true
    // A connection that falls idle after its last answer would hold the server open for as long as it is kept alive.
    const sweep = setInterval(() => server.closeIdleConnections(), 50)
    // An upgraded socket (hot reload) is not even counted among the connections that can be closed.
    setTimeout(() => process.exit(0), graceMs)
    server.close(() => {
      clearInterval(sweep)
      process.exit(0)
    })
  }
  process.on('SIGTERM', stop).on('SIGINT', stop).on('SIGHUP', stop)

  await app.prepare()
  ready.resolve()
  console.log(`Drawbridge is listening on ${localUrl(host, port)}`)
}
