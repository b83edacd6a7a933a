// The fleet a newcomer meets: twelve instances in four regions, in every state.

import type { EntryRecord, InstanceRecord, VpcLinkRecord } from '#server/emulator/state/records.ts'
import { serviceNetIdFrom } from '#server/emulator/state/vpc-link.ts'
import * as lists from './seed-entries.ts'

const secondMs = 1_000
const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

type Edition = 'BASIC' | 'STANDARD' | 'ADVANCED'

/** Quotas per edition are invented: the vendor's numbers are not published. */
const quotas = {
  BASIC: { repo: 300, chart: 300, namespace: 15, vpc: 2 },
  STANDARD: { repo: 1000, chart: 1000, namespace: 50, vpc: 5 },
  ADVANCED: { repo: 5000, chart: 5000, namespace: 100, vpc: 10 },
} as const

type LinkRow = {
  readonly vpc: string
  readonly subnet: string
  readonly state: 'created' | 'creating' | 'failed' | 'deleting' | string
  readonly address?: string
  readonly ageMs: number
  readonly autoDnsResolve?: false
}

type InstanceRow = {
  readonly id: string
  readonly name: string
  readonly region: string
  readonly edition: Edition
  readonly status?: string
  readonly tags: Readonly<Record<string, string>>
  readonly ageDays: number
  /** Days from the seed, or a date. */
  readonly expires: number | string
  readonly endpoint: 'opened' | 'closed' | 'opening' | 'closing'
  /** How long a moving endpoint still moves. */
  readonly settlesInMs?: number
  readonly allowList: () => EntryRecord[]
  readonly links: readonly LinkRow[]
  readonly customDomains?: readonly string[]
  readonly used: readonly [repo: number, chart: number, namespace: number, storageGiB: number]
}

const none = (): EntryRecord[] => []

