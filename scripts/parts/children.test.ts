import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { freePort } from './ports.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const started: ChildProcess[] = []

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

type Launched = {
  readonly launcher: ChildProcess
  readonly output: () => string
  readonly emulatorPort: number
  readonly stubbornPid: number
  readonly exit: Promise<number | null>
}

/** A launcher with the embedded CCR and a process that is deaf to signals, both up. */
async function launch(): Promise<Launched> {
  const emulatorPort = await freePort()
  const launcher = spawn(process.execPath, ['scripts/testing/household.ts'], {
    cwd: root,
    env: { ...process.env, EMULATOR_PORT: String(emulatorPort), EMULATOR_FILE: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(launcher)
  let output = ''
  for (const stream of [launcher.stdout, launcher.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8')
    })
  }
  const exit = new Promise<number | null>((resolve) => {
    launcher.once('exit', resolve)
  })
  await expect.poll(() => output, { timeout: 20_000, interval: 20 }).toMatch(/^ready$/m)
  await expect.poll(() => output, { timeout: 20_000, interval: 20 }).toMatch(/^stubborn \d+$/m)
  const stubbornPid = Number(/^stubborn (\d+)$/m.exec(output)?.[1])
  expect(isAlive(stubbornPid)).toBe(true)
  return { launcher, output: () => output, emulatorPort, stubbornPid, exit }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  try {
    // A process that ended and that nobody has collected is gone all the same.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) !== 'Z'
  } catch {
    return process.platform !== 'linux'
  }
}

async function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/__emulator/clock`).then(
    () => true,
    () => false,
  )
}

/** Milliseconds until neither child is left. */
async function untilAllGone({ emulatorPort, stubbornPid }: Launched): Promise<number> {
  const from = performance.now()
  await expect
    .poll(async () => isAlive(stubbornPid) || (await answers(emulatorPort)), {
      timeout: 10_000,
      interval: 20,
    })
    .toBe(false)
  return performance.now() - from
}

test('a launcher killed outright leaves no orphan', async () => {
  const household = await launch()
  household.launcher.kill('SIGKILL')
  expect(await untilAllGone(household)).toBeLessThan(2_000)
})

test('a signal ends all within a second or so, with exit code 0', async () => {
  const household = await launch()
  household.launcher.kill('SIGTERM')
  expect(await untilAllGone(household)).toBeLessThan(1_500)
  expect(await household.exit).toBe(0)
})

test('the death of one ends the rest, with exit code 1 and a sentence', async () => {
  const household = await launch()
  process.kill(household.stubbornPid, 'SIGKILL')
  expect(await household.exit).toBe(1)
  await untilAllGone(household)
  expect(household.output()).toContain('The stubborn one ended unexpectedly (SIGKILL).')
})
