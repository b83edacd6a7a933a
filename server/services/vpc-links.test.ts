import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Services, startServices } from './testing/start-services.ts'
import { createVpcLink, deleteVpcLink, listVpcLinks } from './vpc-links.ts'
import { listSubnets, listUsedAddresses, listVpcs } from './vpcs.ts'

const id = 'ccr-test0001'
// Of the embedded CCR's own networks; 10.64.1.2 to 10.64.1.90 are taken there.
const pair = { vpcId: 'vpc-g3z1prod8c0m', subnetId: 'sbn-gz4a7mq10wxe' }
const automatic = { ...pair, ipType: 'auto', autoDnsResolve: false } as const
const otherPair = { vpcId: 'vpc-g3z1prod8c0m', subnetId: 'sbn-gz9c2k58vtrb' }
const vpcReads = ['ListVpcs', 'ListSubnets', 'GetPrivateIpAddressInfo'] as const
let services: Services

beforeAll(async () => {
  services = await startServices()
})
afterAll(() => services.close())

beforeEach(async () => {
  services.emulator.reset('empty')
  services.emulator.addInstance({ id, name: 'payments', region: 'gz', vpcQuota: 3 })
  await services.forget()
})

const stored = () => services.emulator.instance(id).links

describe('createVpcLink', () => {
  it('adds a link and remembers what the cloud does not tell', async () => {
    const answer = await createVpcLink(services.as('operator'), id, automatic)
    expect(answer).toMatchObject({
      domain: `${id}-vpc.cnc.gz.baidubce.com`,
      links: [
        {
          ...pair,
          status: 'creating',
          vpcName: 'prod-core-gz',
          subnetCidr: '10.64.1.0/24',
          asked: { autoDnsResolve: false, byName: 'Some operator' },
        },
      ],
      quota: { limit: 3, used: 1 },
    })
    expect(stored()).toMatchObject([{ ...pair, status: 'creating', ipType: 'auto', autoDnsResolve: false }])
    expect(await services.auditRows()).toMatchObject([
      {
        action: 'vpc-link.create',
        outcome: 'succeeded',
        instanceName: 'payments',
        input: automatic,
        before: { link: null, linkCount: 0 },
        after: { link: { ...pair, status: 'creating' }, linkCount: 1 },
      },
    ])
  })

  it('takes the address that was chosen', async () => {
    const manual = { ...pair, ipType: 'manual', ipAddress: '10.64.1.200', autoDnsResolve: true } as const
    await createVpcLink(services.as('operator'), id, manual)
    services.emulator.advance(60_000)
    expect(stored()).toMatchObject([{ status: 'created', ipAddress: '10.64.1.200', autoDnsResolve: true }])
  })

  it.each([
    ['10.64.1.0', 'links.address.network'],
    ['10.64.1.1', 'links.address.gateway'],
    ['10.64.1.255', 'links.address.broadcast'],
    ['10.64.2.9', 'links.address.outside'],
    ['10.64.1.50', 'links.address.used'],
    ['10.64.1', 'address.problem.tooFewOctets'],
  ])('refuses the address %s without a call', async (ipAddress, reason) => {
    const manual = { ...pair, ipType: 'manual', ipAddress, autoDnsResolve: true } as const
    await expect(createVpcLink(services.as('operator'), id, manual)).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ path: 'ipAddress', reason }],
    })
    expect(services.upstreamWrites()).toEqual([])
    expect(await services.auditRows()).toMatchObject([{ outcome: 'refused' }])
  })

  it('leaves the address to the cloud when the key may not read the network', async () => {
    for (const operation of vpcReads) services.emulator.fault({ kind: 'forbidden', operation })
    const manual = { ...pair, ipType: 'manual', ipAddress: '10.64.1.200', autoDnsResolve: true } as const
    const answer = await createVpcLink(services.as('operator'), id, manual)
    expect(answer.links).toMatchObject([{ status: 'creating', vpcName: null, subnetCidr: null }])
  })

  it('refuses a subnet that is not in the VPC', async () => {
    const wrong = { ...automatic, subnetId: 'sbn-qeimde0m7wyp' }
    await expect(createVpcLink(services.as('operator'), id, wrong)).rejects.toMatchObject({
      fields: [{ path: 'subnetId', reason: 'errors.subnet_unknown' }],
    })
    expect(services.upstreamWrites()).toEqual([])
  })

  it('refuses a link that exists, whatever its state', async () => {
    services.emulator.putLinkStatus(id, { ...pair, status: 'failed' })
    await expect(createVpcLink(services.as('operator'), id, automatic)).rejects.toMatchObject({
      code: 'conflict',
      reason: 'errors.link_exists',
      values: { status: 'failed' },
    })
    expect(services.upstreamWrites()).toEqual([])
  })

  it('refuses beyond the quota', async () => {
    services.emulator.patchInstance(id, { vpcQuota: 1, links: [{ ...otherPair, status: 'created' }] })
    await expect(createVpcLink(services.as('operator'), id, automatic)).rejects.toMatchObject({
      code: 'quota_exceeded',
      reason: 'errors.link_quota',
      values: { limit: 1, used: 1 },
    })
    expect(services.upstreamWrites()).toEqual([])
  })

  it("tells the cloud's own refusal when the quota could not be read", async () => {
    services.emulator.patchInstance(id, { vpcQuota: 1, links: [{ ...otherPair, status: 'created' }] })
    services.emulator.fault({ kind: 'unavailable', operation: 'GetInstanceDetail' })
    await expect(createVpcLink(services.as('operator'), id, automatic)).rejects.toMatchObject({
      code: 'quota_exceeded',
      upstream: { code: 'QuotaExceed' },
    })
    expect(await services.auditRows()).toMatchObject([
      { outcome: 'failed', error: { code: 'quota_exceeded' } },
    ])
  })
})

