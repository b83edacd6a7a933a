import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { completeLock, lockProblems, metadataFromName, missingOptional } from './complete-lock.mjs'

const manifest = { dependencies: { tool: '1.0.0' } }

function fixture() {
  return {
    lockfileVersion: 3,
    packages: {
      '': manifest,
      'node_modules/tool': {
        version: '1.0.0',
        dev: true,
        optionalDependencies: {
          '@tool/darwin-arm64': '1.0.0',
          '@tool/linux-x64-musl': '1.0.0',
          '@tool/win32-x64': '1.0.0',
        },
      },
      'node_modules/@tool/darwin-arm64': {
        version: '1.0.0',
        resolved: 'https://registry.example.com/darwin-arm64.tgz',
        optional: true,
        os: ['darwin'],
        cpu: ['arm64'],
      },
    },
  }
}

describe('completeLock', () => {
  test('adds the other platforms with what their names say, and forgets registry addresses', () => {
    const { lock, added } = completeLock(fixture(), () => null)
    expect(added).toEqual(['@tool/linux-x64-musl@1.0.0', '@tool/win32-x64@1.0.0'])
    expect(lock.packages['node_modules/@tool/linux-x64-musl']).toEqual({
      version: '1.0.0',
      dev: true,
      optional: true,
      os: ['linux'],
      cpu: ['x64'],
      libc: ['musl'],
    })
    expect(lock.packages['node_modules/@tool/win32-x64']?.libc).toBeUndefined()
    expect(lock.packages['node_modules/@tool/darwin-arm64']?.resolved).toBeUndefined()
    expect(lockProblems(lock, manifest)).toEqual([])
  })

  test('changes nothing the second time', () => {
    const { lock } = completeLock(fixture(), () => null)
    const again = completeLock(lock, () => null)
    expect(again.added).toEqual([])
    expect(JSON.stringify(again.lock)).toBe(JSON.stringify(lock))
  })

  test('puts a version that differs from the one at the top below whoever wants it', () => {
    const lock = fixture()
    const packages = {
      ...lock.packages,
      'node_modules/@tool/win32-x64': { version: '2.0.0', optional: true },
    }
    const { lock: complete } = completeLock({ ...lock, packages }, () => null)
    expect(complete.packages['node_modules/@tool/win32-x64']?.version).toBe('2.0.0')
    expect(complete.packages['node_modules/tool/node_modules/@tool/win32-x64']?.version).toBe('1.0.0')
    expect(missingOptional(complete)).toEqual([])
  })

  test('goes on with what an added package wants itself', () => {
    const { lock, added } = completeLock(fixture(), (name) =>
      name === '@tool/win32-x64' ? { optionalDependencies: { '@tool/lib-win32-x64': '3.1.0' } } : null,
    )
    expect(added).toContain('@tool/lib-win32-x64@3.1.0')
    expect(missingOptional(lock)).toEqual([])
  })
})

describe('lockProblems', () => {
  test('names each problem in a sentence', () => {
    expect(lockProblems(fixture(), { dependencies: { tool: '1.0.1' } })).toEqual([
      '@tool/linux-x64-musl@1.0.0 is missing (wanted by node_modules/tool).',
      '@tool/win32-x64@1.0.0 is missing (wanted by node_modules/tool).',
      'tool is 1.0.1 in package.json and 1.0.0 in the lock.',
      'node_modules/@tool/darwin-arm64 names a registry address (resolved).',
    ])
  })

  test('finds nothing in our own lock', () => {
    const read = (file: string) => JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'))
    expect(lockProblems(read('package-lock.json'), read('package.json'))).toEqual([])
  })
})

test.each([
  ['@next/swc-linux-arm64-musl', { os: ['linux'], cpu: ['arm64'], libc: ['musl'] }],
  ['@img/sharp-libvips-linuxmusl-x64', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }],
  ['@swc/core-win32-x64-msvc', { os: ['win32'], cpu: ['x64'] }],
  ['@rolldown/binding-win32-x64-gnu', { os: ['win32'], cpu: ['x64'] }],
  ['lightningcss-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'] }],
  ['@oxlint/binding-android-arm-eabi', { os: ['android'], cpu: ['arm'] }],
  ['fsevents', { os: ['darwin'] }],
])('metadataFromName(%s)', (name, metadata) => {
  expect(metadataFromName(name)).toEqual(metadata)
})
