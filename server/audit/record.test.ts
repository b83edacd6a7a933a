import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '#lib/errors.ts'
import { type Services, startServices } from '#server/services/testing/start-services.ts'
import { closeAbandonedEvents, recordEvent, withAudit } from './record.ts'

const event = { action: 'endpoint.open', input: { action: 'open' } } as const
let services: Services

beforeAll(async () => {
  services = await startServices()
})
afterAll(() => services.close())
beforeEach(() => services.forget())

const outcomes = async () => (await services.auditRows()).map((row) => row.outcome)

describe('withAudit', () => {
  it('writes the row before the work begins', async () => {
    await withAudit(services.as('operator'), event, async () => {
      expect(await services.auditRows()).toMatchObject([{ action: 'endpoint.open', outcome: 'started' }])
    })
    expect(await outcomes()).toEqual(['succeeded'])
  })

  it('does not begin the work when the row cannot be written', async () => {
    let isBegun = false
    const context = services.as('operator')
    const broken = { ...context, requestId: null as unknown as string }
    const attempt = withAudit(broken, event, async () => {
      isBegun = true
    })
    await expect(attempt).rejects.toThrow()
    expect(isBegun).toBe(false)
  })

  it('gives the result although the row could not be completed', async () => {
    const context = services.as('operator')
    const result = await withAudit(context, event, async (ticket, record) => {
      // What JSON cannot hold makes the completion fail, not the work.
      record.after({ big: 1n } as unknown as Record<string, unknown>)
      return 'done'
    })
    expect(result).toBe('done')
    expect(await outcomes()).toEqual(['started'])
  })

  it('keeps every call to the cloud in order', async () => {
    await withAudit(services.as('operator'), event, async (ticket) => {
      ticket.noteUpstream('one', 'createAllowListEntry')
      ticket.noteUpstream(null, 'createAllowListEntry')
      ticket.noteUpstream('two', 'deleteAllowListEntries')
    })
    expect((await services.auditRows())[0]?.upstreamCalls).toEqual([
      { requestId: 'one', operation: 'createAllowListEntry' },
      { requestId: null, operation: 'createAllowListEntry' },
      { requestId: 'two', operation: 'deleteAllowListEntries' },
    ])
  })

  it.each([
    [new AppError('conflict'), false, 'refused'],
    [new AppError('invalid_input'), false, 'refused'],
    [new AppError('conflict', { upstream: { status: 409 } }), true, 'failed'],
    [new AppError('quota_exceeded'), true, 'failed'],
    [new AppError('upstream_unavailable'), false, 'failed'],
    [new AppError('outcome_unknown'), true, 'unknown'],
    [new Error('a slip of ours'), false, 'failed'],
  ])('%s after a call: %s is told as %s', async (error, wasSent, outcome) => {
    const attempt = withAudit(services.as('operator'), event, async (ticket) => {
      if (wasSent) ticket.noteUpstream('one', 'updatePublicEndpoint')
      throw error
    })
    await expect(attempt).rejects.toBe(error)
    expect(await outcomes()).toEqual([outcome])
  })

  it('does not keep the words of an error we did not make', async () => {
    const attempt = withAudit(services.as('operator'), event, () =>
      Promise.reject(new Error('SELECT secret FROM somewhere')),
    )
    await expect(attempt).rejects.toThrow()
    const text = JSON.stringify(await services.auditRows())
    expect(text).not.toContain('SELECT')
    expect(text).toContain('errors.internal')
  })
})

describe('recordEvent', () => {
  it('writes a finished row, for strangers too', async () => {
    const { actor: _, ...rest } = services.as('viewer')
    const stranger = { ...rest, actor: { id: null, name: 'ada@example.com' } }
    await recordEvent(stranger, {
      action: 'session.sign-in',
      outcome: 'refused',
      input: { email: 'ada@example.com' },
      error: new AppError('unauthenticated'),
    })
    expect(await services.auditRows()).toMatchObject([
      {
        action: 'session.sign-in',
        outcome: 'refused',
        actorName: 'ada@example.com',
        error: { code: 'unauthenticated' },
      },
    ])
  })
})

describe('closeAbandonedEvents', () => {
  const minuteMs = 60_000
  const start = (work: (eventId: string) => Promise<void>) =>
    withAudit(services.as('operator'), event, (ticket) => work(ticket.eventId))

  it('marks what a dead process left, and only that', async () => {
    const { db, clock } = services.runtime
    await start(async () => {
      expect(await closeAbandonedEvents(db, clock() + minuteMs / 2)).toBe(0)
      expect(await closeAbandonedEvents(db, clock() + 2 * minuteMs)).toBe(1)
      expect(await outcomes()).toEqual(['unknown'])
    })
  })

  it('leaves work alone that another process is still doing', async () => {
    const { db, clock } = services.runtime
    await start(async (eventId) => {
      const later = clock() + 10 * minuteMs
      await db
        .insertInto('instance_lease')
        .values({ instance_id: 'ccr-1', holder: eventId, holder_name: 'x', expires_at: later + 1 })
        .execute()
      expect(await closeAbandonedEvents(db, later)).toBe(0)
      expect(await closeAbandonedEvents(db, later + 1)).toBe(1)
    })
  })
})
