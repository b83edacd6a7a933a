// Is node_modules what package-lock.json says? Compared by content, so a touched file or a fresh checkout costs nothing.
// Runs on plain Node 20, before any install.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @typedef {{
 *   version?: string, dev?: boolean, optional?: boolean, devOptional?: boolean, peer?: boolean,
 *   os?: string | string[], cpu?: string | string[],
 * }} Entry
 * @typedef {Record<string, Entry>} Entries
 */

/**
 * Says in a few words why node_modules is not what the lock asks for, or null when it is.
 * @param {Entries} locked `packages` of package-lock.json
 * @param {Entries} installed `packages` of node_modules/.package-lock.json, which npm writes
 * @param {{ withDev: boolean }} options without dev, packages for development may be absent
 * @returns {string | null}
 */
export function installGap(locked, installed, { withDev }) {
  for (const [key, entry] of Object.entries(installed)) {
    const wanted = locked[key]
    if (wanted === undefined) return `${nameOf(key)} is installed but no longer wanted`
    if (wanted.version !== entry.version)
      return `${nameOf(key)} is ${entry.version}, wanted ${wanted.version}`
  }
  for (const [key, entry] of Object.entries(locked)) {
    if (key === '' || installed[key] !== undefined) continue
    // A package for another platform, or one that may fail to install.
    if (entry.optional === true || entry.devOptional === true || entry.peer === true) continue
    if (entry.dev === true && !withDev) continue
    return `${nameOf(key)} is not installed`
  }
  return null
}

/**
 * The same for a checkout on disk.
 * @param {string} root
 * @param {{ withDev: boolean }} options
 * @returns {string | null}
 */
export function readInstallGap(root, options) {
  const hidden = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(hidden)) return 'node_modules is missing'
  try {
    return installGap(readEntries(join(root, 'package-lock.json')), readEntries(hidden), options)
  } catch {
    return 'node_modules cannot be read'
  }
}

/**
 * @param {string} path
 * @returns {Entries}
 */
function readEntries(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages
}

/**
 * @param {string} key
 * @returns {string}
 */
function nameOf(key) {
  return key.slice(key.lastIndexOf('node_modules/') + 'node_modules/'.length)
}