const rows: readonly InstanceRow[] = [
  {
    id: 'ccr-4k74gw7d',
    name: 'prod-images',
    region: 'bj',
    edition: 'ADVANCED',
    tags: { env: 'prod', team: 'platform' },
    ageDays: 640,
    expires: '2027-11-03T10:00:00+08:00',
    endpoint: 'opened',
    allowList: lists.prodImages,
    customDomains: ['images.example.com'],
    used: [412, 0, 38, 6_140],
    links: [
      {
        vpc: 'vpc-9070rw5u03rs',
        subnet: 'sbn-qeimde0m7wyp',
        state: 'created',
        address: '192.168.145.2',
        ageMs: 41 * dayMs,
      },
      {
        vpc: 'vpc-x83j8k5dh9w9',
        subnet: 'sbn-cc2kfp5qzmz3',
        state: 'created',
        address: '10.20.4.17',
        ageMs: 12 * dayMs,
      },
      {
        vpc: 'vpc-4c2tm81qzj0e',
        subnet: 'sbn-0w9rj3hx6bme',
        state: 'creating',
        address: '10.24.1.78',
        ageMs: 72 * secondMs,
      },
      {
        vpc: 'vpc-h7wn05vp3k6a',
        subnet: 'sbn-5tq2ze8y1kcd',
        state: 'failed',
        ageMs: 3 * hourMs,
        autoDnsResolve: false,
      },
    ],
  },
  {
    id: 'ccr-6m1zt4we',
    name: 'ci-cache',
    region: 'bj',
    edition: 'STANDARD',
    tags: { env: 'ci', team: 'build-farm' },
    ageDays: 300,
    expires: 210,
    endpoint: 'opening',
    settlesInMs: 20 * minuteMs,
    allowList: lists.ciCache,
    used: [77, 0, 6, 2_310],
    links: [
      {
        vpc: 'vpc-x83j8k5dh9w9',
        subnet: 'sbn-n71x0qes5d2h',
        state: 'created',
        address: '10.20.10.91',
        ageMs: 200 * dayMs,
      },
    ],
  },
  {
    id: 'ccr-3e6ug1bs',
    name: 'sandbox',
    region: 'bj',
    edition: 'BASIC',
    tags: { env: 'dev', team: 'platform' },
    ageDays: 95,
    expires: 11,
    endpoint: 'closing',
    settlesInMs: 30 * minuteMs,
    allowList: lists.sandbox,
    used: [24, 3, 4, 96],
    links: [],
  },
  {
    id: 'ccr-0d5kx9hr',
    name: 'helm-charts',
    region: 'gz',
    edition: 'STANDARD',
    tags: { env: 'prod', team: 'platform' },
    ageDays: 510,
    expires: 155,
    endpoint: 'opened',
    allowList: lists.helmCharts,
    used: [12, 188, 9, 44],
    links: [
      {
        vpc: 'vpc-g3z1prod8c0m',
        subnet: 'sbn-gz4a7mq10wxe',
        state: 'created',
        address: '10.64.1.91',
        ageMs: 300 * dayMs,
      },
      {
        vpc: 'vpc-g1q8office2x',
        subnet: 'sbn-go3r7b1d9f5j',
        state: 'deleting',
        address: '172.20.4.56',
        ageMs: 25 * dayMs,
      },
    ],
  },
  {
    id: 'ccr-1tq8w2nz',
    name: 'prod-images-gz',
    region: 'gz',
    edition: 'ADVANCED',
    tags: { env: 'prod', team: 'platform' },
    ageDays: 602,
    expires: 344,
    endpoint: 'closed',
    allowList: lists.prodImagesGz,
    used: [398, 0, 38, 5_870],
    links: [
      {
        vpc: 'vpc-g3z1prod8c0m',
        subnet: 'sbn-gz4a7mq10wxe',
        state: 'created',
        address: '10.64.1.92',
        ageMs: 400 * dayMs,
      },
      {
        vpc: 'vpc-g3z1prod8c0m',
        subnet: 'sbn-gz9c2k58vtrb',
        state: 'created',
        address: '10.64.2.50',
        ageMs: 400 * dayMs,
      },
      {
        vpc: 'vpc-g7k2train5u1',
        subnet: 'sbn-gt5w8e2y7m4k',
        state: 'created',
        address: '10.72.8.32',
        ageMs: 60 * dayMs,
      },
      {
        vpc: 'vpc-g1q8office2x',
        subnet: 'sbn-go3r7b1d9f5j',
        state: 'created',
        address: '172.20.4.57',
        ageMs: 30 * dayMs,
        autoDnsResolve: false,
      },
    ],
  },
  {
    id: 'ccr-2b9fq8ya',
    name: 'ml-models',
    region: 'gz',
    edition: 'ADVANCED',
    tags: { env: 'prod', team: 'ml-infra', 成本中心: '算法平台' },
    ageDays: 220,
    expires: 145,
    endpoint: 'opened',
    allowList: lists.mlModels,
    used: [58, 0, 11, 38_400],
    links: [
      {
        vpc: 'vpc-g7k2train5u1',
        subnet: 'sbn-gt1h0s6z3n8p',
        state: 'created',
        address: '10.72.3.4',
        ageMs: 180 * dayMs,
      },
      {
        vpc: 'vpc-g7k2train5u1',
        subnet: 'sbn-gt5w8e2y7m4k',
        state: 'created',
        address: '10.72.8.33',
        ageMs: 90 * dayMs,
      },
      {
        vpc: 'vpc-g3z1prod8c0m',
        subnet: 'sbn-gz9c2k58vtrb',
        state: 'migrating',
        address: '10.64.2.51',
        ageMs: 2 * hourMs,
      },
    ],
  },
  {
    id: 'ccr-9p2r6dka',
    name: 'partner-share',
    region: 'su',
    edition: 'STANDARD',
    tags: { env: 'prod', team: 'partner-x' },
    ageDays: 480,
    expires: 250,
    endpoint: 'opened',
    allowList: lists.partnerShare,
    used: [35, 8, 5, 410],
    links: [],
  },
  {
    id: 'ccr-8jv3c7pl',
    name: 'prod-images-su',
    region: 'su',
    edition: 'STANDARD',
    tags: { env: 'prod', team: 'platform' },
    ageDays: 330,
    expires: 35,
    endpoint: 'closed',
    allowList: none,
    used: [380, 0, 36, 5_520],
    links: [
      {
        vpc: 'vpc-s4u6prod2n9k',
        subnet: 'sbn-su2d5h8j1k4m',
        state: 'created',
        address: '10.96.1.21',
        ageMs: 320 * dayMs,
      },
      {
        vpc: 'vpc-s4u6prod2n9k',
        subnet: 'sbn-su7p0q3r6s9t',
        state: 'created',
        address: '10.96.2.12',
        ageMs: 320 * dayMs,
      },
    ],
  },
  {
    id: 'ccr-5w0n2yqe',
    name: 'finance-batch',
    region: 'su',
    edition: 'BASIC',
    tags: { env: 'prod', team: 'finance' },
    ageDays: 410,
    expires: 60,
    endpoint: 'closed',
    allowList: lists.financeBatch,
    used: [9, 0, 2, 21],
    links: [
      {
        vpc: 'vpc-s8w1finance4',
        subnet: 'sbn-sf6x9z2b5d8g',
        state: 'created',
        address: '10.104.4.26',
        ageMs: 390 * dayMs,
      },
      { vpc: 'vpc-s8w1finance4', subnet: 'sbn-sf1v4y7a0c3e', state: 'failed', ageMs: 11 * dayMs },
    ],
  },
  {
    id: 'ccr-7hx0v3mc',
    name: 'edge-mirror',
    region: 'hkg',
    edition: 'ADVANCED',
    tags: { env: 'prod', team: 'edge' },
    ageDays: 150,
    expires: 215,
    endpoint: 'opened',
    allowList: lists.edgeMirror,
    used: [940, 0, 22, 12_800],
    links: [
      {
        vpc: 'vpc-h2k5edge9m3t',
        subnet: 'sbn-hk8f3g6h9j2k',
        state: 'created',
        address: '10.128.1.141',
        ageMs: 149 * dayMs,
      },
      {
        vpc: 'vpc-h6t9lab0q4wz',
        subnet: 'sbn-hl5f8g1h4j7k',
        state: 'failed',
        address: '10.136.2.2',
        ageMs: 5 * dayMs,
      },
    ],
  },
  {
    id: 'ccr-0z7ma5tf',
    name: 'archive-2023',
    region: 'hkg',
    edition: 'BASIC',
    tags: { env: 'archive', team: 'platform' },
    ageDays: 1_050,
    expires: 22,
    endpoint: 'closed',
    allowList: none,
    used: [140, 12, 12, 880],
    links: [],
  },
  {
    id: 'ccr-2v5qy8nw',
    name: 'preview',
    region: 'hkg',
    edition: 'BASIC',
    tags: { env: 'dev', team: 'edge' },
    ageDays: 3,
    expires: 362,
    endpoint: 'opened',
    allowList: none,
    used: [2, 0, 1, 1],
    links: [],
  },
]

