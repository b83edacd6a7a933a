import { describe, expect, it } from 'vitest'
import { parseIpv4, parseIpv4Block } from '#server/emulator/ipv4.ts'
import { regionCodes } from '#server/emulator/regions.ts'
import { publicEndpointStatus } from '#server/emulator/state/public-endpoint.ts'
import { countFreeAddresses, judgeAddress } from '#server/emulator/state/subnet-addresses.ts'
import { viewLink } from '#server/emulator/state/vpc-link.ts'
import { defaultSwitches } from '#server/emulator/switches.ts'
import { createSeed, parseSeedName } from './seed.ts'

const nowMs = Date.parse('2026-11-24T08:00:00Z')
const fleet = createSeed('fleet', nowMs)
const byName = (name: string) => {
  const instance = fleet.instances.find((each) => each.name === name)
  if (!instance) throw new Error(`The fleet has no ${name}`)
  return instance
}

describe('the fleet', () => {
  it('has twelve instances in four regions', () => {
    expect(fleet.instances).toHaveLength(12)
    expect(new Set(fleet.instances.map((each) => each.region))).toEqual(new Set(['bj', 'gz', 'su', 'hkg']))
  })

  it('has every state of an endpoint and of a link', () => {
    const endpoints = fleet.instances.map((each) => publicEndpointStatus(each.publicEndpoint, nowMs))
    expect(new Set(endpoints)).toEqual(new Set(['opened', 'opening', 'closing', 'closed']))
    const links = fleet.instances.flatMap((each) =>
      each.links.map((link) => viewLink(link, nowMs, defaultSwitches).status),
    )
    expect(new Set(links)).toEqual(new Set(['created', 'creating', 'failed', 'deleting', 'migrating']))
  })

  it('has lists of all sizes', () => {
    const sizes = Object.fromEntries(fleet.instances.map((each) => [each.name, each.allowList.length]))
    expect(sizes).toEqual({
      'prod-images': 14,
      'ci-cache': 3,
      sandbox: 6,
      'helm-charts': 60,
      'prod-images-gz': 14,
      'ml-models': 11,
      'partner-share': 200,
      'prod-images-su': 0,
      'finance-batch': 1,
      'edge-mirror': 5,
      'archive-2023': 0,
      preview: 0,
    })
    expect(publicEndpointStatus(byName('preview').publicEndpoint, nowMs)).toBe('opened')
  })

  it('has the flaws people make', () => {
    const entries = fleet.instances.flatMap((each) => each.allowList)
    const addresses = entries.map((entry) => entry.ipAddr)
    expect(addresses).toEqual(
      expect.arrayContaining(['192.168.0.1/24', '0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1']),
    )
    expect(byName('prod-images').allowList.map((entry) => entry.ipAddr)).toEqual(
      expect.arrayContaining(['220.181.108.178', '220.181.108.178/32']),
    )
    const descriptions = entries.map((entry) => entry.description)
    expect(descriptions).toContain('')
    for (const flaw of [/^=HYPERLINK\(/, /<b /, /\p{Script=Han}/u]) {
      expect(descriptions.some((description) => flaw.test(description))).toBe(true)
    }
  })

  it('has only entries the vendor would take, each once as text', () => {
    for (const instance of fleet.instances) {
      const addresses = instance.allowList.map((entry) => entry.ipAddr)
      expect(addresses.filter((address) => parseIpv4Block(address) === null)).toEqual([])
      expect(new Set(addresses).size).toBe(addresses.length)
    }
  })

  it('admits 1,284 public addresses to prod-images', () => {
    const admitted = new Set<number>()
    for (const { ipAddr } of byName('prod-images').allowList) {
      const block = parseIpv4Block(ipAddr)
      if (!block || /^(10|192\.168)\./.test(ipAddr)) continue
      for (let address = block.first; address <= block.last; address += 1) admitted.add(address)
    }
    expect(admitted.size).toBe(1284)
  })

  it('links only to subnets of its own region, each address once', () => {
    const held = new Set<string>()
    for (const instance of fleet.instances) {
      expect(instance.links.length).toBeLessThanOrEqual(instance.quota.vpc)
      for (const link of instance.links) {
        const subnet = fleet.subnets.find((each) => each.subnetId === link.subnetId)
        const vpc = fleet.vpcs.find((each) => each.vpcId === link.vpcId)
        expect([subnet?.vpcId, vpc?.region]).toEqual([link.vpcId, instance.region])
        if (link.address === '') continue
        expect(held.has(link.address)).toBe(false)
        held.add(link.address)
        if (!subnet) continue
        const others = {
          ...fleet,
          instances: [{ ...instance, links: instance.links.filter((each) => each !== link) }],
        }
        expect(judgeAddress(others, subnet, parseIpv4(link.address) ?? -1, nowMs)).toBe('free')
      }
    }
  })

  it('has free and full subnets', () => {
    const free = Object.fromEntries(
      fleet.subnets.map((subnet) => [subnet.subnetId, countFreeAddresses(fleet, subnet, nowMs)]),
    )
    expect(free['sbn-v83kd0pjq2ra']).toBe(211)
    expect(free['sbn-5tq2ze8y1kcd']).toBe(0)
    expect(Math.min(...Object.values(free))).toBe(0)
  })
})

describe('generated fleets', () => {
  it('are equal for equal names and times', () => {
    expect(createSeed('generated:5x20', nowMs)).toEqual(createSeed('generated:5x20', nowMs))
    expect(createSeed('generated:0x0', nowMs).instances).toEqual([])
  })

  it('have as many instances and entries as asked, over all regions, with ids of the vendor’s form', () => {
    const { instances } = createSeed('generated:1000x3', nowMs)
    expect(instances).toHaveLength(1000)
    expect(new Set(instances.map((each) => each.id)).size).toBe(1000)
    expect(instances.every((each) => /^ccr-[0-9a-z]{8}$/.test(each.id) && each.allowList.length === 3)).toBe(
      true,
    )
    expect(new Set(instances.map((each) => each.region)).size).toBe(regionCodes.length)
  })

  it('make a list of 10,000 different entries', () => {
    const [instance] = createSeed('generated:1x10000', nowMs).instances
    expect(new Set(instance?.allowList.map((entry) => entry.ipAddr)).size).toBe(10_000)
    expect(instance?.allowList.every((entry) => parseIpv4Block(entry.ipAddr)?.hasHostBits === false)).toBe(
      true,
    )
  })
})

it.each(['tiny', 'generated:1', 'generated:-1x2', 'generated:1x2x3', ''])('refuses the seed %j', (text) => {
  expect(() => parseSeedName(text)).toThrow('There is no seed')
})
