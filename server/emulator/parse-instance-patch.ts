import type { InstancePatch } from './control.ts'

type Check = readonly [isFine: (value: unknown) => boolean, wanted: string]

const isText = (value: unknown) => typeof value === 'string'
const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0

const text: Check = [isText, 'a string']
const count: Check = [isCount, 'a whole number, 0 or more']

function objects(required: readonly string[], optional: readonly string[] = []): Check {
  const isFine = (value: unknown) =>
    Array.isArray(value) &&
    value.every((item: unknown) => {
      if (typeof item !== 'object' || item === null) return false
      const fields = item as Record<string, unknown>
      return (
        required.every((name) => isText(fields[name])) &&
        optional.every((name) => fields[name] === undefined || isText(fields[name])) &&
        Object.keys(fields).every((name) => required.includes(name) || optional.includes(name))
      )
    })
  return [isFine, `a list of objects with the strings ${[...required, ...optional].join(', ')}`]
}

const checks: Readonly<Record<keyof InstancePatch, Check>> = {
  name: text,
  status: text,
  instanceType: text,
  expiresAtMs: count,
  tags: objects(['tagKey', 'tagValue']),
  vpcQuota: count,
  allowList: objects(['ipAddr', 'description']),
  endpointStatus: text,
  links: objects(['vpcId', 'subnetId', 'status'], ['ipAddress']),
}

/** Checks a change of an instance that came as JSON. Throws an Error with a sentence naming the wrong field. */
export function parseInstancePatch(input: Readonly<Record<string, unknown>>): InstancePatch {
  for (const [name, value] of Object.entries(input)) {
    const check = Object.hasOwn(checks, name) ? checks[name as keyof InstancePatch] : undefined
    if (!check) throw new Error(`An instance has no "${name}" to change.`)
    if (!check[0](value)) throw new Error(`"${name}" must be ${check[1]}.`)
  }
  return input as InstancePatch
}
