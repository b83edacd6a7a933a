import { spawnSync } from 'node:child_process'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '#scripts/parts/ports.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const server = createServer()
let takenPort = 0

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address !== null && typeof address === 'object') takenPort = address.port
})
afterAll(() => {
  server.close()
})

function run(args: readonly string[], env: Readonly<Record<string, string>>) {
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    env: { ...process.env, HOST: '127.0.0.1', EMULATOR_PORT: '', ...env },
    encoding: 'utf8',
    timeout: 30_000,
  })
  return { status, stderr: stderr.trim() }
}

test('without a build the console says what to do', () => {
  expect(run(['scripts/serve.ts'], { PORT: '', DRAWBRIDGE_DIST_DIR: '.cache/no-build' })).toEqual({
    status: 1,
    stderr: 'There is no build to serve: run `npm run build` first.',
  })
})

test('a port that is none is named', () => {
  expect(run(['scripts/serve.ts'], { PORT: '70000' })).toEqual({
    status: 1,
    stderr: 'PORT must be a number from 1 to 65535, not "70000".',
  })
})

test.each(['PORT', 'EMULATOR_PORT'])('a demo whose %s is taken starts nothing', async (taken) => {
  const other = taken === 'PORT' ? 'EMULATOR_PORT' : 'PORT'
  const result = run(['scripts/dev.ts'], { [taken]: String(takenPort), [other]: String(await freePort()) })
  expect(result).toEqual({
    status: 1,
    stderr: `Port ${takenPort} on 127.0.0.1 is taken by another program: stop that one, or set ${taken} to a free port.`,
  })
})

test('a demo does not put both on one port', () => {
  expect(run(['scripts/dev.ts'], { PORT: '4999', EMULATOR_PORT: '4999' })).toEqual({
    status: 1,
    stderr: 'PORT and EMULATOR_PORT are both 4999: set one of them to another port.',
  })
})

test('a task that does not exist is answered with those that do', () => {
  const { status, stderr } = run(['scripts/run.mjs', 'nothing'], {})
  expect(status).toBe(1)
  expect(stderr).toMatch(/^Usage: node scripts\/run\.mjs quickstart\|test\|/)
})
