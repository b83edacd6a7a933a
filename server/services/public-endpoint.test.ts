import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { getPublicEndpoint, updatePublicEndpoint } from './public-endpoint.ts'
import { type Services, startServices } from './testing/start-services.ts'

const id = 'ccr-test0001'
let services: Services

beforeAll(async () => {
  services = await startServices()
})
afterAll(() => services.close())

beforeEach(async () => {
  const { emulator } = services
  emulator.reset('empty')
  emulator.setSwitches({ actionInTransition: 'conflict', actionWithoutChange: 'accept' })
  emulator.addInstance({
    id,
    name: 'payments',
    region: 'gz',
    allowList: [{ ipAddr: '198.51.100.0/24', description: 'office' }],
  })
  await services.forget()
})

const status = () => services.emulator.instance(id).publicEndpoint.status

describe('updatePublicEndpoint', () => {
  it('opens: the state read back is on its way, and the row says who did it', async () => {
    const operator = services.as('operator')
    const answer = await updatePublicEndpoint(operator, id, 'open')
    expect(answer).toMatchObject({
      status: 'opening',
      domain: `${id}-pub.cnc.gz.baidubce.com`,
      lastChange: { action: 'open', byName: 'Some operator' },
    })
    expect(status()).toBe('opening')
    const [row, ...others] = await services.auditRows()
    expect(others).toEqual([])
    expect(row).toMatchObject({
      action: 'endpoint.open',
      outcome: 'succeeded',
      actorName: 'Some operator',
      instanceId: id,
      instanceName: 'payments',
      before: { status: 'closed' },
      after: { status: 'opening' },
    })
    expect(row?.upstreamCalls.map((call) => call.requestId)).toEqual(
      services.upstreamWrites().map((request) => request.requestId),
    )
  })

  it('closes, and keeps the list', async () => {
    services.emulator.putEndpointStatus(id, 'opened')
    expect(await updatePublicEndpoint(services.as('admin'), id, 'close')).toMatchObject({ status: 'closing' })
    services.emulator.advance(60_000)
    expect(services.emulator.instance(id)).toMatchObject({
      publicEndpoint: { status: 'closed' },
      allowList: [{ ipAddr: '198.51.100.0/24', description: 'office' }],
    })
  })

  it('is refused to a viewer without a call, with a row', async () => {
    await expect(updatePublicEndpoint(services.as('viewer'), id, 'open')).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect(services.upstreamWrites()).toEqual([])
    expect(await services.auditRows()).toMatchObject([
      {
        action: 'access.refused',
        outcome: 'refused',
        instanceId: id,
        input: { permission: 'endpoint:write', action: 'open' },
      },
    ])
  })

  it.each([
    ['opening', 'open', 'errors.endpoint_moving'],
    ['opening', 'close', 'errors.endpoint_moving'],
    ['closing', 'open', 'errors.endpoint_moving'],
    ['opened', 'open', 'errors.endpoint_already'],
    ['closed', 'close', 'errors.endpoint_already'],
    ['suspended', 'open', 'errors.endpoint_state_unknown'],
  ] as const)('when %s, %s is a conflict and nothing is sent', async (state, action, reason) => {
    services.emulator.putEndpointStatus(id, state)
    await expect(updatePublicEndpoint(services.as('operator'), id, action)).rejects.toMatchObject({
      code: 'conflict',
      reason,
      details: { status: state },
    })
    expect(services.upstreamWrites()).toEqual([])
    expect(await services.auditRows()).toMatchObject([
      { outcome: 'refused', error: { code: 'conflict', reason } },
    ])
  })

  it('closes from a word that nobody knows', async () => {
    services.emulator.putEndpointStatus(id, 'suspended')
    await updatePublicEndpoint(services.as('operator'), id, 'close')
    expect(services.upstreamWrites()).toHaveLength(1)
  })

  it('goes by the state now, not by what was cached', async () => {
    const operator = services.as('operator')
    expect((await getPublicEndpoint(operator, id)).status).toBe('closed')
    services.emulator.putEndpointStatus(id, 'opened')
    await expect(updatePublicEndpoint(operator, id, 'open')).rejects.toMatchObject({
      reason: 'errors.endpoint_already',
    })
  })

  it('lets nobody be shown the state from before', async () => {
    const viewer = services.as('viewer')
    await getPublicEndpoint(viewer, id)
    await updatePublicEndpoint(services.as('operator'), id, 'open')
    expect((await getPublicEndpoint(viewer, id)).status).toBe('opening')
  })

  it.each([
    ['unauthorized', 'upstream_auth'],
    ['internalError', 'upstream_unavailable'],
    ['throttled', 'rate_limited'],
  ] as const)('when the cloud answers %s, fails with %s and says so in the row', async (kind, code) => {
    services.emulator.fault({ kind, operation: 'writes' })
    await expect(updatePublicEndpoint(services.as('operator'), id, 'open')).rejects.toMatchObject({ code })
    expect(status()).toBe('closed')
    expect(await services.auditRows()).toMatchObject([
      {
        action: 'endpoint.open',
        outcome: 'failed',
        before: { status: 'closed' },
        after: null,
        error: { code },
      },
    ])
  })

  it('writes a row for an attempt that cannot even find the instance', async () => {
    await expect(updatePublicEndpoint(services.as('operator'), 'ccr-nowhere1', 'open')).rejects.toMatchObject(
      {
        code: 'not_found',
      },
    )
    expect(await services.auditRows()).toMatchObject([
      { action: 'endpoint.open', outcome: 'refused', instanceId: 'ccr-nowhere1', instanceName: null },
    ])
  })

  describe('when the answer is lost', () => {
    it.each(['resetAfterCommit', 'hangAfterCommit'] as const)('%s: it happened', async (kind) => {
      services.emulator.fault({ kind, operation: 'writes', count: 1 })
      expect(await updatePublicEndpoint(services.as('operator'), id, 'open')).toMatchObject({
        status: 'opening',
      })
      expect(services.upstreamWrites()).toHaveLength(1)
      expect(await services.auditRows()).toMatchObject([
        { outcome: 'succeeded', after: { status: 'opening' } },
      ])
    })

    it.each(['resetBeforeCommit', 'hangBeforeCommit'] as const)(
      '%s: it did not, and is not repeated',
      async (kind) => {
        services.emulator.fault({ kind, operation: 'writes', count: 1 })
        await expect(updatePublicEndpoint(services.as('operator'), id, 'open')).rejects.toMatchObject({
          code: 'upstream_unavailable',
          reason: 'errors.write_not_done',
        })
        expect(services.upstreamWrites()).toHaveLength(1)
        expect(await services.auditRows()).toMatchObject([{ outcome: 'failed' }])
      },
    )

    it('and the state cannot be read either, it is unknown', async () => {
      const operator = services.as('operator')
      await getPublicEndpoint(operator, id)
      services.emulator.fault({ kind: 'resetAfterCommit', operation: 'writes', count: 1, latencyMs: 50 })
      const attempt = updatePublicEndpoint(operator, id, 'open')
      // The first look before the write must still work, so the reads break only once the write is under way.
      await expect.poll(() => services.emulator.faults()[0]?.hits ?? 1).toBe(1)
      services.emulator.fault({ kind: 'unavailable', operation: 'reads' })
      await expect(attempt).rejects.toMatchObject({ code: 'outcome_unknown' })
      expect(await services.auditRows()).toMatchObject([{ outcome: 'unknown' }])
    })
  })

  it('that succeeded but cannot be read back is no failed change, and what was cached before is forgotten', async () => {
    const viewer = services.as('viewer')
    await getPublicEndpoint(viewer, id)
    services.emulator.fault({ kind: 'latency', operation: 'writes', count: 1, latencyMs: 50 })
    const attempt = updatePublicEndpoint(services.as('operator'), id, 'open')
    await expect.poll(() => services.emulator.faults().length).toBe(0)
    services.emulator.fault({ kind: 'unavailable', operation: 'reads' })
    await expect(attempt).rejects.toMatchObject({
      reason: 'errors.read_back_failed',
      details: { isDone: true },
    })
    expect(status()).toBe('opening')
    expect(await services.auditRows()).toMatchObject([{ outcome: 'succeeded', after: null, error: null }])
    services.emulator.clearFaults()
    expect((await getPublicEndpoint(viewer, id)).status).toBe('opening')
  })
})

describe('getPublicEndpoint', () => {
  it('keeps a word that nobody knows', async () => {
    services.emulator.putEndpointStatus(id, 'hibernating')
    expect(await getPublicEndpoint(services.as('viewer'), id)).toMatchObject({
      status: 'hibernating',
      lastChange: null,
    })
  })

  it('fails when the cloud fails, in its own words', async () => {
    services.emulator.fault({ kind: 'forbidden', operation: 'reads', instanceId: id })
    await expect(getPublicEndpoint(services.as('viewer'), id)).rejects.toMatchObject({
      code: 'upstream_auth',
      upstream: { region: 'gz' },
    })
  })
})