describe('deleteVpcLink', () => {
  beforeEach(() =>
    services.emulator.putLinkStatus(id, { ...pair, status: 'created', ipAddress: '10.64.1.99' }),
  )

  it('removes the link', async () => {
    const answer = await deleteVpcLink(services.as('operator'), id, pair)
    expect(answer.links).toMatchObject([{ ...pair, status: 'deleting' }])
    services.emulator.advance(60_000)
    expect(stored()).toEqual([])
    expect(await services.auditRows()).toMatchObject([
      {
        action: 'vpc-link.delete',
        outcome: 'succeeded',
        before: { link: { status: 'created', ipAddress: '10.64.1.99' } },
        after: { link: { status: 'deleting' } },
      },
    ])
  })

  it('forgets what was asked, so that a link made elsewhere is not taken for ours', async () => {
    services.emulator.patchInstance(id, { links: [] })
    const operator = services.as('operator')
    await createVpcLink(operator, id, { ...automatic, ...otherPair })
    services.emulator.advance(60_000)
    await deleteVpcLink(operator, id, otherPair)
    services.emulator.putLinkStatus(id, { ...otherPair, status: 'created' })
    const { links } = await listVpcLinks(
      services.as('viewer', { runtime: await services.secondRuntime() }),
      id,
    )
    expect(links.find((link) => link.subnetId === otherPair.subnetId)).toMatchObject({ asked: null })
  })

  it.each(['failed', 'available'])('removes a link that is %s', async (status) => {
    services.emulator.putLinkStatus(id, { ...pair, status })
    await deleteVpcLink(services.as('operator'), id, pair)
    services.emulator.advance(60_000)
    expect(stored()).toEqual([])
  })

  it.each(['creating', 'deleting'])('refuses a link that is %s', async (status) => {
    services.emulator.putLinkStatus(id, { ...pair, status })
    await expect(deleteVpcLink(services.as('operator'), id, pair)).rejects.toMatchObject({
      code: 'conflict',
      reason: 'errors.link_moving',
    })
    expect(services.upstreamWrites()).toEqual([])
  })

  it('refuses a link that does not exist', async () => {
    await expect(deleteVpcLink(services.as('operator'), id, otherPair)).rejects.toMatchObject({
      code: 'not_found',
      reason: 'errors.link_unknown',
    })
    expect(services.upstreamWrites()).toEqual([])
  })
})

