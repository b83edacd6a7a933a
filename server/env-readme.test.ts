// README and .env.example name the settings that are read, all of them and no others.

import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readConfig } from './env.ts'

/** Set by our own launchers, not by people. */
const internal = ['NODE_ENV', 'DRAWBRIDGE_DEMO', 'DRAWBRIDGE_PEER_SECRET']

/** Every name that reading the settings asks for. */
function namesRead(): string[] {
  const names = new Set<string>()
  readConfig(
    new Proxy({} as Record<string, string>, {
      get: (_, name) => {
        names.add(String(name))
        return undefined
      },
    }),
  )
  return [...names]
}

const read = namesRead()
const secrets = read.filter((name) => name.endsWith('_FILE')).map((name) => name.replace(/_FILE$/, ''))
const settings = read.filter((name) => !name.endsWith('_FILE') && !internal.includes(name)).sort()

it('README names every setting, and none that nobody reads', () => {
  const [, table = ''] = /^## Settings\n([^]*?)^## /m.exec(readFileSync('README.md', 'utf8')) ?? []
  const named = table
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) =>
      Array.from((line.split('|')[1] ?? '').matchAll(/`([A-Z_]+)`/g), ([, name = '']) => name),
    )
  expect(named.filter((name) => !name.startsWith('EMULATOR_')).sort()).toEqual(settings)
})

it('.env.example names every setting, and none that nobody reads', () => {
  const text = readFileSync('.env.example', 'utf8')
  const named = Array.from(text.matchAll(/^(?:# )?([A-Z_]+)=/gm), ([, name = '']) => name)
  expect(named.filter((name) => name !== 'NAME').sort()).toEqual(settings)
})

it('every secret may stand in a file', () => {
  expect(settings.filter((name) => /SECRET|PASSWORD|TOKEN|DATABASE_URL/.test(name)).sort()).toEqual(
    secrets.filter((name) => !internal.includes(name)).sort(),
  )
})
