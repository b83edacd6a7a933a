// Every write against the embedded CCR, which verifies signatures on its own: what it did is asserted at its end.

import { inspect } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { AppError, type ErrorCode } from '#lib/errors.ts'
import { type EmulatedTarget, startEmulatedTarget } from '#server/ccr/testing/contract-target.ts'
import { errorOf } from '#server/ccr/testing/scripted-upstream.ts'
import { frozenClock } from '#server/emulator/clock.ts'
import type { FaultKind } from '#server/emulator/faults.ts'
import type { OperationName } from '#server/emulator/router.ts'

let target: EmulatedTarget
beforeAll(async () => {
  target = await startEmulatedTarget({ seed: 'empty' })
})
afterAll(() => target.close())
afterEach(() => {
  target.emulator.reset()
  target.notes.length = 0
})

const region = 'gz'
const id = 'ccr-test0001'

function addInstance(patch: Parameters<EmulatedTarget['emulator']['patchInstance']>[1] = {}) {
  return target.emulator.addInstance({ id, name: 'contract', region, ...patch })
}

const storedList = () => target.emulator.instance(id).allowList
const requestsOf = (operation: OperationName) =>
  target.emulator.requests().filter((one) => one.operation === operation)

describe('the public endpoint', () => {
  it('opens and closes by way of the words between', async () => {
    addInstance()
    const { client, emulator, ticket, notes } = target
    const status = async () => (await client.getPublicEndpoint(region, id)).status
    expect(await status()).toBe('closed')
    const written = await client.updatePublicEndpoint(ticket, region, id, 'open')
    expect(await status()).toBe('opening')
    emulator.advance(60_000)
    expect(await status()).toBe('opened')
    await client.updatePublicEndpoint(ticket, region, id, 'close')
    expect(await status()).toBe('closing')
    emulator.advance(60_000)
    expect(await status()).toBe('closed')
    expect(notes).toHaveLength(2)
    expect(notes[0]).toEqual({ requestId: written.upstreamRequestId, operation: 'updatePublicEndpoint' })
    expect(emulator.requests().map(({ requestId }) => requestId)).toContain(written.upstreamRequestId)
  })
})

describe('the allow list', () => {
  it('is stored and read back exactly as it was sent', async () => {
    addInstance()
    const { client, ticket } = target
    const entries = [
      { ipAddr: '192.168.0.1/24', description: '办公 “office” /\\ +' },
      { ipAddr: '0.0.0.0/0', description: '' },
      { ipAddr: '220.181.108.178', description: 'office ip' },
    ]
    for (const entry of entries) await client.createAllowListEntry(ticket, region, id, entry)
    expect(storedList()).toEqual(entries)
    expect((await client.getPublicEndpoint(region, id)).entries).toEqual(entries)
    await client.deleteAllowListEntries(ticket, region, id, ['0.0.0.0/0', '192.168.0.1/24'])
    expect(storedList()).toEqual([entries[2]])
  })

  it.each(['array', 'null'] as const)('may be empty as %s', async (emptyList) => {
    target.emulator.setSwitches({ emptyList })
    addInstance()
    expect((await target.client.getPublicEndpoint(region, id)).entries).toEqual([])
    expect((await target.client.listVpcLinks(region, id)).links).toEqual([])
    target.emulator.setSwitches({ emptyList: 'array' })
  })

  it('may have thousands of entries', async () => {
    const allowList = Array.from({ length: 5000 }, (_, index) => ({
      ipAddr: `10.${index >> 8}.${index & 255}.0/24`,
      description: `entry ${index}`,
    }))
    addInstance({ allowList })
    expect((await target.client.getPublicEndpoint(region, id)).entries).toEqual(allowList)
  })
})

