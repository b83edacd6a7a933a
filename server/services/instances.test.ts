import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listExposure } from './exposure.ts'
import { getInstance, listInstances } from './instances.ts'
import { getPublicEndpoint } from './public-endpoint.ts'
import { type Services, startServices } from './testing/start-services.ts'

let services: Services

beforeAll(async () => {
  services = await startServices({ regions: ['bj', 'gz', 'su'] })
})
afterAll(() => services.close())

beforeEach(async () => {
  const { emulator } = services
  emulator.reset('empty')
  emulator.addInstance({
    id: 'ccr-aaaaaaaa',
    name: 'web',
    region: 'bj',
    endpointStatus: 'opened',
    allowList: [{ ipAddr: '203.0.113.0/24', description: '' }],
    tags: [{ tagKey: 'team', tagValue: 'web' }],
  })
  emulator.addInstance({ id: 'ccr-bbbbbbbb', name: 'api', region: 'gz' })
  emulator.addInstance({
    id: 'ccr-cccccccc',
    name: 'api',
    region: 'bj',
    allowList: [{ ipAddr: '203.0.113.9', description: '' }],
    links: [{ vpcId: 'vpc-9070rw5u03rs', subnetId: 'sbn-qeimde0m7wyp', status: 'created' }],
  })
  await services.forget()
})

const ids = (answer: { instances: { id: string }[] }) => answer.instances.map((instance) => instance.id)

describe('listInstances', () => {
  it('gathers all regions, by name', async () => {
    const answer = await listInstances(services.as('viewer'))
    expect(ids(answer)).toEqual(['ccr-bbbbbbbb', 'ccr-cccccccc', 'ccr-aaaaaaaa'])
    expect(answer.failures).toEqual([])
    expect(answer.asked).toEqual([
      { account: 'default', region: 'bj' },
      { account: 'default', region: 'gz' },
      { account: 'default', region: 'su' },
    ])
    expect(answer.instances[2]).toMatchObject({
      name: 'web',
      region: 'bj',
      account: 'default',
      status: 'running',
      publicDomain: 'ccr-aaaaaaaa-pub.cnc.bj.baidubce.com',
      tags: [{ key: 'team', value: 'web' }],
    })
  })

  it("tells a region that fails beside the others, in the reader's language", async () => {
    services.emulator.fault({ kind: 'unavailable', region: 'gz' })
    const answer = await listInstances({ ...services.as('viewer'), locale: 'zh-CN' })
    expect(ids(answer)).toEqual(['ccr-cccccccc', 'ccr-aaaaaaaa'])
    expect(answer.failures).toMatchObject([
      {
        account: 'default',
        region: 'gz',
        error: { code: 'upstream_unavailable', upstream: { region: 'gz' } },
      },
    ])
    expect(answer.failures[0]?.error.message).toMatch(/\p{Script=Han}/u)
  })

  it('is all failures, not an empty list, when every region fails', async () => {
    services.emulator.fault({ kind: 'unauthorized' })
    const answer = await listInstances(services.as('viewer'))
    expect(answer.instances).toEqual([])
    expect(answer.failures.map((failure) => `${failure.region} ${failure.error.code}`)).toEqual([
      'bj upstream_auth',
      'gz upstream_auth',
      'su upstream_auth',
    ])
  })

  it('gives an instance that two accounts see to the first of them', async () => {
    const runtime = await services.secondRuntime()
    const [account] = runtime.accounts
    const accounts = account ? [account, { ...account, name: 'other' }] : []
    const answer = await listInstances(services.as('viewer', { runtime: { ...runtime, accounts } }))
    expect(answer.asked).toHaveLength(6)
    expect(answer.instances.map((instance) => instance.account)).toEqual(['default', 'default', 'default'])
  })

  it('says that nothing is configured rather than that there is nothing', async () => {
    const runtime = { ...services.runtime, accounts: [] }
    await expect(listInstances(services.as('viewer', { runtime }))).rejects.toMatchObject({
      code: 'not_configured',
    })
  })

  it('reads all pages', async () => {
    services.emulator.reset('generated:230x1')
    const { instances, failures } = await listInstances(
      services.as('viewer', { runtime: await services.secondRuntime() }),
    )
    const expected = services.emulator.instances().filter(({ region }) => ['bj', 'gz', 'su'].includes(region))
    expect(failures).toEqual([])
    expect(instances.map((instance) => instance.id).sort()).toEqual(expected.map(({ id }) => id).sort())
    expect(instances.length).toBeGreaterThan(80)
  })
})

