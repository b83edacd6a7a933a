// Failures on demand. They are chosen by data a user could type (words in an instance's name) or by a control call;
// nothing here is random. DIFFERENCES.md lists the names.

import type { OperationName } from './router.ts'
import { isWrite } from './router.ts'

export const faultKinds = [
  'latency',
  'internalError',
  'unavailable',
  'unauthorized',
  'forbidden',
  'addressNotAllowed',
  'expired',
  'throttled',
  'quotaExceed',
  'resetBeforeCommit',
  'resetAfterCommit',
  'hangBeforeCommit',
  'hangAfterCommit',
  'malformedJson',
] as const
export type FaultKind = (typeof faultKinds)[number]

export type FaultSpec = {
  kind: FaultKind
  /** One operation, all reads or all writes; none: every operation. */
  operation?: OperationName | 'reads' | 'writes'
  instanceId?: string
  region?: string
  /** Hits the next so many matching requests; none: all of them until removed. */
  count?: number
  /** Wall-clock wait before anything is done; works with every kind. */
  latencyMs?: number
}

export type Fault = FaultSpec & { readonly id: string; hits: number }

export type FaultTarget = {
  operation: OperationName
  instanceId: string | null
  instanceName: string | null
  region: string
}

export type FaultPlan = { latencyMs: number; kind: Exclude<FaultKind, 'latency'> | null }

export type Faults = {
  add(spec: FaultSpec): Fault
  remove(id: string): boolean
  clear(): void
  list(): readonly Fault[]
  /** What happens to this request; counts it against the faults it matches. */
  take(target: FaultTarget): FaultPlan
}

export function createFaults(): Faults {
  let faults: Fault[] = []
  let serial = 0
  return {
    add(spec) {
      serial += 1
      const fault = { ...spec, id: `fault-${serial}`, hits: 0 }
      faults.push(fault)
      return fault
    },
    remove(id) {
      const before = faults.length
      faults = faults.filter((fault) => fault.id !== id)
      return faults.length < before
    },
    clear() {
      faults = []
    },
    list: () => faults,
    take(target) {
      const plan: FaultPlan = planFromName(target.instanceName)
      for (const fault of faults) {
        if (!matches(fault, target)) continue
        if (fault.kind !== 'latency' && plan.kind !== null) continue
        fault.hits += 1
        plan.latencyMs += fault.latencyMs ?? 0
        if (fault.kind !== 'latency') plan.kind = fault.kind
      }
      faults = faults.filter((fault) => fault.count === undefined || fault.hits < fault.count)
      return plan
    },
  }
}

function matches(fault: Fault, target: FaultTarget): boolean {
  if (fault.operation === 'reads' && isWrite(target.operation)) return false
  if (fault.operation === 'writes' && !isWrite(target.operation)) return false
  const isGroup = fault.operation === undefined || fault.operation === 'reads' || fault.operation === 'writes'
  if (!isGroup && fault.operation !== target.operation) return false
  if (fault.instanceId !== undefined && fault.instanceId !== target.instanceId) return false
  return fault.region === undefined || fault.region === target.region
}

const nameWords: readonly (readonly [string, Exclude<FaultKind, 'latency'>])[] = [
  ['error-500', 'internalError'],
  ['error-503', 'unavailable'],
  ['error-401', 'unauthorized'],
  ['error-403', 'forbidden'],
  ['error-429', 'throttled'],
  ['reset-before', 'resetBeforeCommit'],
  ['reset-after', 'resetAfterCommit'],
  ['malformed', 'malformedJson'],
]

/** An instance called `demo-error-503` fails in every call that names it; `slow-1500` waits that many ms. */
function planFromName(name: string | null): FaultPlan {
  if (name === null) return { latencyMs: 0, kind: null }
  const slow = /slow-(\d{1,5})/.exec(name)
  const word = nameWords.find(([text]) => name.includes(text))
  return { latencyMs: slow ? Number(slow[1]) : 0, kind: word ? word[1] : null }
}

/** Checks a fault that came as JSON. Throws an Error with a sentence that says what is wrong. */
export function parseFault(input: Readonly<Record<string, unknown>>): FaultSpec {
  const { kind, operation, instanceId, region, count, latencyMs } = input
  if (!faultKinds.includes(kind as FaultKind))
    throw new Error(`"kind" must be one of ${faultKinds.join(', ')}.`)
  for (const [name, value] of Object.entries({ operation, instanceId, region })) {
    if (value !== undefined && typeof value !== 'string') throw new Error(`"${name}" must be a string.`)
  }
  for (const [name, value] of Object.entries({ count, latencyMs })) {
    if (value !== undefined && !(Number.isSafeInteger(value) && Number(value) >= 0)) {
      throw new Error(`"${name}" must be a whole number.`)
    }
  }
  return Object.fromEntries(
    Object.entries({ kind, operation, instanceId, region, count, latencyMs }).filter(
      ([, value]) => value !== undefined,
    ),
  ) as FaultSpec
}
