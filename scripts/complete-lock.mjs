#!/usr/bin/env node
// Makes package-lock.json hold every platform's optional packages.
// npm writes only what its registry showed it; a registry that carries one platform's binaries leaves the others out,
// and `npm ci` then stops elsewhere with "Missing … from lock file". Runs on plain Node 20, before any install.
//
//   node scripts/complete-lock.mjs                  add what is missing; what the name does not say is left out
//   node scripts/complete-lock.mjs --ask-registry   the same, with checksums and the rest as npm's registry tells them
//   node scripts/complete-lock.mjs --check          only say what is wrong; exit code 1 if anything is

import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'

/**
 * @typedef {{
 *   version?: string, resolved?: string, integrity?: string, link?: boolean, inBundle?: boolean,
 *   os?: string[], cpu?: string[], libc?: string[], license?: string,
 *   dev?: boolean, optional?: boolean, devOptional?: boolean, peer?: boolean,
 *   engines?: Record<string, string>,
 *   dependencies?: Record<string, string>, devDependencies?: Record<string, string>,
 *   optionalDependencies?: Record<string, string>,
 * }} LockEntry
 * @typedef {{ lockfileVersion: number, packages: Record<string, LockEntry> }} Lock
 * @typedef {Pick<LockEntry, 'dependencies' | 'devDependencies' | 'optionalDependencies'>} Manifest
 * @typedef {Pick<LockEntry, 'os' | 'cpu' | 'libc' | 'license' | 'engines' | 'integrity' | 'dependencies' | 'optionalDependencies'>} Metadata
 * @typedef {(name: string, version: string) => Metadata | null} ReadMetadata
 * @typedef {{ name: string, range: string, dependent: string }} MissingEdge
 */

/**
 * Where a package finds a dependency, looking outwards as Node does.
 * @param {Lock['packages']} packages
 * @param {string} dependent key of the package that asks; '' is the root
 * @param {string} name
 * @returns {string | null} key of the entry
 */
export function resolveEntry(packages, dependent, name) {
  let place = dependent
  for (;;) {
    const key = place === '' ? `node_modules/${name}` : `${place}/node_modules/${name}`
    if (packages[key] !== undefined) return key
    if (place === '') return null
    const cut = place.lastIndexOf('/node_modules/')
    place = cut === -1 ? '' : place.slice(0, cut)
  }
}

/**
 * Optional dependencies that are named somewhere in the lock and have no entry in it, or the wrong version.
 * @param {Lock} lock
 * @returns {MissingEdge[]}
 */
export function missingOptional(lock) {
  /** @type {MissingEdge[]} */
  const missing = []
  for (const [dependent, entry] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      const key = resolveEntry(lock.packages, dependent, name)
      const version = key === null ? undefined : lock.packages[key]?.version
      const exact = exactVersion(range)
      if (key === null || (exact !== null && version !== exact)) missing.push({ name, range, dependent })
    }
  }
  return missing
}

/**
 * Everything that would make `npm ci` differ or stop on another machine, one sentence each.
 * @param {Lock} lock
 * @param {Manifest} manifest package.json
 * @returns {string[]}
 */
export function lockProblems(lock, manifest) {
  const problems = missingOptional(lock).map(
    ({ name, range, dependent }) =>
      `${name}@${range} is missing (wanted by ${dependent === '' ? 'package.json' : dependent}).`,
  )
  const root = lock.packages[''] ?? {}
  for (const kind of /** @type {const} */ (['dependencies', 'devDependencies', 'optionalDependencies'])) {
    const wanted = manifest[kind] ?? {}
    const locked = root[kind] ?? {}
    for (const name of new Set([...Object.keys(wanted), ...Object.keys(locked)])) {
      if (wanted[name] !== locked[name]) {
        problems.push(
          `${name} is ${wanted[name] ?? 'absent'} in package.json and ${locked[name] ?? 'absent'} in the lock.`,
        )
      }
    }
  }
  for (const [key, entry] of Object.entries(lock.packages)) {
    if (entry.resolved !== undefined && entry.link !== true)
      problems.push(`${key} names a registry address (resolved).`)
    if (key !== '' && entry.version === undefined && entry.link !== true)
      problems.push(`${key} has no version.`)
  }
  return problems
}

/**
 * A copy of the lock with the missing optional entries in place. Doing it twice changes nothing more.
 * @param {Lock} lock
 * @param {ReadMetadata} readMetadata null where nothing is known: then the name says what it can
 * @returns {{ lock: Lock, added: string[] }}
 */
export function completeLock(lock, readMetadata) {
  const packages = { ...lock.packages }
  /** @type {string[]} */
  const added = []
  for (;;) {
    const missing = missingOptional({ ...lock, packages })
    if (missing.length === 0) break
    for (const { name, range, dependent } of missing) {
      const version = exactVersion(range) ?? range.replace(/^[\^~>=\s]+/, '')
      const top = `node_modules/${name}`
      // Another version may sit at the top already; then this one belongs under whoever asked for it.
      const key = packages[top] === undefined || dependent === '' ? top : `${dependent}/node_modules/${name}`
      if (packages[key]?.version === version) continue
      packages[key] = newEntry(
        version,
        packages[dependent] ?? {},
        readMetadata(name, version) ?? metadataFromName(name),
      )
      added.push(`${name}@${version}`)
    }
  }
  for (const [key, entry] of Object.entries(packages)) {
    if (entry.resolved === undefined || entry.link === true) continue
    const { resolved: _address, ...rest } = entry
    packages[key] = rest
  }
  const root = packages['']
  const keys = Object.keys(packages)
    .filter((key) => key !== '')
    .sort((a, b) => a.localeCompare(b, 'en'))
  return {
    lock: {
      ...lock,
      packages: Object.fromEntries([
        ...(root === undefined ? [] : [/** @type {[string, LockEntry]} */ (['', root])]),
        ...keys.map((key) => /** @type {[string, LockEntry]} */ ([key, packages[key] ?? {}])),
      ]),
    },
    added,
  }
}

