// Command line and environment of the embedded CCR.

import { parseSeedName } from './seeds/seed.ts'
import type { EmulatorOptions } from './start.ts'
import { demoAccessKey } from './start.ts'
import { parseDelays, parseSwitches } from './switches.ts'
import type { AccessKey } from './verify-signature.ts'

const usage = `Usage: node server/emulator/main.ts [--seed fleet|empty] [--instances N --entries M] [--file PATH]
  [--switch name=value]… [--delay name=ms]… [--source address=address]…
Environment: EMULATOR_PORT (4010), HOST (127.0.0.1), EMULATOR_FILE, EMULATOR_ACCESS_KEY_ID, EMULATOR_SECRET_ACCESS_KEY,
  EMULATOR_READ_ONLY_ACCESS_KEY_ID, EMULATOR_READ_ONLY_SECRET_ACCESS_KEY`

/** Throws an Error with one sentence (or the usage) when something is wrong. */
export function readOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): EmulatorOptions {
  const flags = readFlags(args)
  const instances = count(flags.get('--instances')?.at(-1), '--instances')
  const entries = count(flags.get('--entries')?.at(-1), '--entries')
  const seedText = flags.get('--seed')?.at(-1)
  const isGenerated = instances !== undefined || entries !== undefined
  if (isGenerated && seedText !== undefined)
    throw new Error('Use either --seed or --instances and --entries.')
  const seed = isGenerated
    ? parseSeedName(`generated:${instances ?? 12}x${entries ?? 20}`)
    : seedText === undefined
      ? undefined
      : parseSeedName(seedText)
  const file = flags.get('--file')?.at(-1) ?? env['EMULATOR_FILE']
  return {
    port: port(env['EMULATOR_PORT']),
    host: env['HOST'] || '127.0.0.1',
    accessKeys: accessKeys(env),
    switches: parseSwitches(pairs(flags.get('--switch') ?? [])),
    delays: parseDelays(pairs(flags.get('--delay') ?? [])),
    sourceMap: sourceTable(flags.get('--source') ?? []),
    ...(seed === undefined ? {} : { seed }),
    ...(file ? { file } : {}),
  }
}

const known = new Set(['--instances', '--entries', '--seed', '--file', '--switch', '--delay', '--source'])

function readFlags(args: readonly string[]): Map<string, string[]> {
  const flags = new Map<string, string[]>()
  for (let index = 0; index < args.length; index += 1) {
    const [name = '', inline] = (args[index] ?? '').split(/=(.*)/s)
    if (!known.has(name))
      throw new Error(name === '--help' ? usage : `There is no option "${name}".\n${usage}`)
    let value = inline
    if (value === undefined) {
      index += 1
      value = args[index]
    }
    if (value === undefined || value === '') throw new Error(`${name} needs a value.`)
    flags.set(name, [...(flags.get(name) ?? []), value])
  }
  return flags
}

function pairs(texts: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    texts.map((text) => {
      const [name = '', value = ''] = text.split(/=(.*)/s)
      return [name, /^(\d+|true|false|null)$/.test(value) ? (JSON.parse(value) as unknown) : value]
    }),
  )
}

function sourceTable(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const [from = '', to = ''] = text.split('=')
      return [from, to]
    }),
  )
}

function count(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{1,6}$/.test(text)) throw new Error(`${name} must be a whole number.`)
  return Number(text)
}

function port(text: string | undefined): number {
  if (text === undefined || text === '') return 4010
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new Error('EMULATOR_PORT must be a port number.')
  return Number(text)
}

function accessKeys(env: Readonly<Record<string, string | undefined>>): AccessKey[] {
  const accessKeyId = env['EMULATOR_ACCESS_KEY_ID'] ?? ''
  const secretAccessKey = env['EMULATOR_SECRET_ACCESS_KEY'] ?? ''
  if ((accessKeyId === '') !== (secretAccessKey === '')) {
    throw new Error('Set both EMULATOR_ACCESS_KEY_ID and EMULATOR_SECRET_ACCESS_KEY, or neither.')
  }
  const keys: AccessKey[] = [accessKeyId === '' ? demoAccessKey : { accessKeyId, secretAccessKey }]
  const readOnlyId = env['EMULATOR_READ_ONLY_ACCESS_KEY_ID'] ?? ''
  const readOnlySecret = env['EMULATOR_READ_ONLY_SECRET_ACCESS_KEY'] ?? ''
  if (readOnlyId !== '' && readOnlySecret !== '') {
    keys.push({ accessKeyId: readOnlyId, secretAccessKey: readOnlySecret, access: 'readOnly' })
  }
  return keys
}
