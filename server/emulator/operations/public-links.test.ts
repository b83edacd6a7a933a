import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { frozenClock } from '#server/emulator/clock.ts'
import type { Emulator } from '#server/emulator/start.ts'
import { startEmulator } from '#server/emulator/start.ts'
import type { Switches } from '#server/emulator/switches.ts'
import { call } from '#server/emulator/testing/signed-client.ts'

const id = 'ccr-test0001'
const base = `/v1/instances/${id}/publiclinks`

let emulator: Emulator
beforeEach(async () => {
  emulator = await startEmulator({
    seed: 'empty',
    clock: frozenClock(),
    delays: { openingMs: 8000, closingMs: 6000 },
  })
  emulator.addInstance({ id, name: 'under-test', region: 'gz' })
})
afterEach(() => emulator.close())

const config = async () => (await call(emulator, 'GET', base)).json
const act = (action: unknown) => call(emulator, 'PUT', base, { body: { action } })
const add = (ipAddr: unknown, description: unknown = '') =>
  call(emulator, 'POST', `${base}/whitelist`, { body: { ipAddr, description } })
const remove = (items: unknown) => call(emulator, 'DELETE', `${base}/whitelist`, { body: { items } })
const stored = () => emulator.instance(id).allowList.map((entry) => entry.ipAddr)
const set = (switches: Partial<Switches>) => emulator.setSwitches(switches)

describe('public endpoint', () => {
  it('starts closed with an empty list', async () => {
    expect(await config()).toEqual({
      domain: `${id}-pub.cnc.gz.baidubce.com`,
      status: 'closed',
      whitelist: [],
    })
  })

  it('moves closed → opening → opened → closing → closed with the clock', async () => {
    expect(await act('open')).toMatchObject({ status: 200, text: '' })
    expect(await config()).toMatchObject({ status: 'opening' })
    emulator.advance(7999)
    expect(await config()).toMatchObject({ status: 'opening' })
    emulator.advance(1)
    expect(await config()).toMatchObject({ status: 'opened' })
    expect((await act('close')).status).toBe(200)
    expect(await config()).toMatchObject({ status: 'closing' })
    emulator.advance(6000)
    expect(await config()).toMatchObject({ status: 'closed' })
  })

  it('refuses an action while it moves, unless the switch says otherwise', async () => {
    await act('open')
    expect(await act('close')).toMatchObject({ status: 409, json: { code: 'StatusConflict' } })
    set({ actionInTransition: 'accept' })
    expect((await act('close')).status).toBe(200)
    expect(await config()).toMatchObject({ status: 'closing' })
  })

  it('accepts an action that changes nothing, unless the switch says otherwise', async () => {
    expect((await act('close')).status).toBe(200)
    expect(await config()).toMatchObject({ status: 'closed' })
    set({ actionWithoutChange: 'conflict' })
    expect((await act('close')).status).toBe(409)
  })

  it.each(['toggle', '', null, true, undefined, 'OPEN'])('refuses the action %j', async (action) => {
    expect(await act(action)).toMatchObject({
      status: 400,
      json: { code: 'BadRequest', message: 'please check the request' },
    })
  })

  it('keeps the list on close, unless the switch says otherwise', async () => {
    emulator.patchInstance(id, {
      endpointStatus: 'opened',
      allowList: [{ ipAddr: '1.2.3.4', description: '' }],
    })
    await act('close')
    expect(stored()).toEqual(['1.2.3.4'])
    emulator.putEndpointStatus(id, 'opened')
    set({ keepAllowListOnClose: false })
    await act('close')
    expect(stored()).toEqual([])
  })

  it('shows an unknown word as it is until the next action', async () => {
    emulator.putEndpointStatus(id, 'suspended')
    expect(await config()).toMatchObject({ status: 'suspended' })
    await act('open')
    expect(await config()).toMatchObject({ status: 'opening' })
  })

  it('writes an empty list and an unused domain as the switches say', async () => {
    set({ emptyList: 'null', unusedDomain: 'empty' })
    expect(await config()).toEqual({ domain: '', status: 'closed', whitelist: null })
  })
})

