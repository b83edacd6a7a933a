import { describe, expect, it, onTestFinished } from 'vitest'
import { type Received, type Scripted, startRig } from '#server/ccr/testing/scripted-upstream.ts'

async function setUp(answer: (request: Received, index: number) => Scripted) {
  const rig = await startRig(onTestFinished, answer)
  const { received } = rig.upstream
  return { ...rig, received, queries: () => received.map(({ url }) => new URL(url, 'http://x').searchParams) }
}

const invalid = { code: 'upstream_invalid' }

describe('pickers', () => {
  it('follow the markers to the end', async () => {
    const { client, queries } = await setUp((_, index) => ({
      body: {
        isTruncated: index < 2,
        ...(index < 2 && { nextMarker: `m${index + 1}` }),
        vpcs: [{ vpcId: `vpc-${index}`, name: 'n', cidr: '10.0.0.0/16', isDefault: true }],
      },
    }))
    const { vpcs } = await client.listVpcs('bj')
    expect(vpcs.map(({ vpcId }) => vpcId)).toEqual(['vpc-0', 'vpc-1', 'vpc-2'])
    expect(vpcs[0]).toEqual({
      vpcId: 'vpc-0',
      name: 'n',
      cidr: '10.0.0.0/16',
      description: '',
      extra: { isDefault: true },
    })
    expect(queries().map((query) => query.get('marker'))).toEqual([null, 'm1', 'm2'])
    expect(queries()[0]?.get('maxKeys')).toBe('1000')
  })

  it.each(['', 'same'])('do not run in circles (%j)', async (nextMarker) => {
    const { client, received } = await setUp(() => ({ body: { isTruncated: true, nextMarker, vpcs: [] } }))
    await expect(client.listVpcs('bj')).rejects.toMatchObject(invalid)
    expect(received.length).toBeLessThan(4)
  })

  it('tell subnets in our words', async () => {
    const subnets = [
      {
        subnetId: 'sbn-1',
        name: 's',
        zoneName: 'cn-bj-a',
        cidr: '10.0.1.0/24',
        subnetType: 'BCC',
        availableIp: 0,
      },
      { subnetId: 'sbn-2', vpcId: 'vpc-1', availableIp: null },
    ]
    const { client, queries } = await setUp(() => ({ body: { isTruncated: false, subnets } }))
    expect((await client.listSubnets('bj', 'vpc-1')).subnets).toEqual([
      {
        subnetId: 'sbn-1',
        vpcId: 'vpc-1',
        name: 's',
        zone: 'cn-bj-a',
        cidr: '10.0.1.0/24',
        subnetType: 'BCC',
        availableIps: 0,
      },
      { subnetId: 'sbn-2', vpcId: 'vpc-1', name: '', zone: '', cidr: '', subnetType: '', availableIps: null },
    ])
    expect(queries()[0]?.get('vpcId')).toBe('vpc-1')
  })
})

describe('addresses in use', () => {
  const subnet = { vpcId: 'vpc-1', subnetId: 'sbn-1', cidr: '10.0.1.0/24' }

  it('are asked for at most a hundred at once, and sorted', async () => {
    const { client, received, queries } = await setUp(({ url }) => {
      const [first = ''] = (new URL(url, 'http://x').searchParams.get('privateIpRange') ?? '').split('-')
      return {
        body: { vpcPrivateIpAddresses: [{ privateIpAddress: first }, { privateIpAddress: '10.0.2.1' }] },
      }
    })
    const { addresses } = await client.listUsedAddresses('bj', subnet)
    expect(addresses).toEqual(['10.0.1.0', '10.0.1.100', '10.0.1.200'])
    expect(
      queries()
        .map((query) => query.get('privateIpRange'))
        .sort(),
    ).toEqual(['10.0.1.0-10.0.1.99', '10.0.1.100-10.0.1.199', '10.0.1.200-10.0.1.255'])
    expect(received[0]?.url).toContain('/v1/vpc/vpc-1/privateIpAddressInfo?')
  })

  it('of a wide subnet are what products occupy, all pages', async () => {
    const { client, queries } = await setUp((_, index) => ({
      body: {
        totalCount: 3,
        result: index === 0 ? [{ ip: '10.0.9.9' }, { ip: '10.0.1.5' }] : [{ ip: '10.0.3.4' }],
      },
    }))
    const { addresses } = await client.listUsedAddresses('bj', { ...subnet, cidr: '10.0.0.0/16' })
    expect(addresses).toEqual(['10.0.1.5', '10.0.3.4', '10.0.9.9'])
    expect(queries().map((query) => [query.get('subnetId'), query.get('pageNo')])).toEqual([
      ['sbn-1', '1'],
      ['sbn-1', '2'],
    ])
  })

  it('of a subnet without a block of its own are not guessed', async () => {
    const { client } = await setUp(() => ({}))
    await expect(client.listUsedAddresses('bj', { ...subnet, cidr: '' })).rejects.toMatchObject(invalid)
  })
})
