#!/usr/bin/env node
// Every `npm run …` enters here, on whatever Node the machine has. Installs what the task needs, finds Node 24 (the one
// in node_modules, or the user's own) and goes on there with scripts/<task>.ts. No dependencies: it runs on a plain clone.

import { spawn, spawnSync } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { readInstallGap } from '#scripts/parts/installed.mjs'
import { stopWithLauncher } from '#scripts/parts/parent.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const oldestMajor = 24

/**
 * `install`: run `npm ci` when node_modules is not what the lock says; `say`: only say so; `runtime`: the same, and
 * packages for development may be absent.
 * @type {Record<string, 'install' | 'say' | 'runtime'>}
 */
const tasks = {
  quickstart: 'install',
  test: 'install',
  dev: 'say',
  build: 'say',
  check: 'say',
  bench: 'say',
  postgres: 'say',
  screenshots: 'say',
  emulator: 'runtime',
  probe: 'runtime',
  start: 'runtime',
}

/**
 * @param {string} message
 * @returns {never}
 */
function stop(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

/** @param {string} version such as v24.21.0 */
function majorOf(version) {
  return Number(/^v?(\d+)\./.exec(version)?.[1] ?? 0)
}

/** Packages as the lock has them, installed where the task may do so. @param {'install' | 'say' | 'runtime'} need */
function ensureInstalled(need) {
  const gap = readInstallGap(root, { withDev: need !== 'runtime' })
  if (gap === null) return
  if (need !== 'install')
    stop(`Packages are not as package-lock.json has them (${gap}). Run \`npm ci\` first.`)
  process.stderr.write(`Installing packages with npm ci (${gap}).\n`)
  // npm tells its children where it is; otherwise it is on PATH.
  const npm = process.env.npm_execpath
  // Engine warnings are about the Node that installs, not about the one that runs.
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const result =
    npm !== undefined && /\.c?js$/.test(npm)
      ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
      : spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  if (result.status !== 0) stop('npm ci failed, so nothing was started; what it said is above.')
}

/** Path of a Node that can run the project, or null. */
function findNode() {
  if (majorOf(process.version) >= oldestMajor) return process.execPath
  const local = join(root, 'node_modules', '.bin', 'node')
  if (!existsSync(local)) return null
  const path = realpathSync(local)
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' })
  return majorOf(stdout ?? '') >= oldestMajor ? path : null
}

async function main() {
  const [task = '', ...rest] = process.argv.slice(2)
  const need = tasks[task]
  if (need === undefined) stop(`Usage: node scripts/run.mjs ${Object.keys(tasks).join('|')}`)
  process.chdir(root)
  stopWithLauncher()

  if (process.env.DRAWBRIDGE_LAUNCHED_BY === undefined) ensureInstalled(need)

  const node = findNode()
  if (node === null) {
    stop(
      `Drawbridge needs Node.js ${oldestMajor} or newer; this is ${process.version}, and npm has no copy of ` +
        `Node.js ${oldestMajor} for ${process.platform}-${process.arch}. Install it from https://nodejs.org and try again.`,
    )
  }
  if (node === process.execPath) {
    process.argv = [process.execPath, join(root, 'scripts', `${task}.ts`), ...rest]
    await import(pathToFileURL(join(root, 'scripts', `${task}.ts`)).href)
    return
  }

  const child = spawn(node, [fileURLToPath(import.meta.url), task, ...rest], {
    cwd: root,
    stdio: 'inherit',
    // The child ends itself when this process is gone, however it went.
    env: { ...process.env, DRAWBRIDGE_LAUNCHED_BY: String(process.pid) },
  })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal))
  }
  child.on('exit', (code, signal) => {
    process.exit(signal === null ? (code ?? 1) : 128 + constants.signals[signal])
  })
}

await main()
