import { describe, expect, it } from 'vitest'
import { endpointView, notFollowedAfterMs } from './endpoint-view.ts'

const at = 1_000_000
const by = (action: 'open' | 'close') => ({ action, at, byName: 'Mei' })

describe('endpointView', () => {
  it.each([
    ['opened', 'on', null, 'close'],
    ['closed', 'off', null, 'open'],
    ['opening', 'off', 'open', null],
    ['closing', 'on', 'close', null],
    ['frozen', 'on', null, null],
  ] as const)('%s: thumb %s, moving %s, next %s', (status, position, moving, nextAction) => {
    expect(endpointView(status, null, at)).toEqual({ position, moving, nextAction, note: null })
  })

  it('names who asked while it moves, only when it moves that way', () => {
    expect(endpointView('opening', by('open'), at + 5).note).toMatchObject({
      kind: 'movingSince',
      byName: 'Mei',
    })
    expect(endpointView('opening', by('close'), at + 5).note).toBeNull()
  })

  it('says since when it is settled', () => {
    expect(endpointView('opened', by('open'), at + 5).note?.kind).toBe('settledSince')
  })

  it('says when the cloud did not follow, after a minute and within a day', () => {
    expect(endpointView('closed', by('open'), at + notFollowedAfterMs - 1).note).toBeNull()
    expect(endpointView('closed', by('open'), at + notFollowedAfterMs).note).toMatchObject({
      kind: 'notFollowed',
    })
    expect(endpointView('closed', by('open'), at + 90_000_000).note).toBeNull()
  })
})
