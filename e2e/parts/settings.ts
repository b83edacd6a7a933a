// Where the servers under test are. playwright.config.ts sets these before the first test.

import { join } from 'node:path'
import { demoAccessKey } from '#server/emulator/start.ts'

function setting(name: string): string {
  const value = process.env[name]
  if (value === undefined || value === '')
    throw new Error(`${name} is not set: run through Playwright's configuration.`)
  return value
}

export const settings = {
  url: setting('E2E_URL'),
  freshUrl: setting('E2E_FRESH_URL'),
  emulatorUrl: setting('E2E_EMULATOR_URL'),
  dataDir: setting('E2E_DATA_DIR'),
  distDir: process.env['DRAWBRIDGE_DIST_DIR'] ?? '.next',
  screenshotsDir: setting('E2E_SCREENSHOTS_DIR'),
  admin: { email: setting('E2E_ADMIN_EMAIL'), password: setting('E2E_ADMIN_PASSWORD') },
} as const

/** The key pair the console signs with. It must show nowhere. */
export const secretAccessKey = process.env['EMULATOR_SECRET_ACCESS_KEY'] || demoAccessKey.secretAccessKey

export type Role = 'viewer' | 'operator' | 'admin'

/** Where the signed-in state of a role is kept between the set-up and the tests. */
export function statePath(role: Role): string {
  return join(settings.dataDir, `${role}.state.json`)
}