describe('VPC links', () => {
  async function somewhere() {
    const { vpcs } = await target.client.listVpcs(region)
    for (const { vpcId } of vpcs) {
      const { subnets } = await target.client.listSubnets(region, vpcId)
      const subnet = subnets.find(({ availableIps }) => (availableIps ?? 0) > 10)
      if (subnet) return subnet
    }
    throw new Error('The seed has no subnet with room')
  }

  it('come, take an address, and go', async () => {
    addInstance({ vpcQuota: 2 })
    const { client, emulator, ticket } = target
    const subnet = await somewhere()
    const { vpcId, subnetId } = subnet
    const before = (await client.listUsedAddresses(region, subnet)).addresses
    await client.createVpcLink(ticket, region, id, { vpcId, subnetId, ipType: 'auto', autoDnsResolve: false })
    expect((await client.listVpcLinks(region, id)).links).toMatchObject([
      { vpcId, subnetId, status: 'creating' },
    ])
    expect(JSON.parse(requestsOf('AddVpcLink')[0]?.body ?? '')).toMatchObject({ autoDnsResolve: false })
    emulator.advance(60_000)
    const { links } = await client.listVpcLinks(region, id)
    expect(links).toMatchObject([{ status: 'created', ipAddress: expect.stringMatching(/^\d+\./) }])
    const after = (await client.listUsedAddresses(region, subnet)).addresses
    expect(after.filter((address) => !before.includes(address))).toEqual([links[0]?.ipAddress])
    expect((await client.getInstance(region, id)).vpcLinkQuota).toEqual({ limit: 2, used: 1 })
    await client.deleteVpcLink(ticket, region, id, { vpcId, subnetId })
    expect((await client.listVpcLinks(region, id)).links).toMatchObject([{ status: 'deleting' }])
    emulator.advance(60_000)
    expect((await client.listVpcLinks(region, id)).links).toEqual([])
    expect((await client.listUsedAddresses(region, subnet)).addresses).toEqual(before)
  })

  it('are refused beyond the quota', async () => {
    addInstance({ vpcQuota: 0 })
    const { vpcId, subnetId } = await somewhere()
    const link = { vpcId, subnetId, ipType: 'auto', autoDnsResolve: true } as const
    const error = await errorOf(target.client.createVpcLink(target.ticket, region, id, link))
    expect(error).toMatchObject({ code: 'quota_exceeded', upstream: { status: 412, code: 'QuotaExceed' } })
  })
})

describe('refusals', () => {
  const entry = { ipAddr: '1.2.3.4', description: '' }
  const add = () => target.client.createAllowListEntry(target.ticket, region, id, entry)

  it('of a duplicate, a missing one and nonsense keep the cloud’s words', async () => {
    addInstance({ allowList: [entry] })
    const { client, ticket, notes } = target
    const conflict = await errorOf(add())
    expect(conflict).toMatchObject({ code: 'conflict', upstream: { status: 409, code: 'StatusConflict' } })
    expect(notes[0]?.requestId).toBe(conflict.upstream?.requestId)
    const missing = await errorOf(client.deleteAllowListEntries(ticket, region, id, ['9.9.9.9']))
    expect(missing).toMatchObject({ code: 'not_found', upstream: { code: 'NotFound' } })
    const wrong = { ipAddr: '2001:db8::1', description: '' }
    const nonsense = await errorOf(client.createAllowListEntry(ticket, region, id, wrong))
    expect(nonsense).toMatchObject({ code: 'upstream_rejected', upstream: { code: 'BadRequest' } })
  })

  it('reach writes with a read-only key, while its reads go on', async () => {
    const readOnly = {
      accessKeyId: 'ALTAKreadonlyreadonly',
      secretAccessKey: 'read-only-secret',
      access: 'readOnly',
    } as const
    const strict = await startEmulatedTarget({ accessKeys: [readOnly] })
    try {
      const [first] = (await strict.client.listInstances('bj')).instances
      const write = strict.client.updatePublicEndpoint(strict.ticket, 'bj', first?.id ?? '', 'open')
      expect(await errorOf(write)).toMatchObject({ code: 'upstream_auth', upstream: { status: 401 } })
    } finally {
      await strict.close()
    }
  })

  it.each(['ccr', 'bce'] as const)(
    'of a signature are understood in the %s spelling',
    async (signatureErrors) => {
      addInstance()
      target.emulator.setSwitches({ signatureErrors })
      const client = target.clientWith({ ...target.keys, secretAccessKey: 'wrong' })
      expect((await errorOf(client.getInstance(region, id))).code).toBe('upstream_auth')
      expect((await errorOf(client.updatePublicEndpoint(target.ticket, region, id, 'open'))).code).toBe(
        'upstream_auth',
      )
      target.emulator.setSwitches({ signatureErrors: 'ccr' })
    },
  )

  it.each<[FaultKind, ErrorCode, number]>([
    ['internalError', 'upstream_unavailable', 4],
    ['unavailable', 'upstream_unavailable', 4],
    ['unauthorized', 'upstream_auth', 1],
    ['forbidden', 'upstream_auth', 1],
    ['addressNotAllowed', 'upstream_auth', 1],
    ['expired', 'upstream_auth', 4],
    ['throttled', 'rate_limited', 1],
    ['resetBeforeCommit', 'upstream_unavailable', 4],
    ['hangBeforeCommit', 'upstream_timeout', 4],
    ['malformedJson', 'upstream_invalid', 1],
  ])('%s is %s for a read, after %d attempts', async (kind, code, attempts) => {
    addInstance()
    target.emulator.fault({ kind })
    expect((await errorOf(target.client.getPublicEndpoint(region, id))).code).toBe(code)
    expect(requestsOf('GetPublicNetworkConfig')).toHaveLength(attempts)
  })

  it.each<[FaultKind, ErrorCode, isDone: boolean]>([
    ['internalError', 'upstream_unavailable', false],
    ['unavailable', 'upstream_unavailable', false],
    ['unauthorized', 'upstream_auth', false],
    ['forbidden', 'upstream_auth', false],
    ['expired', 'upstream_auth', false],
    ['throttled', 'rate_limited', false],
    ['quotaExceed', 'quota_exceeded', false],
    ['resetBeforeCommit', 'outcome_unknown', false],
    ['resetAfterCommit', 'outcome_unknown', true],
    ['hangBeforeCommit', 'outcome_unknown', false],
    ['hangAfterCommit', 'outcome_unknown', true],
    ['malformedJson', 'outcome_unknown', true],
  ])('%s is %s for a write, which is sent once', async (kind, code, isDone) => {
    addInstance()
    target.emulator.fault({ kind, operation: 'writes' })
    expect((await errorOf(add())).code).toBe(code)
    expect(requestsOf('AddPublicNetworkWhitelist')).toHaveLength(1)
    expect(storedList()).toEqual(isDone ? [entry] : [])
  })
})

