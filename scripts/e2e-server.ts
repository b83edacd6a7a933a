// What the browser tests talk to: one embedded CCR and two consoles on it, one with an administrator and one that nobody
// has set up yet. Started by playwright.config.ts, which waits for the line "Ready …", in a folder of its own that is gone afterwards.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHousehold } from '#scripts/parts/children.ts'
import { consoleSpec, emulatorSpec } from '#scripts/parts/demo.ts'
import { runMain } from '#scripts/parts/main.ts'
import { LauncherError, readPort } from '#scripts/parts/settings.ts'

await runMain(async () => {
  const { env } = process
  const host = '127.0.0.1'
  const emulatorPort = readPort(env, 'E2E_EMULATOR_PORT', 4110)
  const dataDir = env.E2E_DATA_DIR ?? mkdtempSync(join(tmpdir(), 'drawbridge-e2e-'))
  if (!env.E2E_ADMIN_EMAIL || !env.E2E_ADMIN_PASSWORD) {
    throw new LauncherError('E2E_ADMIN_EMAIL and E2E_ADMIN_PASSWORD are needed.')
  }
  const main = { host, port: readPort(env, 'E2E_PORT', 3100), emulatorPort, dataDir: join(dataDir, 'main') }
  const fresh = { ...main, port: readPort(env, 'E2E_FRESH_PORT', 3101), dataDir: join(dataDir, 'fresh') }
  const admin = {
    ...env,
    DRAWBRIDGE_ADMIN_EMAIL: env.E2E_ADMIN_EMAIL,
    DRAWBRIDGE_ADMIN_PASSWORD: env.E2E_ADMIN_PASSWORD,
  }

  const household = createHousehold()
  household.start(emulatorSpec(main, env, join(dataDir, 'emulator.log')))
  household.start(consoleSpec(main, admin, { isDev: false, logPath: join(dataDir, 'main.log') }))
  household.start(consoleSpec(fresh, env, { isDev: false, logPath: join(dataDir, 'fresh.log') }))
  // Playwright kills what it started with the whole group, or closes this pipe when it is killed itself.
  process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM')).resume()
  const isReady =
    (await household.waitUntilReady(`http://${host}:${main.port}/readyz`, 'The console', 30_000)) &&
    (await household.waitUntilReady(`http://${host}:${fresh.port}/readyz`, 'The fresh console', 30_000))
  if (isReady) console.log('Ready for the browser tests')
  const code = await household.ended
  if (env.E2E_KEEP_DATA !== '1') rmSync(dataDir, { recursive: true, force: true })
  return code
})
