// What becomes of a sent change: waiting, done, or one of the ways in which it can fail, each told apart, because each
// asks for something else.

import { z } from 'zod'
import type { ApiError } from '#components/data/api.ts'
import type { Entry, ListChange } from '#lib/allow-list/entry.ts'
import type { Step } from '#lib/allow-list/order-steps.ts'
import { allowListEntry } from '#lib/contract/allow-list.ts'
import type { ListState } from './session.ts'

/** A call that was made, or was still to come, as the server names it. */
export type StepReport = {
  readonly kind: 'add' | 'delete'
  readonly ipAddrs: readonly string[]
  readonly upstreamRequestId: string | null
}

/** The parts of a failed call this module reads; the page's ApiError fits. */
export type SendError = {
  readonly code: string
  readonly message: string
  readonly requestId?: string | null | undefined
  readonly fields?: readonly { readonly path: string; readonly message: string }[] | undefined
  readonly upstream?:
    | {
        readonly status?: number | undefined
        readonly code?: string | undefined
        readonly message?: string | undefined
        readonly requestId?: string | undefined
        readonly region?: string | undefined
      }
    | undefined
  readonly details?: Readonly<Record<string, unknown>> | undefined
}

export type Failure =
  /** Somebody else changed the list; nothing was written. */
  | { readonly kind: 'stale'; readonly now: ListState | null }
  /** Some steps were made, then one failed. */
  | {
      readonly kind: 'partial'
      readonly done: readonly StepReport[]
      readonly remaining: readonly StepReport[]
      readonly now: ListState | null
    }
  /** The answer was lost: it may have happened or not. */
  | { readonly kind: 'unknown' }
  /** Single rows were refused; nothing was written. */
  | { readonly kind: 'rows'; readonly problems: ReadonlyMap<string, string> }
  | { readonly kind: 'other' }

export type Submission =
  | { readonly state: 'pending'; readonly startedAt: number; readonly steps: readonly Step[] }
  | {
      readonly state: 'done'
      readonly steps: readonly StepReport[]
      readonly before: readonly Entry[]
      readonly now: ListState
    }
  | {
      readonly state: 'failed'
      readonly error: ApiError
      readonly failure: Failure
      readonly before: readonly Entry[]
    }

const nowSchema = z.object({ version: z.string(), entries: z.array(allowListEntry) })
const staleSchema = z.object({ currentVersion: z.string(), entries: z.array(allowListEntry) })
const stepSchema = z
  .object({
    kind: z.enum(['add', 'delete']),
    ipAddr: z.string().optional(),
    ipAddrs: z.array(z.string()).optional(),
    upstreamRequestId: z.string().nullable().optional(),
  })
  .transform(
    (step): StepReport => ({
      kind: step.kind,
      ipAddrs: step.ipAddrs ?? (step.ipAddr === undefined ? [] : [step.ipAddr]),
      upstreamRequestId: step.upstreamRequestId ?? null,
    }),
  )
const partialSchema = z.object({ done: z.array(stepSchema), remaining: z.array(stepSchema) })

/** Which kind of failure it was. Details that cannot be read make it a plainer kind, never a better one. */
export function failureOf(error: SendError, change: ListChange): Failure {
  if (error.code === 'stale_write') {
    const stale = staleSchema.safeParse(error.details)
    return {
      kind: 'stale',
      now: stale.success ? { version: stale.data.currentVersion, entries: stale.data.entries } : null,
    }
  }
  const partial = partialSchema.safeParse(error.details)
  if (partial.success && (partial.data.done.length > 0 || error.code === 'outcome_unknown')) {
    const now = nowSchema.safeParse(error.details)
    return { kind: 'partial', ...partial.data, now: now.success ? now.data : null }
  }
  // Our own server did not answer a write, or not readably: it may have reached the cloud all the same.
  const isAnswerLost = error.code === 'network' || (error.code === 'internal' && !error.requestId)
  if (error.code === 'outcome_unknown' || isAnswerLost) return { kind: 'unknown' }
  const problems = rowProblems(error.fields ?? [], change)
  return problems.size > 0 ? { kind: 'rows', problems } : { kind: 'other' }
}

/** Field problems (`add.3.ipAddr`, `edit.0.to.description`, `remove.2`) by the row's text in the draft. */
export function rowProblems(
  fields: readonly { readonly path: string; readonly message: string }[],
  change: ListChange,
): Map<string, string> {
  const problems = new Map<string, string>()
  for (const { path, message } of fields) {
    const [part, place] = path.split('.')
    const at = Number(place)
    const text =
      part === 'add'
        ? change.add[at]?.ipAddr
        : part === 'edit'
          ? change.edit[at]?.to.ipAddr
          : part === 'remove'
            ? change.remove[at]
            : undefined
    if (text !== undefined && !problems.has(text)) problems.set(text, message)
  }
  return problems
}

export type ListDifference = {
  readonly added: readonly Entry[]
  readonly removed: readonly Entry[]
  readonly changed: readonly { readonly before: Entry; readonly after: Entry }[]
}

/** What happened to a list between two readings. */
export function differenceOf(before: readonly Entry[], after: readonly Entry[]): ListDifference {
  const was = new Map(before.map((entry) => [entry.ipAddr, entry]))
  const is = new Map(after.map((entry) => [entry.ipAddr, entry]))
  return {
    added: after.filter((entry) => !was.has(entry.ipAddr)),
    removed: before.filter((entry) => !is.has(entry.ipAddr)),
    changed: after.flatMap((entry) => {
      const old = was.get(entry.ipAddr)
      return old !== undefined && old.description !== entry.description ? [{ before: old, after: entry }] : []
    }),
  }
}
