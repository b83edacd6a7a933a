// The steps of `npm run check` and `npm test`. Each prints its own output and gives back a tally.

import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawnTethered } from '#scripts/parts/spawn.ts'
import {
  sumTallies,
  type Tally,
  tallyOfCheck,
  tallyOfRunner,
  tallyPathVariable,
} from '#scripts/parts/tally.ts'

/** A step that hangs is a step that failed. */
const limitMs = 20 * 60_000

const running = new Set<ChildProcess>()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    for (const child of running) child.kill('SIGTERM')
    setTimeout(() => {
      for (const child of running) child.kill('SIGKILL')
      process.exit(130)
    }, 800)
  })
}

/** Announces a step, so that output above and below can be told apart. */
export function announce(name: string): void {
  console.log(`\n── ${name}`)
}

/** Runs a script of a package, or of ours, with this Node. Resolves with its exit code, null when it was killed. */
export async function runNode(
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<number | null> {
  const child = spawnTethered(args, {
    env: { ...env, NEXT_TELEMETRY_DISABLED: '1' },
    output: 'inherit',
    timeoutMs: limitMs,
  })
  running.add(child)
  return new Promise((resolve) => {
    child.once('error', () => resolve(1)).once('exit', resolve)
  }).then((code) => {
    running.delete(child)
    return code as number | null
  })
}

/** Types, lint, format and the lock, each one test. */
export async function runStaticChecks(): Promise<Tally> {
  const checks: readonly (readonly [string, readonly (readonly string[])[]])[] = [
    ['lock', [['scripts/complete-lock.mjs', '--check']]],
    [
      'types',
      [
        [bin('next/dist/bin/next'), 'typegen'],
        // Not incremental: a build file left from before has been seen to report errors that are gone.
        [bin('typescript/bin/tsc'), '--noEmit', '--incremental', 'false', '-p', '.'],
      ],
    ],
    ['lint', [[bin('oxlint/bin/oxlint')]]],
    ['format', [[bin('@biomejs/biome/bin/biome'), 'check', '.']]],
  ]
  const tallies: Tally[] = []
  for (const [name, commands] of checks) {
    announce(name)
    let isOk = true
    for (const command of commands) isOk &&= (await runNode(command)) === 0
    tallies.push(tallyOfCheck(name, isOk))
  }
  return sumTallies(tallies)
}

/** Vitest over some of its projects. */
export async function runVitest(
  name: string,
  projects: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Tally> {
  announce(name)
  return withTally(name, env, (tallyEnv) =>
    runNode(
      [
        bin('vitest/vitest.mjs'),
        'run',
        ...projects.flatMap((project) => ['--project', project]),
        '--reporter=default',
        '--reporter=./scripts/parts/vitest-tally.ts',
      ],
      tallyEnv,
    ),
  )
}

/** Playwright; its servers are started by its own configuration. */
export async function runPlaywright(
  name: string,
  env: NodeJS.ProcessEnv = process.env,
  args: readonly string[] = [],
): Promise<Tally> {
  announce(name)
  const reporter = '--reporter=list,./scripts/parts/playwright-tally.ts'
  return withTally(name, env, (tallyEnv) =>
    runNode([bin('@playwright/test/cli.js'), 'test', reporter, ...args], tallyEnv),
  )
}

async function withTally(
  name: string,
  env: NodeJS.ProcessEnv,
  run: (env: NodeJS.ProcessEnv) => Promise<number | null>,
): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'drawbridge-tally-'))
  const path = join(folder, 'tally.json')
  const code = await run({ ...env, [tallyPathVariable]: path })
  const report = existsSync(path) ? readFileSync(path, 'utf8') : null
  rmSync(folder, { recursive: true, force: true })
  return tallyOfRunner(name, report, code)
}

function bin(path: string): string {
  return join('node_modules', path)
}
