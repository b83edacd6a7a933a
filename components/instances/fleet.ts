// The fleet table without React: rows joined from two answers, what is searched, filtered, sorted and said above them.

import type { ExposureSummary, Instance } from '#lib/contract/instances.ts'
import type { ExposureLevel } from '#lib/exposure/level.ts'
import { parseAddress } from '#lib/net/cidr.ts'

/** Exposure of a row: still being read, not to be had, or known. Unknown is not closed. */
export type RowExposure<Failure> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly error: Failure }
  | { readonly state: 'known'; readonly summary: ExposureSummary }

export type FleetRow<Failure = unknown> = {
  readonly instance: Instance
  readonly exposure: RowExposure<Failure>
  /** Lower-case text that the search looks in. */
  readonly haystack: string
}

export type Exposures<Failure> = {
  readonly exposures: readonly ExposureSummary[]
  readonly failures: readonly { readonly instanceId: string; readonly error: Failure }[]
}

/**
 * One row an instance. `exposures` is null while it is being read; `fallback` is the failure shown for instances the
 * answer does not name, null when nothing has failed (they are then still on their way).
 */
export function fleetRows<Failure>(
  instances: readonly Instance[],
  exposures: Exposures<Failure> | null,
  fallback: Failure | null,
): FleetRow<Failure>[] {
  const known = new Map(exposures?.exposures.map((summary) => [summary.instanceId, summary]))
  const failed = new Map(exposures?.failures.map((failure) => [failure.instanceId, failure.error]))
  return instances.map((instance) => {
    const summary = known.get(instance.id)
    const error = failed.get(instance.id) ?? fallback
    const exposure: RowExposure<Failure> = summary
      ? { state: 'known', summary }
      : error === null
        ? { state: 'loading' }
        : { state: 'failed', error }
    return { instance, exposure, haystack: haystackOf(instance) }
  })
}

function haystackOf(instance: Instance): string {
  return [
    instance.name,
    instance.id,
    instance.region,
    instance.account,
    instance.publicDomain,
    instance.privateDomain,
    ...instance.customDomains,
    ...instance.tags.map(tagText),
  ]
    .join('\n')
    .toLowerCase()
}

/** `env=prod`, or `env` alone when the tag has no value. The form in the address bar as well. */
export function tagText(tag: { readonly key: string; readonly value: string }): string {
  return tag.value === '' ? tag.key : `${tag.key}=${tag.value}`
}

export const levels = ['world', 'broad', 'narrow', 'privateOnly', 'closed'] as const satisfies ExposureLevel[]

export const knownEndpointStatuses = ['opened', 'opening', 'closing', 'closed'] as const

/** `unknown` stands for rows whose exposure could not be read. */
export type LevelChoice = ExposureLevel | 'unknown'

export type FleetFilter = {
  readonly text: string
  readonly regions: readonly string[]
  readonly levels: readonly string[]
  readonly endpoints: readonly string[]
  readonly tags: readonly string[]
}

export const noFilter: FleetFilter = { text: '', regions: [], levels: [], endpoints: [], tags: [] }

export function isFiltered(filter: FleetFilter): boolean {
  return (
    filter.text.trim() !== '' ||
    filter.regions.length + filter.levels.length + filter.endpoints.length + filter.tags.length > 0
  )
}

export function levelOfRow(row: FleetRow): LevelChoice | null {
  if (row.exposure.state === 'known') return row.exposure.summary.level
  return row.exposure.state === 'failed' ? 'unknown' : null
}

function endpointOfRow(row: FleetRow): string | null {
  if (row.exposure.state === 'known') return row.exposure.summary.endpointStatus
  return row.exposure.state === 'failed' ? 'unknown' : null
}

/** Every word must occur somewhere; choices of one filter are alternatives, filters add up. */
export function filterRows<Row extends FleetRow>(rows: readonly Row[], filter: FleetFilter): Row[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  return rows.filter((row) => {
    if (!words.every((word) => row.haystack.includes(word))) return false
    if (filter.regions.length > 0 && !filter.regions.includes(row.instance.region)) return false
    // A row that is still being read stays: hiding it would claim to know.
    const level = levelOfRow(row)
    if (filter.levels.length > 0 && level !== null && !filter.levels.includes(level)) return false
    const endpoint = endpointOfRow(row)
    if (filter.endpoints.length > 0 && endpoint !== null && !filter.endpoints.includes(endpoint)) return false
    return filter.tags.length === 0 || row.instance.tags.some((tag) => filter.tags.includes(tagText(tag)))
  })
}

export const sortFields = ['exposure', 'name', 'region', 'endpoint', 'addresses', 'entries', 'links'] as const
export type SortField = (typeof sortFields)[number]
export type SortDirection = 'asc' | 'desc'
export type FleetSort = { readonly field: SortField; readonly direction: SortDirection }

/** The direction a column starts with: numbers and exposure with the most first, words from A. */
export function firstDirection(field: SortField): SortDirection {
  return field === 'name' || field === 'region' || field === 'endpoint' ? 'asc' : 'desc'
}

