// Carries out ordered steps on an allow list, one call after the other. What it never does is guess: when an answer is
// lost or odd, it looks at the list and goes by what is there. It knows nothing of who asked or why.

import { setTimeout as sleep } from 'node:timers/promises'
import type { Entry } from '#lib/allow-list/entry.ts'
import { type DeleteStep, deleteBatchSize, type Step } from '#lib/allow-list/order-steps.ts'
import { type AppError, appErrorFrom } from '#lib/errors.ts'
import { notDone } from './lost-answer.ts'

/** The calls on one instance's list. `readEntries` must ask the cloud, never a cache. */
export type AllowListPort = {
  add(entry: Entry): Promise<{ readonly upstreamRequestId: string | null }>
  delete(ipAddrs: readonly string[]): Promise<{ readonly upstreamRequestId: string | null }>
  readEntries(): Promise<readonly Entry[]>
}

export type DoneStep = { readonly step: Step; readonly upstreamRequestId: string | null }

/** `failure` says why the first of `remaining` could not be done; the steps after it were not tried. */
export type ApplyResult = {
  readonly done: readonly DoneStep[]
  readonly remaining: readonly Step[]
  readonly failure: AppError | null
}

export type ApplyOptions = {
  readonly port: AllowListPort
  readonly steps: readonly Step[]
  /** Called before every call to the cloud; when it rejects, nothing more is sent. */
  readonly beforeCall: () => Promise<void>
  /** After a lost answer: wait before the second look, in ms. */
  readonly secondLookMs: number
}

/** Never rejects for what the cloud does: the result says how far it came. */
export async function applyAllowListSteps(options: ApplyOptions): Promise<ApplyResult> {
  const { port, beforeCall } = options
  const done: DoneStep[] = []
  const queue = joinDeletes(options.steps)
  // The first step is at hand for the second time: then it is not tried a third time.
  let isRepeated = false
  for (let step = queue[0]; step !== undefined; step = queue[0]) {
    try {
      await beforeCall()
      const { upstreamRequestId } =
        step.kind === 'add' ? await port.add(step) : await port.delete(step.ipAddrs)
      done.push({ step, upstreamRequestId })
      queue.shift()
      isRepeated = false
    } catch (thrown) {
      const error = appErrorFrom(thrown)
      const verdict = await judge(step, error, isRepeated, options)
      if (verdict.failure !== null) return { done, remaining: queue, failure: verdict.failure }
      if (verdict.done !== null)
        done.push({ step: verdict.done, upstreamRequestId: error.upstream?.requestId ?? null })
      queue.splice(0, 1, ...verdict.todo)
      isRepeated = verdict.todo.length === 1
    }
  }
  return { done, remaining: [], failure: null }
}

type Verdict =
  | { readonly failure: AppError }
  | { readonly failure: null; readonly done: Step | null; readonly todo: readonly Step[] }

/** What an unhappy answer means, by the list as it is now. */
async function judge(
  step: Step,
  error: AppError,
  isRepeated: boolean,
  options: ApplyOptions,
): Promise<Verdict> {
  const isLost = error.code === 'outcome_unknown'
  const isWorthALook =
    isLost ||
    (step.kind === 'add' && error.code === 'conflict') ||
    (step.kind === 'delete' && (error.code === 'not_found' || error.code === 'upstream_rejected'))
  if (!isWorthALook) return { failure: error }
  let entries: readonly Entry[]
  try {
    entries = await look(step, isLost, options)
  } catch {
    return { failure: error }
  }

  if (step.kind === 'add') {
    const there = entries.find((entry) => entry.ipAddr === step.ipAddr)
    // It was not there before, so after a lost answer it is ours whatever the cloud made of the description.
    const isOurs = there !== undefined && (isLost || isRepeated || there.description === step.description)
    if (isOurs) return { failure: null, done: step, todo: [] }
    if (there !== undefined || !isLost) return { failure: error }
    return isRepeated ? { failure: notDone(error) } : { failure: null, done: null, todo: [step] }
  }

  const stored = new Set(entries.map((entry) => entry.ipAddr))
  const left = step.ipAddrs.filter((ipAddr) => stored.has(ipAddr))
  const gone = step.ipAddrs.filter((ipAddr) => !stored.has(ipAddr))
  const done = gone.length > 0 ? { ...step, ipAddrs: gone } : null
  if (left.length === 0) return { failure: null, done: step, todo: [] }
  // How many one call may delete is not documented: what is refused as a whole is tried in halves.
  if (error.code === 'upstream_rejected') {
    return left.length === 1 && done === null
      ? { failure: error }
      : { failure: null, done, todo: halves(step, left) }
  }
  if (isRepeated && done === null) return { failure: isLost ? notDone(error) : error }
  if (!isLost && done === null) return { failure: error }
  return { failure: null, done, todo: [{ ...step, ipAddrs: left }] }
}

/** The list now; after a lost answer once more a little later, as the call may still be on its way. */
async function look(
  step: Step,
  isLost: boolean,
  { port, secondLookMs }: ApplyOptions,
): Promise<readonly Entry[]> {
  const entries = await port.readEntries()
  if (!isLost || isAsWanted(step, entries)) return entries
  await sleep(secondLookMs)
  return port.readEntries()
}

function isAsWanted(step: Step, entries: readonly Entry[]): boolean {
  const stored = new Set(entries.map((entry) => entry.ipAddr))
  return step.kind === 'add' ? stored.has(step.ipAddr) : !step.ipAddrs.some((ipAddr) => stored.has(ipAddr))
}

function halves(step: DeleteStep, ipAddrs: readonly string[]): DeleteStep[] {
  if (ipAddrs.length === 1) return [{ ...step, ipAddrs }]
  const middle = Math.ceil(ipAddrs.length / 2)
  return [
    { ...step, ipAddrs: ipAddrs.slice(0, middle) },
    { ...step, ipAddrs: ipAddrs.slice(middle) },
  ]
}

/** Deletes that follow each other become one call: nothing stands between them that their order could protect. */
function joinDeletes(steps: readonly Step[]): Step[] {
  const joined: Step[] = []
  for (const step of steps) {
    const last = joined.at(-1)
    if (step.kind === 'delete' && last?.kind === 'delete' && canJoin(last, step)) {
      joined[joined.length - 1] = { ...last, ipAddrs: [...last.ipAddrs, ...step.ipAddrs] }
    } else {
      joined.push(step)
    }
  }
  return joined
}

// A replacement's delete is never joined: its add must follow at once.
function canJoin(a: DeleteStep, b: DeleteStep): boolean {
  const isPlain = a.purpose !== 'replacement' && b.purpose !== 'replacement'
  return isPlain && a.ipAddrs.length + b.ipAddrs.length <= deleteBatchSize
}
