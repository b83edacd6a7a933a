// VPCs and subnets of the seeds, per region, with address counts as they look after some years of use.

import type { SubnetRecord, VpcRecord } from '#server/emulator/state/records.ts'

type SubnetRow = readonly [
  subnetId: string,
  name: string,
  zone: string,
  cidr: string,
  busy: readonly (readonly [first: string, last: string, type: string])[],
  description?: string,
  subnetType?: string,
]
type VpcRow = {
  readonly id: string
  readonly region: string
  readonly name: string
  readonly cidr: string
  readonly description: string
  readonly isDefault?: true
  readonly subnets: readonly SubnetRow[]
}

const rows: readonly VpcRow[] = [
  {
    id: 'vpc-9070rw5u03rs',
    region: 'bj',
    name: 'prod-core',
    cidr: '192.168.0.0/16',
    description: 'Production services, Beijing',
    subnets: [
      [
        'sbn-qeimde0m7wyp',
        'prod-core-d',
        'cn-bj-d',
        '192.168.145.0/24',
        [['192.168.145.3', '192.168.145.61', 'BCC']],
      ],
      [
        'sbn-k3v8wz41tm0a',
        'prod-core-e',
        'cn-bj-e',
        '192.168.146.0/24',
        [['192.168.146.2', '192.168.146.118', 'BCC']],
      ],
    ],
  },
  {
    id: 'vpc-x83j8k5dh9w9',
    region: 'bj',
    name: 'build-farm',
    cidr: '10.20.0.0/16',
    description: 'CI runners and caches',
    subnets: [
      [
        'sbn-cc2kfp5qzmz3',
        'runners-d',
        'cn-bj-d',
        '10.20.4.0/24',
        [
          ['10.20.4.2', '10.20.4.16', 'BLB'],
          ['10.20.4.18', '10.20.4.203', 'BCC'],
        ],
      ],
      ['sbn-n71x0qes5d2h', 'runners-f', 'cn-bj-f', '10.20.8.0/22', [['10.20.8.2', '10.20.10.90', 'BCC']]],
    ],
  },
  {
    id: 'vpc-4c2tm81qzj0e',
    region: 'bj',
    name: 'batch-bj',
    cidr: '10.24.0.0/16',
    description: 'Nightly batch jobs',
    subnets: [
      ['sbn-0w9rj3hx6bme', 'batch-d', 'cn-bj-d', '10.24.1.0/24', [['10.24.1.2', '10.24.1.77', 'BCC']]],
    ],
  },
  {
    id: 'vpc-h7wn05vp3k6a',
    region: 'bj',
    name: 'legacy-dc',
    cidr: '172.16.0.0/16',
    description: '旧机房专线互通，不再扩容',
    subnets: [
      [
        'sbn-5tq2ze8y1kcd',
        'legacy-edge',
        'cn-bj-b',
        '172.16.9.0/28',
        [['172.16.9.2', '172.16.9.14', 'BCC']],
        'Full since the last migration',
      ],
    ],
  },
  {
    id: 'vpc-1s6fwq9d3txm',
    region: 'bj',
    name: 'analytics-bj',
    cidr: '10.32.0.0/16',
    description: 'Data platform',
    subnets: [
      [
        'sbn-v83kd0pjq2ra',
        'spark-d',
        'cn-bj-d',
        '10.32.8.0/24',
        [
          ['10.32.8.2', '10.32.8.33', 'BCC'],
          ['10.32.8.200', '10.32.8.209', 'BLB'],
        ],
      ],
      [
        'sbn-6b4ty9r2wn8c',
        'warehouse-bbc',
        'cn-bj-d',
        '10.32.16.0/24',
        [['10.32.16.2', '10.32.16.41', 'BBC']],
        '',
        'BBC',
      ],
    ],
  },
  {
    id: 'vpc-d0f5u1tb7jxq',
    region: 'bj',
    name: '默认私有网络',
    cidr: '192.168.0.0/16',
    description: 'default',
    isDefault: true,
    subnets: [['sbn-z2m8hc3p5q1v', '系统预定义子网 D', 'cn-bj-d', '192.168.0.0/20', []]],
  },
  {
    id: 'vpc-g3z1prod8c0m',
    region: 'gz',
    name: 'prod-core-gz',
    cidr: '10.64.0.0/16',
    description: 'Production services, Guangzhou',
    subnets: [
      ['sbn-gz4a7mq10wxe', 'prod-core-a', 'cn-gz-a', '10.64.1.0/24', [['10.64.1.2', '10.64.1.90', 'BCC']]],
      ['sbn-gz9c2k58vtrb', 'prod-core-c', 'cn-gz-c', '10.64.2.0/24', [['10.64.2.2', '10.64.2.49', 'BCC']]],
    ],
  },
  {
    id: 'vpc-g7k2train5u1',
    region: 'gz',
    name: 'training-gz',
    cidr: '10.72.0.0/16',
    description: 'GPU clusters',
    subnets: [
      [
        'sbn-gt1h0s6z3n8p',
        'gpu-a',
        'cn-gz-a',
        '10.72.0.0/22',
        [['10.72.0.2', '10.72.2.255', 'BBC']],
        'Bare metal',
        'BBC',
      ],
      ['sbn-gt5w8e2y7m4k', 'infer-c', 'cn-gz-c', '10.72.8.0/24', [['10.72.8.2', '10.72.8.31', 'BCC']]],
    ],
  },
  {
    id: 'vpc-g1q8office2x',
    region: 'gz',
    name: 'office-gz',
    cidr: '172.20.0.0/16',
    description: '广州办公室专线',
    subnets: [
      ['sbn-go3r7b1d9f5j', 'office-a', 'cn-gz-a', '172.20.4.0/26', [['172.20.4.2', '172.20.4.55', 'BCC']]],
    ],
  },
  {
    id: 'vpc-s4u6prod2n9k',
    region: 'su',
    name: 'prod-core-su',
    cidr: '10.96.0.0/16',
    description: 'Production services, Suzhou',
    subnets: [
      ['sbn-su2d5h8j1k4m', 'prod-core-a', 'cn-su-a', '10.96.1.0/24', [['10.96.1.2', '10.96.1.20', 'BCC']]],
      ['sbn-su7p0q3r6s9t', 'prod-core-b', 'cn-su-b', '10.96.2.0/24', [['10.96.2.2', '10.96.2.11', 'BCC']]],
    ],
  },
  {
    id: 'vpc-s8w1finance4',
    region: 'su',
    name: 'finance-su',
    cidr: '10.104.0.0/16',
    description: 'Settlement and reporting, audited',
    subnets: [
      ['sbn-sf6x9z2b5d8g', 'settle-a', 'cn-su-a', '10.104.4.0/27', [['10.104.4.2', '10.104.4.25', 'BCC']]],
      [
        'sbn-sf1v4y7a0c3e',
        'settle-b',
        'cn-su-b',
        '10.104.5.0/28',
        [['10.104.5.2', '10.104.5.14', 'BCC']],
        'No room left',
      ],
    ],
  },
  {
    id: 'vpc-h2k5edge9m3t',
    region: 'hkg',
    name: 'edge-hk',
    cidr: '10.128.0.0/16',
    description: 'Hong Kong edge and mirrors',
    subnets: [
      ['sbn-hk8f3g6h9j2k', 'edge-a', 'cn-hkg-a', '10.128.1.0/24', [['10.128.1.2', '10.128.1.140', 'BCC']]],
      ['sbn-hk4n7p0q3r6s', 'edge-b', 'cn-hkg-b', '10.128.2.0/25', [['10.128.2.2', '10.128.2.9', 'BLB']]],
    ],
  },
  {
    id: 'vpc-h6t9lab0q4wz',
    region: 'hkg',
    name: 'lab-hk-link-fails',
    cidr: '10.136.0.0/16',
    description: 'Links to this VPC always fail',
    subnets: [
      ['sbn-hl1a4b7c0d3e', 'lab-a', 'cn-hkg-a', '10.136.1.0/24', []],
      ['sbn-hl5f8g1h4j7k', 'lab-link-fails-with-address', 'cn-hkg-b', '10.136.2.0/24', []],
    ],
  },
]

const dayMs = 24 * 3_600_000

export function networks(nowMs: number): { vpcs: VpcRecord[]; subnets: SubnetRecord[] } {
  const vpcs = rows.map((row, index) => ({
    vpcId: row.id,
    region: row.region,
    name: row.name,
    cidr: row.cidr,
    description: row.description,
    isDefault: row.isDefault ?? false,
    createdAtMs: nowMs - (900 - index * 40) * dayMs,
    tags: [],
  }))
  const subnets = rows.flatMap((row, index) =>
    row.subnets.map(([subnetId, name, zoneName, cidr, busy, description = '', subnetType = 'BCC']) => ({
      subnetId,
      vpcId: row.id,
      name,
      zoneName,
      cidr,
      subnetType,
      description,
      createdAtMs: nowMs - (899 - index * 40) * dayMs,
      busy: busy.map(([first, last, type]) => ({ first, last, type })),
    })),
  )
  return { vpcs, subnets }
}
