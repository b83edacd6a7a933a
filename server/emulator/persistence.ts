// The data file. Written whole to a temporary file, synced, then renamed over the old one, so a killed process leaves
// either the old state or the new one.

import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { EmulatorState } from './state/records.ts'

/** null when there is no file yet. Throws an Error with one sentence when it cannot be used. */
export async function loadState(file: string): Promise<EmulatorState | null> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new Error(`The emulator's data file ${resolve(file)} cannot be read.`, { cause: error })
  }
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (error) {
    throw damaged(file, error)
  }
  if (!isState(parsed)) throw damaged(file)
  return parsed
}

function damaged(file: string, cause?: unknown): Error {
  const path = resolve(file)
  return new Error(`The emulator's data file ${path} is damaged. Delete it to start again from the seed.`, {
    cause,
  })
}

function isState(value: unknown): value is EmulatorState {
  if (typeof value !== 'object' || value === null) return false
  const state = value as Partial<EmulatorState>
  return (
    state.format === 1 &&
    typeof state.seed === 'string' &&
    [state.instances, state.vpcs, state.subnets].every(Array.isArray) &&
    (state.instances ?? []).every(
      (each) => Array.isArray(each?.allowList) && Array.isArray(each.links) && Boolean(each.publicEndpoint),
    )
  )
}

export type Saver = {
  /** Resolves when the state of this moment, or a later one, is safely on disk. */
  save(): Promise<void>
}

/** Saves of the same moment are written once. */
export function createSaver(file: string | null, state: () => EmulatorState): Saver {
  if (file === null) return { save: () => Promise.resolve() }
  let running: Promise<void> | null = null
  let waiting: Promise<void> | null = null
  const write = async () => {
    await mkdir(dirname(resolve(file)), { recursive: true })
    const temporary = `${file}.${process.pid}.tmp`
    const handle = await open(temporary, 'w', 0o600)
    try {
      await handle.writeFile(`${JSON.stringify(state())}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, file)
  }
  const start = () => {
    running = write().finally(() => {
      running = null
    })
    return running
  }
  return {
    save() {
      if (!running) return start()
      // A write under way may have read the state already, so the next one is shared by all who come meanwhile.
      waiting ??= running
        .catch(() => undefined)
        .then(() => {
          waiting = null
          return start()
        })
      return waiting
    },
  }
}
