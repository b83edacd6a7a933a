import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Services, startServices } from '#server/services/testing/start-services.ts'
import { withInstanceLease } from './instance-lease.ts'

let services: Services

beforeAll(async () => {
  services = await startServices({ changePolicy: { leaseMs: 60_000, leaseWaitMs: 2_000 } })
})
afterAll(() => services.close())
beforeEach(() => services.forget())

const request = (holder: string, instanceId = 'ccr-1') => ({
  instanceId,
  holder,
  holderName: `name of ${holder}`,
})
const leases = () => services.runtime.db.selectFrom('instance_lease').selectAll().execute()

/** A promise and the function that fulfils it. */
function gate() {
  let open: () => void = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

describe('withInstanceLease', () => {
  it('lets one in at a time, across processes', async () => {
    const runtimes = [services.runtime, await services.secondRuntime()]
    let inside = 0
    let most = 0
    await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        withInstanceLease(runtimes[i % 2] ?? services.runtime, request(`event-${i}`), async () => {
          most = Math.max(most, ++inside)
          await new Promise((resolve) => setImmediate(resolve))
          inside -= 1
        }),
      ),
    )
    expect(most).toBe(1)
    expect(await leases()).toEqual([])
  })

  it('does not keep instances from each other', async () => {
    await withInstanceLease(services.runtime, request('one', 'ccr-1'), () =>
      withInstanceLease(services.runtime, request('two', 'ccr-2'), async () => {
        expect(await leases()).toHaveLength(2)
      }),
    )
  })

  it('says who is busy after a bounded wait', async () => {
    const impatient = { ...services.runtime, changePolicy: { leaseWaitMs: 100 } }
    await withInstanceLease(services.runtime, request('one'), async () => {
      await expect(withInstanceLease(impatient, request('two'), async () => {})).rejects.toMatchObject({
        code: 'instance_busy',
        details: { byName: 'name of one' },
      })
    })
  })

  it('is given back when the work fails', async () => {
    const attempt = withInstanceLease(services.runtime, request('one'), () => Promise.reject(new Error('no')))
    await expect(attempt).rejects.toThrow('no')
    expect(await leases()).toEqual([])
  })

  it('passes to the next when its holder has died', async () => {
    const dead = { ...services.runtime, clock: () => Date.now() - 120_000 }
    const { open, opened } = gate()
    const abandoned = withInstanceLease(dead, request('dead'), () => opened)
    await expect.poll(leases).toHaveLength(1)
    await withInstanceLease(services.runtime, request('alive'), async () => {
      expect(await leases()).toMatchObject([{ holder: 'alive' }])
      // The dead one wakes up and ends: it must not give back what is no longer its own.
      open()
      await abandoned
      expect(await leases()).toMatchObject([{ holder: 'alive' }])
    })
  })

  it('lasts as long as the work goes on, and a lost one stops it', async () => {
    let nowMs = Date.now()
    const moving = { ...services.runtime, clock: () => nowMs }
    await withInstanceLease(moving, request('one'), async ({ keep }) => {
      for (let minute = 0; minute < 5; minute++) {
        nowMs += 50_000
        await keep()
        expect((await leases())[0]?.expires_at).toBe(nowMs + 60_000)
      }
      nowMs += 61_000
      const other = { ...moving, changePolicy: { leaseWaitMs: 0 } }
      await withInstanceLease(other, request('two'), async () => {
        await expect(keep()).rejects.toMatchObject({ code: 'instance_busy' })
      })
    })
  })
})