it('reads on through a fault that passes', async () => {
  addInstance()
  target.emulator.fault({ kind: 'unavailable', count: 2 })
  target.emulator.fault({ kind: 'resetBeforeCommit', count: 1 })
  expect((await target.client.getPublicEndpoint(region, id)).status).toBe('closed')
})

it('finds its way back when the cloud’s clock is years away', async () => {
  const clock = frozenClock()
  const away = await startEmulatedTarget({ seed: 'empty', clock })
  try {
    away.emulator.addInstance({ id, name: 'away', region })
    const isBehind = away.clientWith(away.keys, () => clock.now() - 100_000_000_000)
    const isAhead = away.clientWith(away.keys, () => clock.now() + 100_000_000_000)
    for (const [index, client] of [isBehind, isAhead].entries()) {
      away.emulator.clearRequests()
      await client.getPublicEndpoint(region, id)
      const entry = { ipAddr: `1.2.3.${index}`, description: '' }
      await client.createAllowListEntry(away.ticket, region, id, entry)
      expect(away.emulator.requests()).toHaveLength(3)
    }
  } finally {
    await away.close()
  }
})

it('keeps the secret out of every error', async () => {
  addInstance()
  const { accessKeyId, secretAccessKey } = target.keys
  for (const kind of [
    'internalError',
    'unauthorized',
    'resetAfterCommit',
    'malformedJson',
    'hangAfterCommit',
  ] as const) {
    target.emulator.fault({ kind, count: 5 })
    for (const call of [
      () => target.client.getPublicEndpoint(region, id),
      () => target.client.updatePublicEndpoint(target.ticket, region, id, 'close'),
    ]) {
      const error = await errorOf(call())
      expect(error).toBeInstanceOf(AppError)
      const shown = inspect(error, { depth: 30, showHidden: true }) + JSON.stringify(error)
      expect(shown).not.toContain(secretAccessKey)
      expect(shown).not.toContain(accessKeyId)
    }
    target.emulator.clearFaults()
  }
})