/**
 * @param {string} version
 * @param {LockEntry} dependent
 * @param {Metadata} metadata
 * @returns {LockEntry}
 */
function newEntry(version, dependent, metadata) {
  const { os, cpu, libc, license, engines, integrity, dependencies, optionalDependencies } = metadata
  return {
    version,
    ...(integrity === undefined ? {} : { integrity }),
    ...(cpu === undefined ? {} : { cpu }),
    ...(dependent.dev === true ? { dev: true } : {}),
    ...(libc === undefined ? {} : { libc }),
    ...(license === undefined ? {} : { license }),
    optional: true,
    ...(os === undefined ? {} : { os }),
    ...(dependencies === undefined ? {} : { dependencies }),
    ...(engines === undefined ? {} : { engines }),
    ...(optionalDependencies === undefined ? {} : { optionalDependencies }),
  }
}

/**
 * What a binary package's name says about where it runs: `…-linux-arm64-musl`, `…/darwin-x64`, `…-win32-ia32-msvc`.
 * @param {string} name
 * @returns {Metadata}
 */
export function metadataFromName(name) {
  // The one binary package whose name does not say where it runs.
  if (name === 'fsevents') return { os: ['darwin'] }
  const words = name.toLowerCase().split(/[-/_.@]+/)
  const systems = [
    'aix',
    'android',
    'darwin',
    'freebsd',
    'linux',
    'netbsd',
    'openbsd',
    'openharmony',
    'sunos',
    'win32',
  ]
  const os = words.includes('linuxmusl') ? 'linux' : systems.find((system) => words.includes(system))
  const processors = [
    'arm64',
    'arm',
    'ia32',
    'loong64',
    'mips64el',
    'ppc64',
    'riscv64',
    's390x',
    'wasm32',
    'x64',
  ]
  const spelled = words.includes('ppc64le')
    ? 'ppc64'
    : words.some((word) => /^(arm|armv7|armv6)$/.test(word))
      ? 'arm'
      : processors.find((processor) => words.includes(processor))
  const libc =
    words.includes('musl') || words.includes('linuxmusl')
      ? 'musl'
      : words.includes('gnu') || words.includes('glibc')
        ? 'glibc'
        : undefined
  return {
    ...(os === undefined ? {} : { os: [os] }),
    ...(spelled === undefined ? {} : { cpu: [spelled] }),
    // win32-x64-gnu is about the compiler there, not about a C library.
    ...(libc === undefined || os !== 'linux' ? {} : { libc: [libc] }),
  }
}

/**
 * @param {string} range
 * @returns {string | null}
 */
function exactVersion(range) {
  return /^\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/.test(range) ? range : null
}

/**
 * Asks npm, through the registry the user has set up. One question per missing package.
 * @type {ReadMetadata}
 */
function readRegistry(name, version) {
  try {
    const fields = [
      'os',
      'cpu',
      'libc',
      'license',
      'engines',
      'dist.integrity',
      'dependencies',
      'optionalDependencies',
    ]
    const text = execFileSync('npm', ['view', `${name}@${version}`, ...fields, '--json'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 20_000,
    })
    if (text.trim() === '') return null
    const { 'dist.integrity': integrity, ...rest } = JSON.parse(text)
    return { ...rest, ...(integrity === undefined ? {} : { integrity }) }
  } catch {
    return null
  }
}

function main() {
  const root = new URL('../', import.meta.url)
  const path = fileURLToPath(new URL('package-lock.json', root))
  const text = readFileSync(path, 'utf8')
  /** @type {Lock} */
  const lock = JSON.parse(text)
  /** @type {Manifest} */
  const manifest = JSON.parse(readFileSync(fileURLToPath(new URL('package.json', root)), 'utf8'))

  if (process.argv.includes('--check')) {
    const problems = lockProblems(lock, manifest)
    for (const problem of problems) console.error(problem)
    if (problems.length > 0) {
      console.error(
        'package-lock.json is not complete: run `node scripts/complete-lock.mjs` (and `npm install` first if package.json changed).',
      )
      process.exit(1)
    }
    console.log(`package-lock.json is complete: ${Object.keys(lock.packages).length - 1} packages.`)
    return
  }

  const { lock: complete, added } = completeLock(
    lock,
    process.argv.includes('--ask-registry') ? readRegistry : () => null,
  )
  const written = `${JSON.stringify(complete, null, 2)}\n`
  if (written === text) {
    console.log('package-lock.json is complete already.')
    return
  }
  writeFileSync(path, written)
  console.log(
    added.length === 0 ? 'Tidied package-lock.json.' : `Added to package-lock.json:\n${added.join('\n')}`,
  )
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) main()