export function fleetInstances(nowMs: number): InstanceRecord[] {
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    region: row.region,
    instanceType: row.edition,
    status: row.status ?? 'running',
    bucket: `${row.id}-${row.region}-storage`,
    createdAtMs: nowMs - row.ageDays * dayMs,
    expiresAtMs: typeof row.expires === 'string' ? Date.parse(row.expires) : nowMs + row.expires * dayMs,
    customDomains: [...(row.customDomains ?? [])],
    tags: Object.entries(row.tags).map(([tagKey, tagValue]) => ({ tagKey, tagValue })),
    quota: { ...quotas[row.edition] },
    statistic: {
      repo: row.used[0],
      chart: row.used[1],
      namespace: row.used[2],
      storage: row.used[3] * 1024 ** 3,
    },
    publicEndpoint: {
      target: row.endpoint === 'opened' || row.endpoint === 'opening' ? 'opened' : 'closed',
      settlesAtMs: nowMs + (row.settlesInMs ?? 0),
      forcedStatus: null,
    },
    allowList: row.allowList(),
    links: row.links.map((link) => seedLink(row.id, link, nowMs)),
  }))
}

function seedLink(instanceId: string, row: LinkRow, nowMs: number): VpcLinkRecord {
  const isKnown = ['created', 'creating', 'failed', 'deleting'].includes(row.state)
  return {
    vpcId: row.vpc,
    subnetId: row.subnet,
    ipType: 'auto',
    autoDnsResolve: row.autoDnsResolve ?? true,
    serviceNetId: row.state === 'failed' ? '' : serviceNetIdFrom(`${instanceId} ${row.vpc} ${row.subnet}`),
    address: row.address ?? '',
    requestedAtMs: nowMs - row.ageMs,
    settlesAtMs: row.state === 'creating' ? nowMs + 25 * minuteMs : nowMs,
    outcome: row.state === 'failed' ? 'failed' : 'created',
    goneAtMs: row.state === 'deleting' ? nowMs + 35 * minuteMs : null,
    forcedStatus: isKnown ? null : row.state,
  }
}
