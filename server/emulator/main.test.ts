import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createControlClient } from './control-client.ts'

const program = fileURLToPath(new URL('./main.ts', import.meta.url))

let folder: string
let children: ChildProcess[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'embedded-ccr-'))
  children = []
})
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  await rm(folder, { recursive: true })
})

function start(args: string[] = [], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [program, ...args], {
    env: { NODE_ENV: 'test', PATH: process.env['PATH'], EMULATOR_PORT: '0', ...env },
    stdio: 'pipe',
  })
  children.push(child)
  const output = { out: '', error: '' }
  child.stdout.on('data', (chunk: Buffer) => {
    output.out += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    output.error += chunk.toString()
  })
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const url = /ready on (\S+)/.exec(output.out)?.[1]
      if (url !== undefined) resolve(url)
    })
    void exited.then(() => reject(new Error(output.error)))
  })
  ready.catch(() => undefined)
  return { child, output, ready, exited }
}

describe('the program', () => {
  it('prints one line when ready, without a secret', async () => {
    const { ready, output } = start([], {
      EMULATOR_ACCESS_KEY_ID: 'mine',
      EMULATOR_SECRET_ACCESS_KEY: 'hidden-key',
    })
    const url = await ready
    expect(output.out).toBe(`Embedded CCR ready on ${url} (12 instances in 4 regions, access key mine)\n`)
    expect(output.error).toBe('')
  })

  it('keeps everything through kill -9', async () => {
    const file = join(folder, 'emulator.json')
    const first = start(['--file', file])
    const control = createControlClient(await first.ready)
    await control.patchInstance('ccr-0z7ma5tf', { allowList: [{ ipAddr: '9.9.9.9', description: 'kept' }] })
    first.child.kill('SIGKILL')
    expect(await first.exited).toEqual([null, 'SIGKILL'])
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ format: 1, seed: 'fleet' })
    const second = start(['--file', file])
    const instance = await createControlClient(await second.ready).instance('ccr-0z7ma5tf')
    expect(instance.allowList).toEqual([{ ipAddr: '9.9.9.9', description: 'kept' }])
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('stops within a second on %s', async (signal) => {
    const { child, ready, exited } = start()
    await ready
    const at = performance.now()
    child.kill(signal)
    expect(await exited).toEqual([0, null])
    expect(performance.now() - at).toBeLessThan(1000)
  })

  it('stops when its launcher is gone', async () => {
    const { child, ready, exited } = start([], { EMULATOR_PARENT_PIPE: '1' })
    await ready
    child.stdin?.end()
    expect(await exited).toEqual([0, null])
  })

  it('generates the same fleet each time', async () => {
    const args = ['--instances', '3', '--entries', '40']
    const lists = await Promise.all(
      [start(args), start(args)].map(async ({ ready }) => {
        const instances = await createControlClient(await ready).instances()
        return instances.map(({ id, name, region, allowList }) => ({ id, name, region, allowList }))
      }),
    )
    expect(lists[0]).toEqual(lists[1])
    expect(lists[0]).toHaveLength(3)
    const addresses = lists[0]?.[0]?.allowList.map((entry) => entry.ipAddr)
    expect(new Set(addresses).size).toBe(40)
  })

  it('takes switches, delays and sources', async () => {
    const args = [
      '--seed=empty',
      '--switch',
      'hostBits=refuse',
      '--switch=allowListMax=50',
      '--switch=refusedAnswer=403',
      '--delay',
      'openingMs=1',
      '--source=127.0.0.5=203.0.113.9',
    ]
    const url = await start(args).ready
    const state = await (await fetch(`${url}/__emulator/state`)).json()
    expect(state).toMatchObject({
      seed: 'empty',
      switches: { hostBits: 'refuse', allowListMax: 50, refusedAnswer: '403' },
      delays: { openingMs: 1 },
      sources: { '127.0.0.5': '203.0.113.9' },
    })
  })
})

describe('a wrong start is one sentence and exit code 1', () => {
  const damaged = () => join(folder, 'damaged.json')
  it.each<[string, string[], Record<string, string>, string]>([
    ['an unknown option', ['--speed', '9'], {}, 'There is no option "--speed".'],
    ['an option without a value', ['--file'], {}, '--file needs a value.'],
    ['a number that is none', ['--instances', 'many'], {}, '--instances must be a whole number.'],
    ['an unknown seed', ['--seed', 'tiny'], {}, 'There is no seed "tiny"'],
    [
      'two seeds',
      ['--seed', 'fleet', '--entries', '2'],
      {},
      'Use either --seed or --instances and --entries.',
    ],
    ['a wrong port', [], { EMULATOR_PORT: '99999' }, 'EMULATOR_PORT must be a port number.'],
    ['half a key pair', [], { EMULATOR_ACCESS_KEY_ID: 'x' }, 'Set both EMULATOR_ACCESS_KEY_ID'],
    ['a source without its other half', ['--source', '127.0.0.5'], {}, '"" is not an IPv4 address or block.'],
    ['an unknown switch', ['--switch', 'mood=good'], {}, 'There is no switch called "mood".'],
    ['a damaged data file', ['--file', 'DAMAGED'], {}, 'is damaged. Delete it to start again from the seed.'],
  ])('%s', async (_, args, env, sentence) => {
    await writeFile(damaged(), '{"format":')
    const { exited, output } = start(
      args.map((arg) => (arg === 'DAMAGED' ? damaged() : arg)),
      env,
    )
    expect(await exited).toEqual([1, null])
    expect(output.error).toContain(sentence)
    expect(output.error).not.toContain('    at ')
    expect(output.out).toBe('')
  })
})
