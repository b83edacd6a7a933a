import { describe, expect, it } from 'vitest'
import { exposureOf } from '#lib/exposure/level.ts'
import { rulerPosition, rulerSegments } from '#lib/exposure/ruler.ts'
import { verdictOf } from '#lib/exposure/verdict.ts'
import { messages } from '#lib/messages/index.ts'
import { publicSet } from '#lib/net/public-addresses.ts'

function of(endpointStatus: string, texts: readonly string[], statuses: readonly string[] = []) {
  return exposureOf({
    endpointStatus,
    entries: texts.map((ipAddr) => ({ ipAddr })),
    links: statuses.map((status) => ({ status })),
  })
}

describe('exposureOf', () => {
  it.each([
    ['closed', ['203.0.113.0/24'], [], 'closed'],
    ['closed', ['203.0.113.0/24'], ['created'], 'privateOnly'],
    ['closed', [], ['creating', 'failed', 'deleting'], 'closed'],
    ['opened', ['203.0.113.0/24'], [], 'narrow'],
    ['opened', ['198.18.0.0/20'], [], 'narrow'],
    ['opened', ['198.18.0.0/20', '203.0.113.1'], [], 'broad'],
    ['opened', ['0.0.0.0/0'], ['created'], 'world'],
    ['opened', ['16.0.0.0/4'], [], 'world'],
    ['opened', ['16.0.0.0/5'], [], 'broad'],
    // The world in pieces is the world.
    ['opened', ['0.0.0.0/1', '128.0.0.0/1'], [], 'world'],
    ['opened', ['10.0.0.0/8', '192.168.0.1/24'], [], 'closed'],
    ['opened', ['10.0.0.0/8'], ['created'], 'privateOnly'],
    ['opened', [], [], 'world'],
    ['opened', ['what?'], [], 'narrow'],
    // Neither of these is closed yet.
    ['opening', ['203.0.113.0/24'], [], 'narrow'],
    ['closing', ['203.0.113.0/24'], [], 'narrow'],
    ['somethingNew', ['203.0.113.0/24'], [], 'narrow'],
    ['', ['203.0.113.0/24'], [], 'narrow'],
  ])('%s with %j and links %j is %s', (status, texts, links, level) => {
    expect(of(status, texts, links).level).toBe(level)
  })

  it('counts the union once, and only what can arrive', () => {
    const exposure = of(
      'opened',
      ['203.0.113.0/24', '203.0.113.64/26', '203.0.113.7/32', '203.0.113.7', '192.168.0.1/24', 'nonsense'],
      ['created', 'created', 'failed'],
    )
    expect(exposure).toEqual({
      level: 'narrow',
      publicAddresses: 256,
      latentAddresses: 0,
      entryCount: 6,
      createdLinks: 2,
      emptyAndOpened: false,
      unreadableEntries: 1,
    })
  })

  it('calls the reach of a closed endpoint latent', () => {
    expect(of('closed', ['203.0.113.0/24'])).toMatchObject({ publicAddresses: 0, latentAddresses: 256 })
    expect(of('closing', ['203.0.113.0/24'])).toMatchObject({ publicAddresses: 256, latentAddresses: 0 })
  })

  it('takes an empty list of an open endpoint for the world, and says so', () => {
    expect(of('opened', [])).toMatchObject({ emptyAndOpened: true, publicAddresses: publicSet.count })
    expect(of('closed', [])).toMatchObject({ emptyAndOpened: false, publicAddresses: 0, latentAddresses: 0 })
  })

  it('obeys other thresholds', () => {
    const entries = [{ ipAddr: '203.0.113.0/24' }]
    const level = (broadAbove: number, worldFrom: number) =>
      exposureOf({ endpointStatus: 'opened', entries, links: [], thresholds: { broadAbove, worldFrom } })
        .level
    expect([level(256, 257), level(255, 257), level(255, 256)]).toEqual(['narrow', 'broad', 'world'])
  })
})

describe('the ruler', () => {
  it('is a log2 scale', () => {
    expect([0, 1, 2, 256, 65536, 2 ** 24, 2 ** 32, 2 ** 40].map(rulerPosition)).toEqual([
      0,
      0,
      1 / 32,
      0.25,
      0.5,
      0.75,
      1,
      1,
    ])
    expect(rulerPosition(Number.NaN)).toBe(0)
  })

  it('fills one segment after the other', () => {
    expect(rulerSegments(0)).toEqual([0, 0, 0, 0])
    expect(rulerSegments(1)).toEqual([1 / 16, 0, 0, 0])
    expect(rulerSegments(4096)).toEqual([1, 0.5, 0, 0])
    expect(rulerSegments(2 ** 32)).toEqual([1, 1, 1, 1])
  })
})

describe('verdictOf', () => {
  it.each([
    ['opened', ['203.0.113.0/24'], ['created'], 'verdict.publicAndLinks', []],
    ['opened', ['203.0.113.0/24'], [], 'verdict.publicOnly', []],
    ['opened', ['10.0.0.0/8'], ['created'], 'verdict.linksOnly', []],
    ['opened', ['10.0.0.0/8'], [], 'verdict.nothing', []],
    ['opened', [], ['created'], 'verdict.emptyAndOpened', []],
    ['opened', ['what?'], [], 'verdict.unreadableOnly', ['note.unreadable']],
    ['opened', ['what?', '203.0.113.1'], [], 'verdict.publicOnly', ['note.unreadable']],
    ['closed', ['203.0.113.0/24'], ['created'], 'verdict.linksOnly', ['note.ifReopened']],
    ['closed', [], [], 'verdict.nothing', ['note.ifReopenedEmpty']],
    ['closed', ['10.0.0.0/8'], [], 'verdict.nothing', ['note.ifReopenedNobody']],
    ['closed', ['what?'], [], 'verdict.nothing', ['note.unreadable']],
  ])('%s %j %j → %s %j', (status, texts, links, key, notes) => {
    const verdict = verdictOf(of(status, texts, links), status)
    expect(verdict.key).toBe(key)
    expect(verdict.notes.map((note) => note.key)).toEqual(notes)
    for (const path of [verdict.key, ...verdict.notes.map((note) => note.key)]) {
      const [group, name] = path.split('.') as [string, string]
      expect(messages.en.exposure, path).toHaveProperty([group, name])
    }
  })
})
