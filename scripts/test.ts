// `npm test`: everything, on SQLite and on PostgreSQL and in a browser. The last line is the sum over all runners.

import { createInterface } from 'node:readline'
import { ensureBrowser } from '#scripts/parts/browser.ts'
import { build, isBuilt } from '#scripts/parts/build.ts'
import { runMain } from '#scripts/parts/main.ts'
import { LauncherError } from '#scripts/parts/settings.ts'
import { root, spawnTethered } from '#scripts/parts/spawn.ts'
import { announce, runPlaywright, runStaticChecks, runVitest } from '#scripts/parts/steps.ts'
import { describeTally, sumTallies, type Tally, tallyOfCheck } from '#scripts/parts/tally.ts'

await runMain(async () => {
  announce('browser')
  const browserProblem = await ensureBrowser(root, process.env)
  console.log(browserProblem ?? 'There is one.')

  const tally = sumTallies([
    await runStaticChecks(),
    await runVitest('vitest', ['unit', 'wire', 'server', 'scripts'], withDatabase(undefined)),
    await runOnPostgres(),
    await runInBrowser(browserProblem),
  ])
  console.log(describeTally(tally))
  return tally.failed.length === 0 ? 0 : 1
})

/** The server's tests once more, on a PostgreSQL that is given or started for them. */
async function runOnPostgres(): Promise<Tally> {
  const name = 'vitest on PostgreSQL'
  const given = process.env.TEST_DATABASE_URL?.trim() ?? ''
  if (given !== '') return runVitest(name, ['server'], withDatabase(given))

  announce('PostgreSQL')
  const server = spawnTethered(['scripts/postgres.ts'], { output: 'pipe' })
  server.stderr?.pipe(process.stderr)
  const exited = new Promise<null>((resolve) => {
    server.once('exit', () => resolve(null))
  })
  const url = await Promise.race([server.stdout === null ? null : readDatabaseUrl(server.stdout), exited])
  if (url === null) return { passed: 0, failed: [`${name} (no server; why is above)`], skipped: [] }
  try {
    return await runVitest(name, ['server'], withDatabase(url))
  } finally {
    server.kill('SIGTERM')
    await exited
  }
}

/** Build, then Playwright on what was built. */
async function runInBrowser(browserProblem: string | null): Promise<Tally> {
  announce('build')
  try {
    if (isBuilt(process.env)) console.log('The build is of these sources already.')
    else await build(process.env)
  } catch (error) {
    if (!(error instanceof LauncherError)) throw error
    console.error(error.message)
    return sumTallies([tallyOfCheck('build', false), tallyOfCheck('Playwright (no build to test)', false)])
  }
  const built = tallyOfCheck('build', true)
  if (browserProblem !== null) {
    return sumTallies([built, tallyOfCheck(`Playwright (${browserProblem})`, false)])
  }
  return sumTallies([built, await runPlaywright('Playwright')])
}

function withDatabase(url: string | undefined): NodeJS.ProcessEnv {
  const { TEST_DATABASE_URL: _given, ...env } = process.env
  return url === undefined ? env : { ...env, TEST_DATABASE_URL: url }
}

async function readDatabaseUrl(output: NodeJS.ReadableStream): Promise<string | null> {
  for await (const line of createInterface({ input: output })) {
    const [, url] = /^TEST_DATABASE_URL=(.+)$/.exec(line) ?? []
    if (url !== undefined) return url
  }
  return null
}
