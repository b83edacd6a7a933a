import { describe, expect, it } from 'vitest'
import { createReadCache, freshToleranceMs } from './read-cache.ts'

/** A source whose answers are released by hand, and a clock that is moved by hand. */
function setUp(keysMax?: number) {
  let now = 1_000_000
  const waiting: { resolve: (value: string) => void; reject: (error: Error) => void }[] = []
  const cache = createReadCache({ clock: () => now, ...(keysMax !== undefined && { keysMax }) })
  const load = () =>
    new Promise<string>((resolve, reject) => {
      waiting.push({ resolve, reject })
    })
  return {
    cache,
    load,
    waiting,
    pass: (ms: number) => {
      now += ms
    },
    read: (toleranceMs = 2_000) => cache.read('a', toleranceMs, load),
    answer: (index: number, value: string) => waiting[index]?.resolve(value),
    fail: (index: number) => waiting[index]?.reject(new Error('down')),
  }
}

describe('read', () => {
  it('asks once for all who ask at the same time', async () => {
    const { read, waiting, answer } = setUp()
    const reads = Array.from({ length: 100 }, () => read())
    answer(0, 'one')
    const values = await Promise.all(reads)
    expect(waiting).toHaveLength(1)
    expect(new Set(values)).toEqual(new Set([{ value: 'one', readAt: 1_000_000 }]))
  })

  it('answers from memory while that is fresh enough for who asks, and not a millisecond longer', async () => {
    const { read, waiting, answer, pass } = setUp()
    const first = read()
    answer(0, 'one')
    await first
    pass(1_999)
    expect((await read()).value).toBe('one')
    const impatient = read(500)
    answer(1, 'two')
    expect((await impatient).value).toBe('two')
    pass(2_000)
    const later = read()
    answer(2, 'three')
    expect((await later).value).toBe('three')
    expect(waiting).toHaveLength(3)
  })

  it('counts the age of an answer from its question', async () => {
    const { read, waiting, answer, pass } = setUp()
    const slow = read()
    pass(1_500)
    answer(0, 'one')
    expect(await slow).toEqual({ value: 'one', readAt: 1_000_000 })
    pass(500)
    const next = read()
    answer(1, 'two')
    expect((await next).value).toBe('two')
    expect(waiting).toHaveLength(2)
  })

  it('tells a failure to all who wait and forgets it', async () => {
    const { read, waiting, answer, fail } = setUp()
    const reads = [read(), read()]
    fail(0)
    const results = await Promise.allSettled(reads)
    expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected'])
    const again = read()
    answer(1, 'one')
    expect((await again).value).toBe('one')
    expect(waiting).toHaveLength(2)
  })

  it('keeps what it had when a later read fails', async () => {
    const { read, answer, fail } = setUp()
    const first = read()
    answer(0, 'one')
    await first
    const failing = read(0)
    fail(1)
    await expect(failing).rejects.toThrow('down')
    expect((await read()).value).toBe('one')
  })

  it('does not take a clock set back for freshness', async () => {
    const { read, waiting, answer, pass } = setUp()
    const first = read()
    answer(0, 'one')
    await first
    pass(-60_000)
    const again = read()
    answer(1, 'two')
    expect((await again).value).toBe('two')
    expect(waiting).toHaveLength(2)
  })

  it('forgets the oldest keys when there are too many', async () => {
    const { cache } = setUp(2)
    let calls = 0
    const ask = (key: string) => cache.read(key, 2_000, () => Promise.resolve(++calls))
    for (const key of ['a', 'b', 'c']) await ask(key)
    await ask('c')
    await ask('b')
    expect(calls).toBe(3)
    await ask('a')
    expect(calls).toBe(4)
  })
})

