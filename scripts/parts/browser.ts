// A Chromium for the browser tests: found, installed where that is possible, or asked for in plain words.

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

const advice =
  'Install Chromium (Debian or Ubuntu: `apt-get install chromium fonts-noto-cjk` as root; elsewhere: ' +
  '`npx playwright install chromium`), or set CHROMIUM_PATH to one that is there.'

/** Path of a Chromium outside Playwright's own, or null. */
export function findSystemBrowser(env: NodeJS.ProcessEnv): string | null {
  const chosen = env.CHROMIUM_PATH?.trim() ?? ''
  if (chosen !== '') return chosen
  return usualPlaces.find((path) => existsSync(path)) ?? null
}

/** Null when there is a browser to test with, else one sentence that says what to do. Installs one where it can. */
export async function ensureBrowser(root: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  const chosen = env.CHROMIUM_PATH?.trim() ?? ''
  if (chosen !== '' && !existsSync(chosen))
    return `CHROMIUM_PATH is ${chosen}, and no file is there. ${advice}`
  if (findSystemBrowser(env) !== null) {
    // Without Chinese glyphs the pages in Chinese would show boxes, and measure wrong.
    if (isDebianRoot() && !hasChineseFont()) aptInstall(['fonts-noto-cjk'])
    return null
  }
  if (await hasPlaywrightBrowser()) return null

  if (isDebianRoot()) {
    console.log('No browser found: installing Chromium with apt-get.')
    if (aptInstall(['chromium', 'fonts-noto-cjk']) && findSystemBrowser(env) !== null) return null
    return `apt-get could not install Chromium. ${advice}`
  }
  console.log('No browser found: asking Playwright to download Chromium.')
  spawnSync(process.execPath, [join(root, 'node_modules/@playwright/test/cli.js'), 'install', 'chromium'], {
    cwd: root,
    stdio: 'inherit',
    timeout: 5 * 60_000,
  })
  return (await hasPlaywrightBrowser()) ? null : `There is no browser to test with. ${advice}`
}

async function hasPlaywrightBrowser(): Promise<boolean> {
  const { chromium } = await import('@playwright/test')
  return existsSync(chromium.executablePath())
}

function isDebianRoot(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
}

function hasChineseFont(): boolean {
  const { status, stdout } = spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' })
  // Without fc-list nobody can tell; the browser brings its own way to find fonts.
  return status !== 0 || stdout.trim() !== ''
}

function aptInstall(packages: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const install = () =>
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], {
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    }).status === 0
  // The package lists of a fresh machine are empty or old.
  if (spawnSync('apt-get', ['update', '-q'], { env, stdio: ['ignore', 'inherit', 'inherit'] }).status !== 0) {
    console.error('apt-get update failed; trying with the package lists that are there.')
  }
  return install()
}
