// Allow lists of the fleet, with the flaws people make: duplicates in another spelling, covered and adjacent blocks,
// host bits, private ranges, the whole world in two halves, missing and hostile descriptions.

import type { EntryRecord } from '#server/emulator/state/records.ts'

type Row = readonly [ipAddr: string, description?: string]

const entries = (rows: readonly Row[]): EntryRecord[] =>
  rows.map(([ipAddr, description = '']) => ({ ipAddr, description }))

/** 1,284 addresses outside the private ranges. */
export const prodImages = () =>
  entries([
    ['198.18.4.0/23', 'build farm NAT pool'],
    ['203.0.113.0/24', 'office egress'],
    ['203.0.113.64/26', 'meeting rooms'],
    ['203.0.113.25', 'VPN concentrator'],
    ['198.51.100.0/24', 'partner-x delivery hosts'],
    ['192.0.2.0/24', 'edge POP pull-through'],
    ['198.18.9.17', 'release runner, canary'],
    ['198.18.12.40', 'load test, remove after'],
    ['220.181.108.178', 'office ip'],
    ['220.181.108.178/32'],
    ['198.18.9.18', 'release runner, stable'],
    ['192.168.0.1/24', 'test'],
    ['10.20.0.0/16', 'old VPN'],
    ['192.0.2.77', 'on-call laptop'],
  ])

export const prodImagesGz = () =>
  entries([
    ['198.18.6.0/23', 'build farm NAT pool, gz'],
    ['203.0.113.0/24', 'office egress'],
    ['198.51.100.0/24', 'partner-x delivery hosts'],
    ['192.0.2.0/24', 'edge POP pull-through'],
    ['198.18.9.17', 'release runner, canary'],
    ['198.18.9.18', 'release runner, stable'],
    ['203.0.113.25', 'VPN concentrator'],
    ['203.0.113.64/26', 'meeting rooms'],
    ['192.0.2.77', 'on-call laptop'],
    ['120.76.14.9', '广州办公室出口'],
    ['120.76.14.10', '广州办公室备用出口'],
    ['172.20.0.0/16', '广州办公室内网（专线）'],
    ['10.64.0.0/16', 'gz cluster nodes'],
    ['10.64.0.0/15', 'gz cluster nodes, wider'],
  ])

export const ciCache = () =>
  entries([
    ['198.18.4.0/27', 'runner pool a'],
    ['198.18.4.32/27', 'runner pool b'],
    ['198.18.4.8', 'runner 8, debugging'],
  ])

/** The whole world twice over, once in halves that a search for 0.0.0.0/0 misses. */
export const edgeMirror = () =>
  entries([
    ['0.0.0.0/0', 'open until the CDN is ready'],
    ['0.0.0.0/1', 'lower half'],
    ['128.0.0.0/1', 'upper half'],
    ['203.0.113.0/24', 'office egress'],
    ['43.243.12.0/22', 'HK carrier'],
  ])

export const mlModels = () =>
  entries([
    ['120.0.0.0/6', 'GPU rental provider, asked for "their whole range"'],
    ['180.76.0.0/16', '百度云出口'],
    ['106.12.0.0/15', 'training clusters, egress'],
    ['106.12.40.0/24', 'training cluster 40'],
    ['106.13.7.77', '临时：模型评测机，用完请删'],
    ['203.0.113.0/25', 'office egress, floor 1'],
    ['203.0.113.128/25', 'office egress, floor 2'],
    ['10.72.0.0/16', 'training-gz VPC, does not belong here'],
    ['198.51.100.200', '=HYPERLINK("http://198.51.100.200/","weekly report")'],
    ['198.51.100.201', '<b onmouseover="alert(1)">model export</b>'],
    ['100.64.3.0/24', 'carrier NAT?'],
  ])

export const helmCharts = () =>
  entries([
    ['203.0.113.25', 'VPN concentrator'],
    ['198.18.9.17', 'release runner, canary'],
    ['198.18.9.18', 'release runner, stable'],
    ...Array.from({ length: 41 }, (_, index): Row => [`198.19.${index}.10`, `customer cluster ${index + 1}`]),
    ['180.97.36.11', '苏州测试环境'],
    ['180.97.36.12', '苏州测试环境'],
    ['180.97.36.13', '苏州测试环境（备）'],
    ['180.97.36.14', '待确认：谁在用？'],
    ['123.125.71.38', 'monitoring probe'],
    ['123.125.71.38/32', 'monitoring probe (again)'],
    ['198.51.100.16/28', 'staging clusters'],
    ['198.51.100.32/28', 'staging clusters 2'],
    ['198.51.100.48/28', 'staging clusters 3'],
    ['198.51.100.0/29'],
    ['198.51.100.9/29', 'typed from a ticket'],
    ['192.0.2.128/25', 'edge POP pull-through'],
    ['192.0.2.130', '@SUM(A1:A9)'],
    ['224.0.0.0/4', 'from the old firewall'],
    ['127.0.0.1', 'local test'],
    ['169.254.10.0/24'],
  ])

/** 200 entries of one partner: two pools and many single hosts, kept by hand for years. */
export const partnerShare = () =>
  entries([
    ['198.18.0.0/15', 'partner-x, agreed range'],
    ['198.18.0.0/16', 'partner-x, before the extension'],
    ['114.114.0.0/20', 'partner-y data centre'],
    ['114.114.16.0/20', 'partner-y data centre, second hall'],
    ['2.16.0.0/13', 'CDN of partner-z'],
    ...Array.from({ length: 120 }, (_, index): Row => {
      const host = `45.113.${192 + (index % 8)}.${10 + index}`
      return [host, index % 7 === 0 ? '' : `partner-y host ${index + 1}`]
    }),
    ...Array.from({ length: 60 }, (_, index): Row => {
      const host = `59.110.${20 + index}.${(index * 37) % 250}`
      return [host, index % 5 === 0 ? '合作方 Z 构建机' : `z-build-${String(index + 1).padStart(2, '0')}`]
    }),
    ...Array.from({ length: 14 }, (_, index): Row => [`36.152.44.${index * 16}/28`, `z office ${index + 1}`]),
    ['36.152.44.95/28', 'z office 6, as they wrote it'],
  ])

export const financeBatch = () => entries([['203.0.113.0/24', 'office egress, audit 2025-Q3']])

export const sandbox = () =>
  entries([
    ['203.0.113.0/24', 'office egress'],
    ['198.51.100.0/24', 'everyone who asked'],
    ['198.51.100.44', 'hackathon'],
    ['192.168.1.1', '路由器'],
    ['10.0.0.0/8', 'internal'],
    ['203.0.113.7', 'demo desk'],
  ])
