// The start as the process does it, in a process of its own.

import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Environment } from './env.ts'
import { createTestDatabase, type TestDatabase } from './testing/database.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const run = promisify(execFile)

let place: string
let database: TestDatabase
beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'drawbridge-start-'))
  database = await createTestDatabase()
})
afterAll(async () => {
  await database.drop()
  rmSync(place, { recursive: true, force: true })
})

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string }

async function start(env: Environment): Promise<Ended> {
  const script = "const { start } = await import('#server/start.ts'); await start(); process.exit(0)"
  const { config } = database
  const url = config.kind === 'sqlite' ? `file:${config.path}` : config.url.reveal()
  const options = {
    cwd: root,
    env: {
      NODE_ENV: 'production' as const,
      DATABASE_URL: url,
      DRAWBRIDGE_DATA_DIR: join(place, 'data'),
      ...env,
    },
  }
  try {
    const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '--eval', script], options)
    return { code: 0, stdout, stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as Ended
    return { code, stdout, stderr }
  }
}

describe('a start that cannot be', () => {
  it.each<[string, Environment, RegExp]>([
    ['a wrong setting', { PORT: 'x' }, /^PORT must be .+\.\n$/],
    [
      'a region that does not exist',
      { CCR_ACCESS_KEY_ID: 'a', CCR_SECRET_ACCESS_KEY: 'the-secret-key', CCR_REGIONS: 'bj,nowhere' },
      /^The account "default" cannot be used: "nowhere" is not a region of CCR; .+\.\n$/,
    ],
    [
      'a key that cannot be one',
      { CCR_ACCESS_KEY_ID: 'a b', CCR_SECRET_ACCESS_KEY: 'the-secret-key', CCR_REGIONS: 'bj' },
      /^The account "default" cannot be used: The access key id .+\.\n$/,
    ],
    [
      'a database that is none',
      { DATABASE_URL: `file:${root}` },
      /^DATABASE_URL names a database that cannot be opened.+\.\n$/,
    ],
    [
      'a database server that is not there',
      { DATABASE_URL: 'postgres://user:database-password@127.0.0.1:1/x' },
      /^DATABASE_URL names a database that cannot be opened.+\.\n$/,
    ],
    [
      'a data folder that is a file',
      { DRAWBRIDGE_DATA_DIR: join(root, 'package.json') },
      /^DRAWBRIDGE_DATA_DIR names .+package\.json.+\.\n$/,
    ],
  ])('ends with code 1 and one sentence: %s', async (_, env, sentence) => {
    const { code, stdout, stderr } = await start(env)
    expect(stderr).toMatch(sentence)
    expect(code).toBe(1)
    expect(stdout + stderr).not.toMatch(/the-secret-key|database-password/)
    // What the log adds is a line of its own, not the start of a story.
    expect(stdout.split('\n').length).toBeLessThanOrEqual(2)
  })

  it('does not go on with a secret that was cut short', async () => {
    const dataDir = join(place, 'damaged')
    mkdirSync(dataDir)
    writeFileSync(join(dataDir, 'secret'), 'short')
    const { code, stderr } = await start({ DRAWBRIDGE_DATA_DIR: dataDir })
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^.+secret is damaged: .+\.\n$/)])
  })
})

describe('the first start', () => {
  const dataDir = () => join(place, 'data')
  const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)

  it('prints the set-up link, also into a file, both for the owner only', async () => {
    const { code, stdout, stderr } = await start({})
    expect([code, stderr]).toEqual([0, ''])
    const link = /^Set-up link: (http:\/\/127\.0\.0\.1:3000\/setup#token=[\w-]{43})$/m.exec(stdout)?.[1]
    expect(link).toBeDefined()
    expect(readFileSync(join(dataDir(), 'setup-link'), 'utf8')).toBe(`${link}\n`)
    expect([mode(join(dataDir(), 'setup-link')), mode(join(dataDir(), 'secret'))]).toEqual(['600', '600'])
    if (database.config.kind === 'sqlite') expect(mode(database.config.path)).toBe('600')
  })

  it('is made anew at the next one, and the secret kept', async () => {
    const before = [
      readFileSync(join(dataDir(), 'setup-link'), 'utf8'),
      readFileSync(join(dataDir(), 'secret'), 'utf8'),
    ]
    await start({})
    const after = [
      readFileSync(join(dataDir(), 'setup-link'), 'utf8'),
      readFileSync(join(dataDir(), 'secret'), 'utf8'),
    ]
    expect(after[0]).not.toBe(before[0])
    expect(after[1]).toBe(before[1])
  })

  it('needs no link when the settings name an administrator, and says no password', async () => {
    const env = {
      DRAWBRIDGE_ADMIN_EMAIL: 'ada@example.com',
      DRAWBRIDGE_ADMIN_PASSWORD: 'a password of the settings',
    }
    const first = await start(env)
    expect([first.code, first.stderr]).toEqual([0, ''])
    expect(first.stdout).not.toMatch(/Set-up link|password of/)
    expect(existsSync(join(dataDir(), 'setup-link'))).toBe(false)
    // Once somebody has an account there is neither a link nor another administrator.
    expect((await start({ ...env, DRAWBRIDGE_ADMIN_EMAIL: 'eve@example.com' })).code).toBe(0)
    const later = await start({})
    expect([later.code, later.stdout]).toEqual([0, ''])
  })
})
