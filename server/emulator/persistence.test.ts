import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { EmulatorOptions } from './start.ts'
import { startEmulator } from './start.ts'
import { call } from './testing/signed-client.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'embedded-ccr-'))
  file = join(folder, 'deep', 'emulator.json')
})
afterEach(() => rm(folder, { recursive: true }))

const withEmulator = async <Value>(
  options: EmulatorOptions,
  use: (emulator: Awaited<ReturnType<typeof startEmulator>>) => Promise<Value>,
): Promise<Value> => {
  const emulator = await startEmulator(options)
  try {
    return await use(emulator)
  } finally {
    await emulator.close()
  }
}

it('is on disk before a write is answered, and there again after a restart', async () => {
  await withEmulator({ file }, async (emulator) => {
    const body = { ipAddr: '8.8.8.8', description: '域名解析' }
    expect(
      (await call(emulator, 'POST', '/v1/instances/ccr-0z7ma5tf/publiclinks/whitelist', { body })).status,
    ).toBe(200)
    expect(await readFile(file, 'utf8')).toContain('域名解析')
    emulator.putEndpointStatus('ccr-0z7ma5tf', 'opened')
  })
  await withEmulator({ file }, async (emulator) => {
    expect(emulator.instance('ccr-0z7ma5tf')).toMatchObject({
      allowList: [{ ipAddr: '8.8.8.8', description: '域名解析' }],
      publicEndpoint: { status: 'opened' },
    })
  })
  expect(await readdir(join(folder, 'deep'))).toEqual(['emulator.json'])
})

it('keeps every one of many writes at once', async () => {
  await withEmulator({ file, seed: 'fleet' }, async (emulator) => {
    const statuses = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const body = { ipAddr: `8.8.8.${index}`, description: '' }
        return (await call(emulator, 'POST', '/v1/instances/ccr-0z7ma5tf/publiclinks/whitelist', { body }))
          .status
      }),
    )
    expect(new Set(statuses)).toEqual(new Set([200]))
    const stored = JSON.parse(await readFile(file, 'utf8')) as {
      instances: { id: string; allowList: unknown[] }[]
    }
    expect(stored.instances.find((each) => each.id === 'ccr-0z7ma5tf')?.allowList).toHaveLength(50)
  })
})

it.each([
  '',
  '{"format":1,"instances":[',
  '[]',
  'null',
  '{"format":2}',
  '{"format":1,"seed":"fleet","instances":[{}],"vpcs":[],"subnets":[]}',
])('a damaged file (%j) stops the start with one sentence and is left alone', async (text) => {
  file = join(folder, 'emulator.json')
  await writeFile(file, text)
  await expect(startEmulator({ file })).rejects.toThrow(
    `The emulator's data file ${file} is damaged. Delete it to start again from the seed.`,
  )
  expect(await readFile(file, 'utf8')).toBe(text)
})

it('refuses a file of another seed', async () => {
  await withEmulator({ file, seed: 'empty' }, async () => undefined)
  await expect(startEmulator({ file, seed: 'fleet' })).rejects.toThrow('holds the seed "empty", not "fleet"')
})

it('says that a port is in use', async () => {
  await withEmulator({}, async (emulator) => {
    await expect(startEmulator({ port: emulator.port })).rejects.toThrow(
      `Port ${emulator.port} on 127.0.0.1 is in use.`,
    )
  })
})