describe('either change', () => {
  const create = (role: 'viewer' | 'operator') => createVpcLink(services.as(role), id, automatic)
  const remove = (role: 'viewer' | 'operator') => {
    services.emulator.putLinkStatus(id, { ...pair, status: 'created' })
    return deleteVpcLink(services.as(role), id, pair)
  }

  it.each([
    ['create', create],
    ['delete', remove],
  ] as const)('%s is refused to a viewer without a call, with a row', async (_, attempt) => {
    await expect(attempt('viewer')).rejects.toMatchObject({ code: 'forbidden' })
    expect(services.upstreamWrites()).toEqual([])
    expect(await services.auditRows()).toMatchObject([
      { action: 'access.refused', outcome: 'refused', input: { permission: 'vpc-links:write', ...pair } },
    ])
  })

  it.each([
    ['create', create],
    ['delete', remove],
  ] as const)('%s fails when the cloud fails, with a row', async (_, attempt) => {
    services.emulator.fault({ kind: 'internalError', operation: 'writes' })
    await expect(attempt('operator')).rejects.toMatchObject({ code: 'upstream_unavailable' })
    expect(await services.auditRows()).toMatchObject([{ outcome: 'failed' }])
  })

  it.each([
    ['create', 'resetAfterCommit', create],
    ['create', 'hangAfterCommit', create],
    ['delete', 'resetAfterCommit', remove],
  ] as const)('%s, %s: it happened, and is not repeated', async (_, kind, attempt) => {
    services.emulator.fault({ kind, operation: 'writes', count: 1 })
    const { links } = await attempt('operator')
    expect(links).toMatchObject([{ ...pair, status: expect.stringMatching(/creating|deleting/) }])
    expect(services.upstreamWrites()).toHaveLength(1)
    expect(await services.auditRows()).toMatchObject([{ outcome: 'succeeded' }])
  })

  it.each([
    ['create', create, 0],
    ['delete', remove, 1],
  ] as const)('%s, resetBeforeCommit: it did not happen, and is not repeated', async (_, attempt, links) => {
    services.emulator.fault({ kind: 'resetBeforeCommit', operation: 'writes', count: 1 })
    await expect(attempt('operator')).rejects.toMatchObject({ reason: 'errors.write_not_done' })
    expect(services.upstreamWrites()).toHaveLength(1)
    expect(stored()).toHaveLength(links)
    expect(await services.auditRows()).toMatchObject([{ outcome: 'failed' }])
  })

  it.each([
    ['create', create],
    ['delete', remove],
  ] as const)('%s is unknown when its answer is lost and nothing can be read', async (_, attempt) => {
    services.emulator.fault({ kind: 'resetAfterCommit', operation: 'writes', count: 1, latencyMs: 50 })
    const running = attempt('operator')
    await expect.poll(() => services.emulator.faults().length).toBe(0)
    services.emulator.fault({ kind: 'unavailable', operation: 'ListVpcLinks' })
    await expect(running).rejects.toMatchObject({ code: 'outcome_unknown' })
    expect(await services.auditRows()).toMatchObject([{ outcome: 'unknown' }])
  })
})

describe('listVpcLinks', () => {
  it('keeps a status that nobody knows', async () => {
    services.emulator.putLinkStatus(id, { ...pair, status: 'rebalancing' })
    expect((await listVpcLinks(services.as('viewer'), id)).links).toMatchObject([
      { status: 'rebalancing', asked: null },
    ])
  })

  it('shows the links although names, subnets and quota cannot be read', async () => {
    services.emulator.putLinkStatus(id, { ...pair, status: 'created' })
    for (const operation of [...vpcReads, 'GetInstanceDetail'] as const) {
      services.emulator.fault({ kind: 'forbidden', operation })
    }
    expect(await listVpcLinks(services.as('viewer'), id)).toMatchObject({
      links: [{ ...pair, status: 'created', vpcName: null, subnetCidr: null }],
      quota: { limit: null, used: 1 },
    })
  })
})

describe('the pickers', () => {
  it("offer the networks of the instance's own region", async () => {
    const viewer = services.as('viewer')
    const { vpcs } = await listVpcs(viewer, id)
    expect(vpcs).toContainEqual({
      vpcId: pair.vpcId,
      name: 'prod-core-gz',
      cidr: '10.64.0.0/16',
      description: 'Production services, Guangzhou',
    })
    expect(vpcs.some((vpc) => vpc.vpcId === 'vpc-9070rw5u03rs')).toBe(false)
    const { subnets } = await listSubnets(viewer, id, pair.vpcId)
    expect(subnets.map((subnet) => subnet.subnetId)).toEqual(
      expect.arrayContaining([pair.subnetId, otherPair.subnetId]),
    )
  })

  it('tell the addresses in use, those of links included', async () => {
    services.emulator.putLinkStatus(id, { ...pair, status: 'created', ipAddress: '10.64.1.250' })
    const { addresses } = await listUsedAddresses(services.as('viewer'), id, pair.vpcId, pair.subnetId)
    expect(addresses).toHaveLength(90)
    expect(addresses).toEqual(expect.arrayContaining(['10.64.1.2', '10.64.1.90', '10.64.1.250']))
  })

  it('know nothing of a subnet elsewhere', async () => {
    await expect(
      listUsedAddresses(services.as('viewer'), id, pair.vpcId, 'sbn-qeimde0m7wyp'),
    ).rejects.toMatchObject({ code: 'not_found' })
  })

  it('fail when the key may not read them', async () => {
    services.emulator.fault({ kind: 'forbidden', operation: 'ListVpcs' })
    await expect(listVpcs(services.as('viewer'), id)).rejects.toMatchObject({ code: 'upstream_auth' })
  })
})
