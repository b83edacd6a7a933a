// Builds when the sources changed, not merely when a build is missing. What counts is content, so switching branches
// back and forth costs nothing.

import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LauncherError, readDistDir } from '#scripts/parts/settings.ts'
import { root, spawnTethered } from '#scripts/parts/spawn.ts'

const folders = ['app', 'components', 'lib', 'server', 'public']
const files = [
  'instrumentation.ts',
  'instrumentation-client.ts',
  'next.config.mjs',
  'package-lock.json',
  'package.json',
  'postcss.config.mjs',
  'proxy.ts',
  'tsconfig.json',
]

/** Not part of what is built: changing a test or the embedded CCR needs no new build. */
const unbuilt = /\.test\.tsx?$|^server\/emulator\/|(?:^|\/)testing\//

/** SHA-256 in hex over names and contents of everything that goes into the build. */
export function hashSources(folder: string): string {
  const hash = createHash('sha256')
  const paths = [
    ...files.filter((file) => existsSync(join(folder, file))),
    ...folders.flatMap((name) =>
      globSync(`${name}/**/*`, { cwd: folder, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) =>
          join(entry.parentPath, entry.name).slice(folder.length).replaceAll('\\', '/').replace(/^\//, ''),
        ),
    ),
  ]
  for (const path of paths.filter((path) => !unbuilt.test(path)).toSorted()) {
    const content = readFileSync(join(folder, path))
    hash.update(`${path}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

/** True when the build on disk is of these sources. */
export function isBuilt(env: NodeJS.ProcessEnv): boolean {
  const stamp = stampPath(env)
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hashSources(root)
}

/** Builds unconditionally, with the output of the build shown. Throws LauncherError when it fails. */
export async function build(env: NodeJS.ProcessEnv): Promise<void> {
  const stamp = stampPath(env)
  rmSync(stamp, { force: true })
  // Taken before: an edit made while it builds is then seen as a change.
  const hash = hashSources(root)
  const child = spawnTethered(['node_modules/next/dist/bin/next', 'build'], {
    env: { ...env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    output: 'inherit',
  })
  const stopChild = () => child.kill('SIGTERM')
  process.once('SIGTERM', stopChild)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('exit', resolve)
  })
  process.off('SIGTERM', stopChild)
  if (code !== 0) throw new LauncherError('The build failed; what it said is above.')
  writeFileSync(stamp, hash)
}

function stampPath(env: NodeJS.ProcessEnv): string {
  return join(root, readDistDir(env), 'sources.sha256')
}
