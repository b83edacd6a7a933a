// A launcher that was started by npm, or by the bootstrap on an older Node, ends when that process is killed outright:
// nobody is left to pass a signal on, so it looks. Runs on plain Node 20.

import { readFileSync } from 'node:fs'

const lookEveryMs = 250

/**
 * Sends this process SIGTERM once whoever launched it is gone. Does nothing for a process started by hand, which may
 * rightly outlive its shell.
 */
export function stopWithLauncher() {
  if (process.env.npm_lifecycle_event === undefined && process.env.DRAWBRIDGE_LAUNCHED_BY === undefined)
    return
  const parent = process.ppid
  // npm runs scripts through a shell that waits, so it is the shell's parent that counts.
  const shellParent = isShell(parent) ? parentOf(parent) : null
  setInterval(() => {
    const isOrphan = process.ppid !== parent || (shellParent !== null && parentOf(parent) !== shellParent)
    if (isOrphan) process.kill(process.pid, 'SIGTERM')
  }, lookEveryMs).unref()
}

/**
 * @param {number} pid
 * @returns {boolean} false where there is no /proc
 */
function isShell(pid) {
  try {
    return /^(?:ba|da|z)?sh\n?$/.test(readFileSync(`/proc/${pid}/comm`, 'utf8'))
  } catch {
    return false
  }
}

/**
 * @param {number} pid
 * @returns {number | null}
 */
function parentOf(pid) {
  try {
    // The name in parentheses may hold anything, so count from the last one.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return null
  }
}