describe('invalidate', () => {
  it('does not keep a read that began before the write, nor let later readers join it', async () => {
    const { cache, read, waiting, answer } = setUp()
    const before = read()
    cache.invalidate('a')
    const after = read()
    expect(waiting).toHaveLength(2)
    answer(1, 'new')
    expect((await after).value).toBe('new')
    answer(0, 'old')
    expect((await before).value).toBe('old')
    expect((await read()).value).toBe('new')
    expect(waiting).toHaveLength(2)
  })

  it('does not keep it when nobody asked in between either', async () => {
    const { cache, read, waiting, answer } = setUp()
    const before = read()
    cache.invalidate('a')
    answer(0, 'old')
    await before
    const after = read()
    answer(1, 'new')
    expect((await after).value).toBe('new')
    expect(waiting).toHaveLength(2)
  })

  it('is not undone by an older read that fails', async () => {
    const { cache, read, waiting, answer, fail } = setUp()
    const before = read()
    cache.invalidate('a')
    const after = read()
    answer(1, 'new')
    await after
    fail(0)
    await expect(before).rejects.toThrow('down')
    expect((await read()).value).toBe('new')
    expect(waiting).toHaveLength(2)
  })

  it('takes the keys below along and leaves the neighbours', async () => {
    const { cache } = setUp()
    const calls: string[] = []
    const ask = (key: string) =>
      cache.read(key, 2_000, () => {
        calls.push(key)
        return Promise.resolve(key)
      })
    for (const key of ['i/1/links', 'i/1/list', 'i/12/list']) await ask(key)
    cache.invalidate('i/1')
    for (const key of ['i/1/links', 'i/1/list', 'i/12/list']) await ask(key)
    expect(calls).toEqual(['i/1/links', 'i/1/list', 'i/12/list', 'i/1/links', 'i/1/list'])
  })
})

describe('refresh', () => {
  it('asks although something is cached or under way, and its answer is the one that stays', async () => {
    const { cache, read, load, waiting, answer } = setUp()
    const slow = read()
    const fresh = cache.refresh('a', load)
    expect(waiting).toHaveLength(2)
    answer(1, 'fresh')
    await fresh
    answer(0, 'slow')
    await slow
    expect((await read()).value).toBe('fresh')
    expect(waiting).toHaveLength(2)
  })
})

describe('keep', () => {
  it('answers without a read, until it is forgotten', async () => {
    const { cache, read, waiting, answer } = setUp()
    cache.keep('a', 'known')
    expect((await read()).value).toBe('known')
    cache.invalidate('a')
    const after = read()
    answer(0, 'read')
    expect((await after).value).toBe('read')
    expect(waiting).toHaveLength(1)
  })
})

describe('toleranceMs', () => {
  it('follows the interval at which a viewer comes back', () => {
    const { cache, pass } = setUp()
    expect(cache.toleranceMs('ada', 'list')).toBe(freshToleranceMs)
    pass(30_000)
    expect(cache.toleranceMs('ada', 'list')).toBe(27_000)
    pass(3_000)
    expect(cache.toleranceMs('ada', 'list')).toBe(2_700)
    pass(100)
    expect(cache.toleranceMs('ada', 'list')).toBe(freshToleranceMs)
    pass(600_000)
    expect(cache.toleranceMs('ada', 'list')).toBe(freshToleranceMs)
  })

  it('knows viewers and questions apart', () => {
    const { cache, pass } = setUp()
    cache.toleranceMs('ada', 'list')
    pass(30_000)
    expect(cache.toleranceMs('bob', 'list')).toBe(freshToleranceMs)
    expect(cache.toleranceMs('ada', 'links')).toBe(freshToleranceMs)
  })

  it('makes a hundred viewers cost at most 1.2 times one, at any interval', async () => {
    for (const intervalMs of [2_000, 5_000, 10_000, 30_000]) {
      const callsWith = async (viewers: number) => {
        const { cache, pass } = setUp()
        let calls = 0
        const stepMs = intervalMs / 100
        // Two intervals to come in, then ten that count.
        for (let step = 0; step < 1_200; step++) {
          if (step === 200) calls = 0
          for (let viewer = step % 100; viewer < viewers; viewer += 100) {
            await cache.read('a', cache.toleranceMs(`v${viewer}`, 'a'), () => Promise.resolve(++calls))
          }
          pass(stepMs)
        }
        return calls
      }
      const one = await callsWith(1)
      const hundred = await callsWith(100)
      expect(one).toBe(10)
      expect(hundred / one).toBeLessThanOrEqual(1.2)
    }
  })
})
