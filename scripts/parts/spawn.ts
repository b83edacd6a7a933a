import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const tether = new URL('./tether.mjs', import.meta.url).href

/** The checkout. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

/** Node on a script of ours or of a package, in the checkout. It ends with us, even when we are killed. */
export function spawnTethered(
  args: readonly string[],
  options: {
    readonly env?: NodeJS.ProcessEnv
    readonly output: 'inherit' | 'pipe'
    readonly timeoutMs?: number
  },
): ChildProcess {
  const child = spawn(process.execPath, ['--import', tether, ...args], {
    cwd: root,
    env: { ...(options.env ?? process.env), DRAWBRIDGE_TETHERED_TO: String(process.pid) },
    stdio: ['pipe', options.output, options.output === 'pipe' ? 'pipe' : 'inherit'],
    ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs, killSignal: 'SIGKILL' }),
  })
  // Ending the pipe of a child that is gone is no news: its exit is.
  child.stdin?.on('error', () => {})
  return child
}
