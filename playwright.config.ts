import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig, devices } from '@playwright/test'
import { findSystemBrowser } from '#scripts/parts/browser.ts'
import { freePort } from '#scripts/parts/ports.ts'

// Playwright reads this file again in every worker; what the first reading chose stays in the environment.
const choose = async (name: string, make: () => string | Promise<string>) => {
  process.env[name] ??= await make()
  return process.env[name]
}
const port = await choose('E2E_PORT', async () => String(await freePort()))
const freshPort = await choose('E2E_FRESH_PORT', async () => String(await freePort()))
const emulatorPort = await choose('E2E_EMULATOR_PORT', async () => String(await freePort()))
await choose('E2E_DATA_DIR', () => mkdtempSync(join(tmpdir(), 'drawbridge-e2e-')))
await choose('E2E_ADMIN_EMAIL', () => 'admin@example.com')
await choose('E2E_ADMIN_PASSWORD', () => randomBytes(12).toString('base64url'))
// For the tests: a console nobody has set up yet, and the embedded CCR, where the end state is asserted.
const baseURL = await choose('E2E_URL', () => `http://127.0.0.1:${port}`)
await choose('E2E_FRESH_URL', () => `http://127.0.0.1:${freshPort}`)
await choose('E2E_EMULATOR_URL', () => `http://127.0.0.1:${emulatorPort}`)
await choose('E2E_SCREENSHOTS_DIR', () => 'test-results/screenshots')

const browser = findSystemBrowser(process.env)

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/playwright',
  // All tests share one embedded CCR and one console.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  globalTimeout: 15 * 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    baseURL,
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    // Tracing every test takes a third longer; `npx playwright test --trace on` for the one that fails.
    trace: 'off',
    launchOptions: {
      ...(browser === null ? {} : { executablePath: browser }),
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  projects: [
    { name: 'accounts', testMatch: 'accounts.setup.ts', teardown: 'leftovers' },
    { name: 'console', testMatch: '*.spec.ts', dependencies: ['accounts'] },
    // Runs last, also after failures: what all the tests left behind must not hold a secret.
    { name: 'leftovers', testMatch: 'leftovers.teardown.ts' },
  ],
  webServer: {
    command: `"${process.execPath}" scripts/e2e-server.ts`,
    wait: { stdout: /Ready for the browser tests/ },
    timeout: 60_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 2_000 },
    stderr: 'pipe',
  },
})
