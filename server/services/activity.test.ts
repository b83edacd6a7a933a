import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listActivityQuery } from '#lib/contract/activity.ts'
import { AppError } from '#lib/errors.ts'
import { recordEvent } from '#server/audit/record.ts'
import { listActivity } from './activity.ts'
import { createAllowListEntries } from './allow-list.ts'
import { updatePublicEndpoint } from './public-endpoint.ts'
import { type Services, startServices } from './testing/start-services.ts'

const id = 'ccr-test0001'
let services: Services

beforeAll(async () => {
  services = await startServices()
})
afterAll(() => services.close())
beforeEach(async () => {
  services.emulator.reset('empty')
  services.emulator.addInstance({ id, name: 'Payments 100%', region: 'gz' })
  await services.forget()
})

const list = (query: Record<string, unknown> = {}, context = services.as('viewer')) =>
  listActivity(context, listActivityQuery.parse(query))

/** Rows with times and actors of our choosing. */
async function record(
  count: number,
  part: { at?: (i: number) => number; name?: (i: number) => string } = {},
) {
  for (let i = 0; i < count; i++) {
    const context = services.as('operator')
    const runtime = { ...context.runtime, clock: () => part.at?.(i) ?? 1_000_000 + i }
    const actor = { id: `p${i}`, name: part.name?.(i) ?? `Person ${i}` }
    await recordEvent(
      { ...context, runtime, actor },
      { action: 'session.sign-in', outcome: 'succeeded', input: { i } },
    )
  }
}

describe('pages', () => {
  it('give every event once, newest first, however many share an instant', async () => {
    await record(25, { at: (i) => 1_000_000 + Math.floor(i / 10) })
    const seen: { at: number; id: string }[] = []
    let cursor: string | null | undefined
    let pages = 0
    do {
      const page = await list({ limit: 7, ...(cursor && { cursor }) })
      seen.push(...page.events)
      cursor = page.nextCursor
      pages += 1
    } while (cursor)
    expect(pages).toBe(4)
    expect(seen).toHaveLength(25)
    expect(new Set(seen.map((event) => event.id)).size).toBe(25)
    expect(seen.map((event) => event.at)).toEqual(seen.map((event) => event.at).sort((a, b) => b - a))
  })

  it('are not shifted by events that come in between', async () => {
    await record(4)
    const first = await list({ limit: 2 })
    await record(3, { at: () => 2_000_000 })
    const second = await list({ limit: 2, cursor: first.nextCursor })
    expect([...first.events, ...second.events].map((event) => event.actorName)).toEqual([
      'Person 3',
      'Person 2',
      'Person 1',
      'Person 0',
    ])
    expect(second.nextCursor).toBeNull()
  })

  it.each(['x', '../etc', 'zzzzzzzzzzzz.00000000-0000-0000-0000-000000000000', "1.' or 1=1 --"])(
    'do not begin at %s',
    async (cursor) => {
      await expect(list({ cursor })).rejects.toMatchObject({
        code: 'invalid_input',
        fields: [{ path: 'cursor' }],
      })
    },
  )
})

describe('filters', () => {
  beforeEach(async () => {
    await updatePublicEndpoint(services.as('operator'), id, 'open')
    await updatePublicEndpoint(services.as('admin'), id, 'open').catch(() => {})
    await createAllowListEntries(services.as('operator'), id, {
      entries: [{ ipAddr: '203.0.113.77', description: '办公室 Ä_1' }],
    })
    await record(2)
  })

  const count = async (query: Record<string, unknown>) => (await list(query)).events.length

  it('by instance, person, outcome, action and time', async () => {
    expect(await count({})).toBe(5)
    expect(await count({ instanceId: id })).toBe(3)
    expect(await count({ actorId: 'id-of-operator' })).toBe(2)
    expect(await count({ outcome: 'refused' })).toBe(1)
    expect(await count({ action: 'allow-list.update' })).toBe(1)
    expect(await count({ since: 2_000_000 })).toBe(3)
    expect(await count({ instanceId: id, outcome: 'succeeded', actorId: 'id-of-admin' })).toBe(0)
  })

  it('by words in names, input and request ids, all of which must be there', async () => {
    expect(await count({ text: 'payments' })).toBe(3)
    expect(await count({ text: '203.0.113.77' })).toBe(1)
    expect(await count({ text: '办公室' })).toBe(1)
    expect(await count({ text: 'ä_1 some PAYMENTS' })).toBe(1)
    expect(await count({ text: 'payments nobody' })).toBe(0)
    const request = services.upstreamWrites().at(-1)
    expect(await count({ text: request?.requestId })).toBe(1)
  })

  it('take the signs of patterns as they are', async () => {
    expect(await count({ text: '100%' })).toBe(3)
    expect(await count({ text: '%' })).toBe(3)
    expect(await count({ text: 'pay_ents' })).toBe(0)
    expect(await count({ text: '\\' })).toBe(0)
  })

  it('do not find the names of fields', async () => {
    expect(await count({ text: 'ipaddr' })).toBe(0)
  })
})

describe('an event', () => {
  it('keeps the names of that time', async () => {
    await updatePublicEndpoint(services.as('operator'), id, 'open')
    services.emulator.patchInstance(id, { name: 'renamed' })
    const { events } = await list()
    expect(events).toMatchObject([
      {
        instanceName: 'Payments 100%',
        region: 'gz',
        actorName: 'Some operator',
        clientAddress: '203.0.113.200',
      },
    ])
    expect(events[0]?.upstreamRequestIds).toEqual(services.upstreamWrites().map((each) => each.requestId))
  })

  it('tells its error in the language of the reader', async () => {
    const error = new AppError('upstream_auth', { upstream: { code: 'Unauthorized', requestId: 'up-1' } })
    await recordEvent(services.as('operator'), {
      action: 'endpoint.open',
      outcome: 'failed',
      input: {},
      error,
    })
    const [english] = (await list()).events
    const [chinese] = (await list({}, { ...services.as('viewer'), locale: 'zh-CN' })).events
    expect(english?.error).toMatchObject({ code: 'upstream_auth', upstream: { requestId: 'up-1' } })
    expect(english?.error?.message).toMatch(/[a-z]{3}/)
    expect(chinese?.error?.message).toMatch(/\p{Script=Han}/u)
  })
})
