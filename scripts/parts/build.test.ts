import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { hashSources } from './build.ts'

const folder = mkdtempSync(join(tmpdir(), 'drawbridge-sources-'))
afterAll(() => rmSync(folder, { recursive: true }))

function write(path: string, content: string) {
  mkdirSync(join(folder, path, '..'), { recursive: true })
  writeFileSync(join(folder, path), content)
}

test('only what goes into the build counts, and only its content', () => {
  write('app/(console)/page.tsx', 'one')
  write('lib/net/cidr.ts', 'two')
  write('next.config.mjs', 'three')
  const before = hashSources(folder)

  // The same text written again, as a checkout does.
  write('lib/net/cidr.ts', 'two')
  write('lib/net/cidr.test.ts', 'a test')
  write('server/emulator/main.ts', 'not in the build')
  write('README.md', 'words')
  expect(hashSources(folder)).toBe(before)

  write('app/(console)/page.tsx', 'changed')
  const changed = hashSources(folder)
  expect(changed).not.toBe(before)

  rmSync(join(folder, 'lib/net/cidr.ts'))
  expect(hashSources(folder)).not.toBe(changed)
})

test('two checkouts of the same sources have the same hash', () => {
  const other = mkdtempSync(join(tmpdir(), 'drawbridge-sources-'))
  cpSync(folder, other, { recursive: true })
  expect(hashSources(other)).toBe(hashSources(folder))
  rmSync(other, { recursive: true })
})
