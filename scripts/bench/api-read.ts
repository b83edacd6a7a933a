// How fast the API answers a read: GET /api/instances/{id}/allow-list of a signed-in person against the barest handler
// of the same running console, so that what Next itself costs is in both. Builds when the sources are new.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { buildPath } from '#lib/contract/endpoint.ts'
import { endpoints } from '#lib/contract/endpoints.ts'
import { build, isBuilt } from '#scripts/parts/build.ts'
import { createHousehold } from '#scripts/parts/children.ts'
import { consoleSpec, emulatorSpec } from '#scripts/parts/demo.ts'
import { runMain } from '#scripts/parts/main.ts'
import { freePort } from '#scripts/parts/ports.ts'
import { LauncherError } from '#scripts/parts/settings.ts'

const connections = 16
const seconds = 5
const rounds = 2
const person = { email: 'bench@example.com', password: 'only-for-this-measurement' }

type Figures = { readonly perSecond: number; readonly p50Ms: number; readonly p99Ms: number }

await runMain(async () => {
  if (!isBuilt(process.env)) await build(process.env)
  const dataDir = mkdtempSync(join(tmpdir(), 'drawbridge-bench-'))
  const places = { host: '127.0.0.1', port: await freePort(), emulatorPort: await freePort(), dataDir }
  const url = `http://${places.host}:${places.port}`
  const env = {
    ...process.env,
    DRAWBRIDGE_ADMIN_EMAIL: person.email,
    DRAWBRIDGE_ADMIN_PASSWORD: person.password,
    LOG_LEVEL: 'warn',
  }
  const household = createHousehold()
  household.start(emulatorSpec(places, env, join(dataDir, 'emulator.log')))
  household.start(consoleSpec(places, env, { isDev: false, logPath: join(dataDir, 'console.log') }))
  try {
    if (!(await household.waitUntilReady(`${url}/readyz`, 'The console', 60_000))) return 1
    const cookie = await signIn(url)
    const instanceId = await firstInstanceId(url, cookie)
    const targets = {
      'GET /healthz': { path: '/healthz', cookie: '' },
      'GET …/allow-list': { path: buildPath(endpoints.getAllowList, { instanceId }), cookie },
    }
    const best = new Map<string, Figures>()
    // Rounds alternate, so that a busy machine slows both; the best round of each counts. The first one warms up.
    for (let round = 0; round <= rounds; round += 1) {
      for (const [name, target] of Object.entries(targets)) {
        const figures = await measure(`${url}${target.path}`, target.cookie, round === 0 ? 2 : seconds)
        const before = best.get(name)
        if (round > 0 && (before === undefined || figures.perSecond > before.perSecond))
          best.set(name, figures)
      }
    }
    report(best)
    return 0
  } finally {
    await household.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
})

async function signIn(url: string): Promise<string> {
  const response = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(person),
  })
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  if (!response.ok || cookie === '')
    throw new LauncherError(`Signing in was answered with ${response.status}.`)
  return cookie
}

async function firstInstanceId(url: string, cookie: string): Promise<string> {
  const response = await fetch(`${url}${endpoints.listInstances.path}`, { headers: { cookie } })
  const { instances } = endpoints.listInstances.response.parse(await response.json())
  const [first] = instances
  if (!first) throw new LauncherError('The embedded CCR has no instance.')
  return first.id
}

async function measure(url: string, cookie: string, duration: number): Promise<Figures> {
  const result = await autocannon({ url, connections, duration, headers: cookie === '' ? {} : { cookie } })
  const failed = result.non2xx + result.errors + result.timeouts
  if (failed > 0) throw new LauncherError(`${failed} of the requests to ${url} failed.`)
  return {
    perSecond: result.requests.average,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
  }
}

function report(figures: ReadonlyMap<string, Figures>): void {
  const row = (...cells: readonly string[]) =>
    console.log(cells.map((cell, at) => (at === 0 ? cell.padEnd(24) : cell.padStart(10))).join(''))
  row(`${connections} connections`, 'req/s', 'p50 ms', 'p99 ms')
  for (const [name, { perSecond, p50Ms, p99Ms }] of figures) {
    row(name, Math.round(perSecond).toLocaleString('en'), String(p50Ms), String(p99Ms))
  }
  const [bare, read] = [...figures.values()]
  if (bare && read) {
    row('ratio', (read.perSecond / bare.perSecond).toFixed(2), '', (read.p99Ms / bare.p99Ms).toFixed(2))
  }
}