describe('one instance', () => {
  it('comes with its quota of links', async () => {
    const answer = await getInstance(services.as('viewer'), 'ccr-cccccccc')
    expect(answer).toMatchObject({
      instance: { id: 'ccr-cccccccc', name: 'api', region: 'bj', account: 'default' },
      vpcLinkQuota: { limit: 5, used: 1 },
    })
  })

  it('is looked for once and then known', async () => {
    const viewer = services.as('viewer', { runtime: await services.secondRuntime() })
    await getInstance(viewer, 'ccr-aaaaaaaa')
    await getPublicEndpoint(viewer, 'ccr-aaaaaaaa')
    expect(services.emulator.requests({ operation: 'ListInstances' })).toHaveLength(3)
  })

  it('that no region has is not found', async () => {
    await expect(getInstance(services.as('viewer'), 'ccr-nowhere1')).rejects.toMatchObject({
      code: 'not_found',
      reason: 'errors.instance_not_found',
    })
  })

  it('that may be in a region which fails is not called missing', async () => {
    services.emulator.fault({ kind: 'unavailable', region: 'gz' })
    const runtime = await services.secondRuntime()
    await expect(getInstance(services.as('viewer', { runtime }), 'ccr-bbbbbbbb')).rejects.toMatchObject({
      code: 'upstream_unavailable',
    })
    services.emulator.clearFaults()
    await expect(getInstance(services.as('viewer', { runtime }), 'ccr-bbbbbbbb')).resolves.toMatchObject({
      instance: { region: 'gz' },
    })
  })

  it('that moved to another region is found again', async () => {
    const viewer = services.as('viewer', { runtime: await services.secondRuntime() })
    await getInstance(viewer, 'ccr-bbbbbbbb')
    services.emulator.removeInstance('ccr-bbbbbbbb')
    services.emulator.addInstance({ id: 'ccr-bbbbbbbb', name: 'api', region: 'su' })
    viewer.runtime.reads.invalidate('region')
    viewer.runtime.reads.invalidate('instance')
    services.emulator.setSwitches({ crossRegionOperations: 'refuse' })
    await getInstance(viewer, 'ccr-bbbbbbbb').catch(() => {})
    expect(await getInstance(viewer, 'ccr-bbbbbbbb')).toMatchObject({ instance: { region: 'su' } })
    services.emulator.setSwitches({ crossRegionOperations: 'accept' })
  })
})

describe('listExposure', () => {
  it('says how exposed each instance is', async () => {
    const { exposures, failures } = await listExposure(services.as('viewer'))
    expect(failures).toEqual([])
    expect(exposures).toMatchObject([
      {
        instanceId: 'ccr-bbbbbbbb',
        level: 'closed',
        endpointStatus: 'closed',
        entryCount: 0,
        linkStatuses: [],
      },
      { instanceId: 'ccr-cccccccc', level: 'privateOnly', latentAddresses: 1, linkStatuses: ['created'] },
      { instanceId: 'ccr-aaaaaaaa', level: 'narrow', publicAddresses: 256, entryCount: 1 },
    ])
  })

  it('tells an instance that could not be read, and does not count it as closed', async () => {
    services.emulator.fault({ kind: 'internalError', instanceId: 'ccr-aaaaaaaa', operation: 'ListVpcLinks' })
    const { exposures, failures } = await listExposure(services.as('viewer'))
    expect(exposures.map((exposure) => exposure.instanceId)).toEqual(['ccr-bbbbbbbb', 'ccr-cccccccc'])
    expect(failures).toMatchObject([{ instanceId: 'ccr-aaaaaaaa', error: { code: 'upstream_unavailable' } }])
  })

  it('asks for many instances once, however many look', async () => {
    const runtime = await services.secondRuntime()
    await Promise.all(Array.from({ length: 50 }, () => listExposure(services.as('viewer', { runtime }))))
    expect(services.emulator.requests({ operation: 'GetPublicNetworkConfig' })).toHaveLength(3)
    expect(services.emulator.requests({ operation: 'ListVpcLinks' })).toHaveLength(3)
    expect(services.emulator.requests({ operation: 'ListInstances' })).toHaveLength(3)
  })
})
