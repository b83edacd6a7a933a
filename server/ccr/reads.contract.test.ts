// What reads must give, whoever answers them: the embedded CCR, or the real service when keys for it are set.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseAddress } from '#lib/net/cidr.ts'
import { type ContractTarget, realTarget, startEmulatedTarget } from '#server/ccr/testing/contract-target.ts'

const real = realTarget()
const targets: [name: string, start: () => Promise<ContractTarget>][] = [
  ['the embedded CCR', () => startEmulatedTarget()],
]
if (real !== null) targets.push(['the real service', async () => real])

const requestId = expect.stringMatching(/^[\w.-]+$/)

describe.each(targets)('reads of %s', (_, start) => {
  let target: ContractTarget
  beforeAll(async () => {
    target = await start()
  })
  afterAll(() => target.close())

  /** Every instance with the region that lists it. */
  async function allInstances() {
    const lists = await Promise.all(target.regions.map((region) => target.client.listInstances(region)))
    return lists.flatMap(({ instances }) => instances)
  }

  it('list each instance in its own region and no other', async () => {
    const instances = await allInstances()
    expect(instances.length).toBeGreaterThan(0)
    expect(new Set(instances.map(({ id }) => id)).size).toBe(instances.length)
    for (const instance of instances) {
      expect(instance.id).toMatch(/^ccr-[a-z0-9]+$/)
      expect(target.regions).toContain(instance.region)
      expect(instance.extra?.['region']).toBeUndefined()
      expect(instance.status).not.toBe('')
      expect(instance.createdAt).toBeGreaterThan(Date.UTC(2020, 0))
    }
  })

  it('tell of each instance what the list told, and its quota', async () => {
    for (const { id, region, name, edition } of await allInstances()) {
      const detail = await target.client.getInstance(region, id)
      expect(detail.instance).toMatchObject({ id, region, name, edition })
      expect(detail.vpcLinkQuota.limit).not.toBeNull()
      expect(detail.vpcLinkQuota.used).not.toBeNull()
      expect(detail.upstreamRequestId).toEqual(requestId)
    }
  })

  it('tell the public endpoint and the links of each instance', async () => {
    for (const { id, region } of await allInstances()) {
      const endpoint = await target.client.getPublicEndpoint(region, id)
      expect(endpoint.status).toMatch(/^(opened|opening|closing|closed)$/)
      for (const entry of endpoint.entries) expect(entry.ipAddr).not.toBe('')
      const { links, upstreamRequestId } = await target.client.listVpcLinks(region, id)
      expect(upstreamRequestId).toEqual(requestId)
      for (const link of links) {
        expect(link.status).not.toBe('')
        expect(link.vpcId).toMatch(/^vpc-/)
        expect(link.subnetId).toMatch(/^sbn-/)
      }
    }
  })

  it('list VPCs, their subnets and the addresses in use', async () => {
    for (const region of target.regions) {
      const { vpcs } = await target.client.listVpcs(region)
      for (const { vpcId } of vpcs.slice(0, 3)) {
        const { subnets } = await target.client.listSubnets(region, vpcId)
        for (const subnet of subnets.slice(0, 2)) {
          expect(subnet.vpcId).toBe(vpcId)
          expect(parseAddress(subnet.cidr).ok).toBe(true)
          const { addresses } = await target.client.listUsedAddresses(region, subnet)
          for (const address of addresses) expect(parseAddress(address)).toMatchObject({ ok: true })
        }
      }
    }
  })

  it('say that an instance is not there', async () => {
    const [region = 'bj'] = target.regions
    for (const read of [
      target.client.getInstance,
      target.client.getPublicEndpoint,
      target.client.listVpcLinks,
    ]) {
      await expect(read(region, 'ccr-00000000')).rejects.toMatchObject({
        code: 'not_found',
        upstream: { status: 404, region, requestId },
      })
    }
  })

  it.each([
    ['an unknown access key', { accessKeyId: 'ALTAKnobodynobodynobody00' }],
    ['a wrong secret', { secretAccessKey: '00000000000000000000000000000000' }],
  ])('refuse %s, in our words', async (_name, change) => {
    const [region = 'bj'] = target.regions
    const client = target.clientWith({ ...target.keys, ...change })
    await expect(client.listInstances(region)).rejects.toMatchObject({
      code: 'upstream_auth',
      upstream: { region },
    })
  })
})
