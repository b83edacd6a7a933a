import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { root } from '#scripts/parts/spawn.ts'
import { type Emulator, startEmulator } from '#server/emulator/start.ts'

let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator()
})
afterAll(() => emulator.close())
beforeEach(() => {
  emulator.reset('fleet')
  emulator.setSwitches({ refusedAnswer: 'reset' })
  emulator.clearSources()
})

const start = (args: readonly string[], port = emulator.port) =>
  spawn(process.execPath, ['scripts/probe.ts', ...args], {
    cwd: root,
    env: { NODE_ENV: 'test', PATH: process.env.PATH, EMULATOR_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })

async function probe(args: readonly string[], port?: number) {
  const child = start(args, port)
  const output = { out: '', error: '' }
  child.stdout.on('data', (chunk) => {
    output.out += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    output.error += String(chunk)
  })
  const [code] = await once(child, 'close')
  return { code: Number(code), lines: output.out.trim().split('\n'), error: output.error }
}

it.each([
  [
    ['prod-images'],
    'prod-images (ccr-4k74gw7d), public network, from 127.0.0.1',
    /^refused {3}connection closed without an answer after \d+ ms; the allow list does not hold 127\.0\.0\.1$/,
  ],
  [
    ['--as', '203.0.113.9', 'ccr-4k74gw7d'],
    'prod-images (ccr-4k74gw7d), public network, from 127.0.0.2 as 203.0.113.9',
    /^admitted {2}the registry asked for credentials \(401\) after \d+ ms; the allow list holds 203\.0\.113\.9$/,
  ],
  [
    ['--internal', '--from=127.0.0.5', '--as=192.168.145.9', 'prod-images'],
    'prod-images (ccr-4k74gw7d), internal network, from 127.0.0.5 as 192.168.145.9',
    /^admitted .*; 192\.168\.145\.9 is in a VPC with a created link$/,
  ],
  [
    ['archive-2023'],
    'archive-2023 (ccr-0z7ma5tf), public network, from 127.0.0.1',
    /; the public endpoint is closed$/,
  ],
])('says what became of %j', async (args, title, words) => {
  const { code, lines, error } = await probe(args)
  expect({ code, error }).toEqual({ code: 0, error: '' })
  expect(lines).toEqual([title, expect.stringMatching(words)])
  expect(emulator.sources()).toEqual({})
})

it('goes by the table of sources, and leaves it as it was', async () => {
  emulator.setSources({ '127.0.0.5': '203.0.113.9' })
  emulator.setSwitches({ refusedAnswer: '403' })
  const { lines } = await probe(['--from', '127.0.0.5', 'prod-images'])
  expect(lines).toEqual([expect.stringMatching(/as 203\.0\.113\.9$/), expect.stringMatching(/^admitted/)])
  const other = await probe(['--from', '127.0.0.5', '--as', '8.8.8.8', 'prod-images'])
  expect(other.lines[1]).toMatch(/^refused {3}answer 403 after \d+ ms; .* not hold 8\.8\.8\.8$/)
  expect(emulator.sources()).toEqual({ '127.0.0.5': '203.0.113.9' })
})

it('watches until it is stopped', async () => {
  const child = start(['--watch', '--as', '9.9.9.9', 'prod-images'])
  let text = ''
  const seen = (pattern: RegExp) =>
    new Promise<void>((resolve) => {
      child.stdout.on('data', () => {
        if (pattern.test(text)) resolve()
      })
    })
  child.stdout.on('data', (chunk) => {
    text += String(chunk)
  })
  await seen(/^\d\d:\d\d:\d\d {2}refused/m)
  emulator.putAllowList('ccr-4k74gw7d', [{ ipAddr: '9.9.9.0/24', description: '' }])
  await seen(/^\d\d:\d\d:\d\d {2}admitted/m)
  child.kill('SIGINT')
  expect(await once(child, 'close')).toEqual([0, null])
  expect(emulator.sources()).toEqual({})
})

it.each([
  [['nonsense'], 'There is no instance nonsense. There are:\n  ccr-4k74gw7d  prod-images\n'],
  [['--from', '203.0.113.9', 'prod-images'], 'This machine cannot send from 203.0.113.9.'],
  [['--as', 'nonsense', 'prod-images'], '"nonsense" is not an IPv4 address or block.'],
  [['prod-images', 'ci-cache'], 'One instance at a time.\nUsage:'],
  [['--loud', 'prod-images'], "Unknown option '--loud'"],
])('refuses %j in words', async (args, sentence) => {
  const { code, error } = await probe(args)
  expect(code).toBe(1)
  expect(error).toContain(sentence)
  expect(error).not.toContain('    at ')
})

it('says how to start what it asks', async () => {
  const own = await startEmulator()
  await own.close()
  const { code, error } = await probe(['prod-images'], own.port)
  expect(code).toBe(1)
  expect(error).toContain(`No embedded CCR answers on http://127.0.0.1:${own.port}. Start one with`)
})
