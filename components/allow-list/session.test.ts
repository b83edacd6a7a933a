import { expect, test } from 'vitest'
import { addEntry, removeEntries } from '#lib/allow-list/draft.ts'
import { readSession, subscribeToSessions, writeSession } from './draft-store.ts'
import { isBehind, redraw, sessionOn, startSession, unsentChanges, withDraft } from './session.ts'
import { differenceOf, failureOf, rowProblems } from './submission.ts'

const office = { ipAddr: '203.0.113.0/24', description: 'office' }
const partner = { ipAddr: '198.51.100.0/24', description: 'partner' }
const edge = { ipAddr: '192.0.2.0/24', description: 'edge' }
const first = { version: 'a', entries: [office, partner] }
const second = { version: 'b', entries: [office, edge] }
const added = { ipAddr: '8.8.8.8', description: '' }

test('without edits a session follows the list, with edits it stays and says so', () => {
  const fresh = startSession(first)
  expect(sessionOn(fresh, second).draft.base).toBe(second.entries)
  const edited = withDraft(fresh, addEntry(fresh.draft, added))
  expect(sessionOn(edited, second)).toBe(edited)
  expect(isBehind(edited, second)).toBe(true)
  expect(isBehind(edited, first)).toBe(false)
  expect(unsentChanges(edited)).toBe(1)
})

test('redrawing keeps the intentions and lists what no longer fits', () => {
  const fresh = startSession(first)
  const draft = removeEntries(addEntry(fresh.draft, { ...edge, description: 'mine' }), [partner.ipAddr])
  const again = redraw(withDraft(fresh, draft), second)
  expect(again.version).toBe('b')
  expect(again.conflicts.map((conflict) => conflict.kind)).toEqual(['addedElsewhere'])
  expect(unsentChanges(again)).toBe(0)
})

test('what is being sent stays as it was sent', () => {
  const fresh = startSession(first)
  const sending = {
    ...withDraft(fresh, addEntry(fresh.draft, added)),
    submission: { state: 'pending', startedAt: 0, steps: [] } as const,
  }
  expect(withDraft(sending, fresh.draft)).toBe(sending)
  expect(sessionOn(sending, second)).toBe(sending)
})

test('the store tells its listeners once a change and forgets what is withdrawn', () => {
  let calls = 0
  const stop = subscribeToSessions(() => calls++)
  const session = startSession(first)
  writeSession('ccr-1', session)
  writeSession('ccr-1', session)
  expect(calls).toBe(1)
  expect(readSession('ccr-2')).toBeUndefined()
  writeSession('ccr-1', undefined)
  expect(readSession('ccr-1')).toBeUndefined()
  stop()
  writeSession('ccr-1', session)
  expect(calls).toBe(2)
  writeSession('ccr-1', undefined)
})

const change = {
  add: [added, edge],
  edit: [{ ipAddr: office.ipAddr, to: { ...office, description: 'new' } }],
  remove: [partner.ipAddr],
}
const error = (code: string, more: object = {}) => ({ code, message: '', ...more })

test('each failure asks for something else', () => {
  const stale = { details: { baseVersion: 'a', currentVersion: 'b', entries: [edge] } }
  expect(failureOf(error('stale_write', stale), change)).toEqual({
    kind: 'stale',
    now: { version: 'b', entries: [edge] },
  })
  expect(failureOf(error('stale_write', { details: { entries: 'garbage' } }), change)).toEqual({
    kind: 'stale',
    now: null,
  })
  expect(failureOf(error('outcome_unknown'), change)).toEqual({ kind: 'unknown' })
  expect(failureOf(error('network'), change)).toEqual({ kind: 'unknown' })
  expect(failureOf(error('upstream_rejected'), change)).toEqual({ kind: 'other' })
  const details = {
    done: [{ kind: 'add', ipAddrs: ['8.8.8.8'], upstreamRequestId: 'r-1' }],
    remaining: [{ kind: 'add', ipAddr: edge.ipAddr, description: 'edge', purpose: 'new' }],
    version: 'c',
    entries: [added],
  }
  expect(failureOf(error('upstream_rejected', { details }), change)).toEqual({
    kind: 'partial',
    done: details.done,
    remaining: [{ kind: 'add', ipAddrs: [edge.ipAddr], upstreamRequestId: null }],
    now: { version: 'c', entries: [added] },
  })
  const none = { ...details, done: [] }
  expect(failureOf(error('upstream_rejected', { details: none }), change)).toEqual({ kind: 'other' })
})

test('field problems find their rows, the first one each', () => {
  const fields = [
    { path: 'add.1.ipAddr', message: 'one' },
    { path: 'add.1.description', message: 'two' },
    { path: 'edit.0.to.description', message: 'three' },
    { path: 'remove.0', message: 'four' },
    { path: 'add.9.ipAddr', message: 'nobody' },
  ]
  expect([...rowProblems(fields, change)]).toEqual([
    [edge.ipAddr, 'one'],
    [office.ipAddr, 'three'],
    [partner.ipAddr, 'four'],
  ])
})

test('the difference between two readings', () => {
  const renamed = { ...office, description: 'head office' }
  expect(differenceOf([office, partner], [renamed, edge])).toEqual({
    added: [edge],
    removed: [partner],
    changed: [{ before: office, after: renamed }],
  })
})
