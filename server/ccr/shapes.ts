// How upstream JSON is read: fields may be missing, lists may be null, and what we do not know is kept, not dropped.

import { z } from 'zod'

/** Fields of an upstream object that we have no word for. Absent when there are none. */
export type Extra = { readonly extra?: Readonly<Record<string, unknown>> }

/** Text that may be missing or null: ''. */
export const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '')

/** A count that may be missing: null, which is not zero. */
export const count = z
  .number()
  .nullish()
  .transform((value) => value ?? null)

/** A list that must be there, though Go servers write `null` for an empty one. */
export function list<T extends z.ZodType>(item: T) {
  return z
    .array(item)
    .nullable()
    .transform((items) => items ?? [])
}

/** A list that may also be missing. */
export function optionalList<T extends z.ZodType>(item: T) {
  return z
    .array(item)
    .nullish()
    .transform((items) => items ?? [])
}

/** Time with an offset, e.g. `2022-07-25T19:28:45+08:00`, as epoch ms; null when missing or unreadable. */
export const time = text.transform((value) => {
  const ms = Date.parse(value)
  return Number.isNaN(ms) ? null : ms
})

/** `{ extra }` with the rest of an object, or nothing to spread. */
export function extraFrom(rest: Readonly<Record<string, unknown>>): Extra {
  return Object.keys(rest).length > 0 ? { extra: rest } : {}
}