const exposureRank: Record<ExposureLevel, number> = {
  world: 5,
  broad: 4,
  narrow: 3,
  privateOnly: 1,
  closed: 0,
}

/** A sorted copy. Rows without the value come last whichever way it is sorted; names settle ties. */
export function sortRows<Row extends FleetRow>(rows: readonly Row[], sort: FleetSort, locale: string): Row[] {
  const collator = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' })
  const sign = sort.direction === 'asc' ? 1 : -1
  return [...rows].sort((a, b) => {
    const left = sortValue(a, sort.field)
    const right = sortValue(b, sort.field)
    if (left !== null || right !== null) {
      if (left === null) return 1
      if (right === null) return -1
      const order = compare(left, right, collator)
      if (order !== 0) return sign * order
    }
    return (
      collator.compare(a.instance.name, b.instance.name) || collator.compare(a.instance.id, b.instance.id)
    )
  })
}

type SortValue = string | readonly number[]

function compare(a: SortValue, b: SortValue, collator: Intl.Collator): number {
  if (typeof a === 'string' || typeof b === 'string') return collator.compare(String(a), String(b))
  for (let at = 0; at < a.length; at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

function sortValue(row: FleetRow, field: SortField): SortValue | null {
  if (field === 'name') return row.instance.name
  if (field === 'region') return row.instance.region
  if (row.exposure.state !== 'known') return null
  const { summary } = row.exposure
  switch (field) {
    case 'exposure':
      return [exposureRank[summary.level], summary.publicAddresses, summary.latentAddresses]
    case 'endpoint':
      return summary.endpointStatus
    case 'addresses':
      return [summary.publicAddresses, summary.latentAddresses]
    case 'entries':
      return [summary.entryCount]
    case 'links':
      return [summary.linkStatuses.length]
  }
}

/** `addresses.desc` from the address bar; anything else is the default order. */
export function sortFromText(text: string): FleetSort {
  const [field, direction] = text.split('.')
  const known = sortFields.find((name) => name === field)
  if (known === undefined) return defaultSort
  return {
    field: known,
    direction: direction === 'asc' || direction === 'desc' ? direction : firstDirection(known),
  }
}

export function textFromSort(sort: FleetSort): string {
  return `${sort.field}.${sort.direction}`
}

export const defaultSort: FleetSort = { field: 'exposure', direction: 'desc' }

export type FleetChoices = {
  readonly regions: readonly string[]
  readonly endpoints: readonly string[]
  readonly tags: readonly string[]
  readonly hasUnknown: boolean
}

/** What the filters can offer: only what occurs, known endpoint words first. */
export function fleetChoices(rows: readonly FleetRow[]): FleetChoices {
  const endpoints = new Set(rows.map(endpointOfRow).filter((status) => status !== null))
  const known = knownEndpointStatuses.filter((status) => endpoints.has(status))
  const others = [...endpoints].filter((status) => !(known as readonly string[]).includes(status)).sort()
  return {
    regions: [...new Set(rows.map((row) => row.instance.region))].sort(),
    endpoints: [...known, ...others],
    tags: [...new Set(rows.flatMap((row) => row.instance.tags.map(tagText)))].sort(),
    hasUnknown: rows.some((row) => row.exposure.state === 'failed'),
  }
}

export type Headline = {
  readonly key:
    | 'headline.worldAndBroad'
    | 'headline.world'
    | 'headline.broad'
    | 'headline.narrow'
    | 'headline.privateOnly'
    | 'headline.closed'
    | 'headline.unknown'
    | 'headline.pending'
  readonly values: {
    readonly world: number
    readonly broad: number
    readonly narrow: number
    readonly privateOnly: number
    readonly closed: number
    /** Rows that could not be checked; they are in none of the other numbers. */
    readonly unknown: number
  }
}

/** The sentence the page opens with: the worst that is known, never better than what has been read. */
export function headlineOf(rows: readonly FleetRow[]): Headline {
  const values = { world: 0, broad: 0, narrow: 0, privateOnly: 0, closed: 0, unknown: 0 }
  let pending = 0
  for (const row of rows) {
    if (row.exposure.state === 'known') values[row.exposure.summary.level]++
    else if (row.exposure.state === 'failed') values.unknown++
    else pending++
  }
  const key = (): Headline['key'] => {
    if (values.world > 0) return values.broad > 0 ? 'headline.worldAndBroad' : 'headline.world'
    if (values.broad > 0) return 'headline.broad'
    if (pending > 0) return 'headline.pending'
    if (values.narrow > 0) return 'headline.narrow'
    if (values.unknown === rows.length) return 'headline.unknown'
    return values.privateOnly > 0 ? 'headline.privateOnly' : 'headline.closed'
  }
  return { key: key(), values }
}

/** Is the text an address or block? Then the search says where that question belongs. */
export function looksLikeAddress(text: string): boolean {
  return parseAddress(text.trim()).ok
}