describe('allow list', () => {
  it('stores what was sent, letter for letter and in order', async () => {
    for (const [ipAddr, description] of [
      ['220.181.108.178', 'office ip'],
      ['192.168.0.1/24', '办公 <b>&'],
      ['0.0.0.0/0', ''],
    ]) {
      expect(await add(ipAddr, description)).toMatchObject({ status: 200, text: '' })
    }
    expect(await config()).toMatchObject({
      whitelist: [
        { ipAddr: '220.181.108.178', description: 'office ip' },
        { ipAddr: '192.168.0.1/24', description: '办公 <b>&' },
        { ipAddr: '0.0.0.0/0', description: '' },
      ],
    })
  })

  it.each([
    '',
    'office',
    '1.2.3',
    '1.2.3.4/33',
    '1.2.3.256',
    '010.0.0.1',
    '::1',
    '2001:db8::/32',
    ' 1.2.3.4',
    7,
    null,
  ])('refuses the address %j', async (ipAddr) => {
    expect(await add(ipAddr)).toMatchObject({ status: 400, json: { code: 'BadRequest' } })
    expect(stored()).toEqual([])
  })

  it('accepts a missing description, refuses one that is not text', async () => {
    expect((await call(emulator, 'POST', `${base}/whitelist`, { body: { ipAddr: '1.2.3.4' } })).status).toBe(
      200,
    )
    expect((await add('1.2.3.5', 5)).status).toBe(400)
  })

  it.each(['not json', '[]', 'null', '"text"', ''])('refuses the body %j', async (body) => {
    expect((await call(emulator, 'POST', `${base}/whitelist`, { body })).status).toBe(400)
  })

  it('compares duplicates as text', async () => {
    await add('1.2.3.4', 'first')
    expect(await add('1.2.3.4', 'second')).toMatchObject({ status: 409, json: { code: 'StatusConflict' } })
    expect((await add('1.2.3.4/32')).status).toBe(200)
    set({ duplicateEntry: 'ignore' })
    expect((await add('1.2.3.4', 'third')).status).toBe(200)
    expect(emulator.instance(id).allowList[0]?.description).toBe('first')
    set({ duplicateEntry: 'replace' })
    await add('1.2.3.4', 'fourth')
    expect(emulator.instance(id).allowList).toHaveLength(2)
    expect(emulator.instance(id).allowList[0]?.description).toBe('fourth')
  })

  it('refuses host bits only when told to', async () => {
    set({ hostBits: 'refuse' })
    expect((await add('192.168.0.1/24')).status).toBe(400)
    expect((await add('192.168.0.0/24')).status).toBe(200)
  })

  it('has limits only when told to', async () => {
    set({ allowListMax: 1, descriptionMax: 3, deleteItemsMax: 1 })
    expect((await add('1.1.1.1', '四个汉字')).status).toBe(400)
    expect((await add('1.1.1.1', '三个字')).status).toBe(200)
    expect(await add('1.1.1.2')).toMatchObject({
      status: 412,
      json: { code: 'QuotaExceed', message: 'quota exceed' },
    })
    expect((await remove(['1.1.1.1', '1.1.1.2'])).status).toBe(400)
  })

  it('deletes a batch by exactly the stored text', async () => {
    for (const ipAddr of ['1.1.1.1', '2.2.2.2', '192.168.0.1/24']) await add(ipAddr)
    expect(await remove(['192.168.0.1/24', '1.1.1.1'])).toMatchObject({ status: 200, text: '' })
    expect(stored()).toEqual(['2.2.2.2'])
  })

  it('deletes nothing when one element is not stored, unless the switch says otherwise', async () => {
    await add('1.1.1.1')
    expect(await remove(['1.1.1.1', '1.1.1.1/32'])).toMatchObject({ status: 404, json: { code: 'NotFound' } })
    expect(stored()).toEqual(['1.1.1.1'])
    set({ missingEntry: 'ignore' })
    expect((await remove(['1.1.1.1', '1.1.1.1/32'])).status).toBe(200)
    expect(stored()).toEqual([])
  })

  it.each([[], null, 'all', [1], [''], [{ ipAddr: '1.1.1.1' }], undefined])(
    'refuses the items %j',
    async (items) => {
      await add('1.1.1.1')
      expect((await remove(items)).status).toBe(400)
      expect(stored()).toEqual(['1.1.1.1'])
    },
  )

  it('may be edited while closed, unless the switch says otherwise', async () => {
    expect((await add('1.1.1.1')).status).toBe(200)
    set({ editWhileClosed: 'conflict' })
    expect((await add('2.2.2.2')).status).toBe(409)
    expect((await remove(['1.1.1.1'])).status).toBe(409)
    expect(stored()).toEqual(['1.1.1.1'])
  })

  it('answers writes with the body that the switch names', async () => {
    set({ writeBody: 'object' })
    expect((await add('1.1.1.1')).text).toBe('{}')
    set({ writeBody: 'null' })
    expect((await remove(['1.1.1.1'])).text).toBe('null')
  })
})
