// After everything: neither what was built nor what was written down may hold the secret key or a password.

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { secretAccessKey, settings } from './parts/settings.ts'

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
}

function holding(paths: readonly string[], secret: string): string[] {
  return paths.filter((path) => readFileSync(path).includes(secret))
}

test('nothing that was built for the browser holds the secret key', () => {
  const files = filesBelow(join(settings.distDir, 'static'))
  expect(files.length).toBeGreaterThan(20)
  expect(holding(files, secretAccessKey)).toEqual([])
})

test('no log holds the secret key or a password', () => {
  const logs = ['main.log', 'fresh.log', 'emulator.log'].map((name) => join(settings.dataDir, name))
  expect(readFileSync(join(settings.dataDir, 'main.log'), 'utf8')).toContain('/api/instances')
  expect(holding(logs, secretAccessKey)).toEqual([])
  expect(holding(logs, settings.admin.password)).toEqual([])
})

test('no database and no file of the consoles holds the secret key', () => {
  const files = ['main', 'fresh'].flatMap((name) => filesBelow(join(settings.dataDir, name)))
  expect(files.some((path) => /\.(?:db|sqlite)/.test(path))).toBe(true)
  expect(holding(files, secretAccessKey)).toEqual([])
})
