// Processes that live and die together: each is tethered to us by its stdin, the death of one ends the rest, and a
// signal to us ends them all within a second.

import type { ChildProcess } from 'node:child_process'
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs'
import { dirname } from 'node:path'
import { LauncherError } from '#scripts/parts/settings.ts'
import { spawnTethered } from '#scripts/parts/spawn.ts'

const patienceMs = 800
const keptLines = 30

export type ChildSpec = {
  /** What people call it, such as "The embedded CCR". */
  readonly name: string
  /** Script and arguments for Node, relative to the checkout. */
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  /** File that takes its output; without one it goes to our own. */
  readonly logPath?: string
}

export type Household = {
  /** Starts one more. */
  readonly start: (spec: ChildSpec) => void
  /** True once the address answers 200, false when all ends before that. Throws LauncherError after `timeoutMs`. */
  readonly waitUntilReady: (url: string, name: string, timeoutMs: number) => Promise<boolean>
  /** Ends all, politely and then for certain. Resolves when none is left. */
  readonly stop: () => Promise<void>
  /** Resolves with the exit code for the launcher: 0 after a signal, 1 when a child died. */
  readonly ended: Promise<number>
}

type Member = { readonly spec: ChildSpec; readonly process: ChildProcess; readonly tail: string[] }

/** An empty household. It reacts to SIGINT, SIGTERM and SIGHUP from now on. */
export function createHousehold(): Household {
  const members = new Set<Member>()
  let isStopping = false
  const { promise: ended, resolve: end } = Promise.withResolvers<number>()

  const stop = async () => {
    isStopping = true
    await Promise.all(
      [...members].map(
        ({ process: child }) =>
          new Promise<void>((resolve) => {
            if (child.exitCode !== null || child.signalCode !== null) {
              resolve()
              return
            }
            const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs)
            child.once('exit', () => {
              clearTimeout(timer)
              resolve()
            })
            child.kill('SIGTERM')
            child.stdin?.end()
          }),
      ),
    )
    members.clear()
  }

  const start = (spec: ChildSpec) => {
    if (isStopping) return
    const child = spawnTethered(spec.args, { env: spec.env, output: 'pipe' })
    const member: Member = { spec, process: child, tail: [] }
    members.add(member)
    let log: WriteStream | null = null
    if (spec.logPath !== undefined) {
      mkdirSync(dirname(spec.logPath), { recursive: true, mode: 0o700 })
      // Logs may hold addresses and names: for the owner only.
      log = createWriteStream(spec.logPath, { mode: 0o600 })
    }
    for (const [stream, own] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ] as const) {
      stream?.on('data', (chunk: Buffer) => {
        ;(log ?? own).write(chunk)
        if (log === null) return
        member.tail.push(
          ...chunk
            .toString('utf8')
            .split('\n')
            .filter((line) => line !== ''),
        )
        member.tail.splice(0, member.tail.length - keptLines)
      })
    }
    // `close` comes after the last output, so the tail is whole.
    child.once('close', (code, signal) => {
      log?.end()
      if (isStopping) return
      if (member.tail.length > 0) process.stderr.write(`${member.tail.join('\n')}\n`)
      process.stderr.write(
        `${spec.name} ended unexpectedly (${signal === null ? `exit code ${code}` : signal}).\n`,
      )
      void stop().then(() => end(1))
    })
  }

  const waitUntilReady = async (url: string, name: string, timeoutMs: number) => {
    const until = performance.now() + timeoutMs
    for (;;) {
      if (isStopping) return false
      if (await isReady(url)) return true
      if (performance.now() > until) {
        throw new LauncherError(
          `${name} did not become ready within ${Math.round(timeoutMs / 1000)} seconds (${url}).`,
        )
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!isStopping) void stop().then(() => end(0))
    })
  }

  return { start, waitUntilReady, stop, ended }
}

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) })
    await response.body?.cancel()
    return response.status === 200
  } catch {
    return false
  }
}
