// A row of the API table: method, path and schemas. Browser, route and tests all read the same row.

import { z } from 'zod'

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export type Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> = {
  readonly method: HttpMethod
  /** Path with `[name]` places, as Next spells its folders. */
  readonly path: string
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly response: Response
}

export const nothing = z.object({})

type Part<T, Fallback extends z.ZodType> = T extends z.ZodType ? T : Fallback

/** Declares an endpoint; parts that are left out take no input. */
export function endpoint<
  const Row extends {
    method: HttpMethod
    path: string
    params?: z.ZodType
    query?: z.ZodType
    body?: z.ZodType
    response: z.ZodType
  },
>(
  row: Row,
): Endpoint<
  Part<Row['params'], typeof nothing>,
  Part<Row['query'], typeof nothing>,
  Part<Row['body'], typeof nothing>,
  Row['response']
> {
  const filled = { params: nothing, query: nothing, body: nothing, ...row }
  return filled as unknown as Endpoint<
    Part<Row['params'], typeof nothing>,
    Part<Row['query'], typeof nothing>,
    Part<Row['body'], typeof nothing>,
    Row['response']
  >
}

export type ParamsOf<E extends Endpoint> = z.output<E['params']>
export type QueryOf<E extends Endpoint> = z.output<E['query']>
export type BodyOf<E extends Endpoint> = z.output<E['body']>
export type BodyInputOf<E extends Endpoint> = z.input<E['body']>
export type ResponseOf<E extends Endpoint> = z.output<E['response']>

/** The path of a call: `[name]` places filled with encoded segments, query appended. Throws on a missing place. */
export function buildPath(
  row: Pick<Endpoint, 'path'>,
  params: Readonly<Record<string, string>> = {},
  query: Readonly<Record<string, string | number | boolean | undefined>> = {},
): string {
  const path = row.path.replace(/\[(\w+)\]/g, (_, name: string) => {
    const value = params[name]
    if (value === undefined || value === '') throw new Error(`${row.path} needs ${name}`)
    return encodeURIComponent(value)
  })
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) if (value !== undefined) search.set(key, String(value))
  const text = search.toString()
  return text === '' ? path : `${path}?${text}`
}
