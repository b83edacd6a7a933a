import { expect, test } from 'vitest'
import type { ExposureSummary, Instance } from '#lib/contract/instances.ts'
import {
  filterRows,
  fleetChoices,
  fleetRows,
  headlineOf,
  noFilter,
  sortFromText,
  sortRows,
  textFromSort,
} from './fleet.ts'

function instance(id: string, over: Partial<Instance> = {}): Instance {
  return {
    id,
    name: id,
    region: 'bj',
    account: 'default',
    edition: 'ADVANCED',
    status: 'running',
    createdAt: null,
    expiresAt: null,
    publicDomain: `${id}-pub.cnc.bj.baidubce.com`,
    privateDomain: `${id}-vpc.cnc.bj.baidubce.com`,
    customDomains: [],
    tags: [],
    ...over,
  }
}

function summary(instanceId: string, over: Partial<ExposureSummary> = {}): ExposureSummary {
  return {
    instanceId,
    level: 'closed',
    endpointStatus: 'closed',
    publicAddresses: 0,
    latentAddresses: 0,
    entryCount: 0,
    isEmptyAndOpened: false,
    linkStatuses: [],
    readAt: 0,
    ...over,
  }
}

const instances = [
  instance('sandbox', { tags: [{ key: 'env', value: 'dev' }] }),
  instance('edge', { region: 'hkg', customDomains: ['images.example.com'] }),
  instance('models', { name: 'ML models', tags: [{ key: 'pinned', value: '' }] }),
  instance('images10'),
  instance('images9'),
]
const exposures = {
  exposures: [
    summary('sandbox'),
    summary('edge', { level: 'world', publicAddresses: 2 ** 32, endpointStatus: 'opened' }),
    summary('models', { level: 'broad', publicAddresses: 70_000, endpointStatus: 'opened' }),
    summary('images9', { level: 'narrow', publicAddresses: 12, endpointStatus: 'updating' }),
  ],
  failures: [{ instanceId: 'images10', error: 'refused' }],
}
const rows = fleetRows(instances, exposures, null)
const names = (list: readonly { readonly instance: Instance }[]) => list.map((row) => row.instance.id)

test('a row is known, failed or still being read, and never taken for closed', () => {
  expect(rows.map((row) => row.exposure.state)).toEqual(['known', 'known', 'known', 'failed', 'known'])
  expect(fleetRows(instances, null, null).every((row) => row.exposure.state === 'loading')).toBe(true)
  expect(fleetRows(instances, null, 'down').every((row) => row.exposure.state === 'failed')).toBe(true)
})

test('the most exposed come first, the unknown last, both ways', () => {
  const most = sortRows(rows, { field: 'exposure', direction: 'desc' }, 'en')
  expect(names(most)).toEqual(['edge', 'models', 'images9', 'sandbox', 'images10'])
  const least = sortRows(rows, { field: 'exposure', direction: 'asc' }, 'en')
  expect(names(least)).toEqual(['sandbox', 'images9', 'models', 'edge', 'images10'])
})

test('names sort as people count', () => {
  const sorted = names(sortRows(rows, { field: 'name', direction: 'asc' }, 'en'))
  expect(sorted.indexOf('images9')).toBeLessThan(sorted.indexOf('images10'))
})

test.each([
  ['EDGE', ['edge']],
  ['images.example', ['edge']],
  ['hkg edge', ['edge']],
  ['env=dev', ['sandbox']],
  ['pinned', ['models']],
  ['models-pub.cnc', ['models']],
  ['nothing like this', []],
])('searching %s', (text, expected) => {
  expect(names(filterRows(rows, { ...noFilter, text }))).toEqual(expected)
})

test('filters add up, and a row that is still being read stays', () => {
  expect(names(filterRows(rows, { ...noFilter, levels: ['world', 'broad'] }))).toEqual(['edge', 'models'])
  expect(names(filterRows(rows, { ...noFilter, levels: ['world', 'broad'], regions: ['bj'] }))).toEqual([
    'models',
  ])
  expect(names(filterRows(rows, { ...noFilter, levels: ['unknown'] }))).toEqual(['images10'])
  expect(names(filterRows(rows, { ...noFilter, endpoints: ['updating'] }))).toEqual(['images9'])
  expect(filterRows(fleetRows(instances, null, null), { ...noFilter, levels: ['world'] })).toHaveLength(5)
})

test('choices are what occurs, the cloud’s unknown words kept', () => {
  expect(fleetChoices(rows)).toEqual({
    regions: ['bj', 'hkg'],
    endpoints: ['opened', 'closed', 'unknown', 'updating'],
    tags: ['env=dev', 'pinned'],
    hasUnknown: true,
  })
})

test('the headline is the worst that is known and never better than what was read', () => {
  expect(headlineOf(rows).key).toBe('headline.worldAndBroad')
  expect(headlineOf(rows).values).toMatchObject({ world: 1, broad: 1, narrow: 1, closed: 1, unknown: 1 })
  expect(headlineOf(fleetRows(instances, null, null)).key).toBe('headline.pending')
  expect(headlineOf(fleetRows(instances, null, 'down')).key).toBe('headline.unknown')
  const half = fleetRows(instances, { exposures: [summary('sandbox')], failures: [] }, null)
  expect(headlineOf(half).key).toBe('headline.pending')
  const calm = fleetRows([instance('sandbox')], { exposures: [summary('sandbox')], failures: [] }, null)
  expect(headlineOf(calm).key).toBe('headline.closed')
})

test('an order survives the address bar, nonsense becomes the default', () => {
  const sort = { field: 'entries', direction: 'asc' } as const
  expect(sortFromText(textFromSort(sort))).toEqual(sort)
  expect(sortFromText('entries')).toEqual({ field: 'entries', direction: 'desc' })
  expect(sortFromText('owner.up')).toEqual({ field: 'exposure', direction: 'desc' })
})
