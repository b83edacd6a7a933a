import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addEntry, draftEntries, removeEntries, startDraft } from '#lib/allow-list/draft.ts'
import { effectOf } from '#lib/allow-list/effect.ts'
import { blockOf, formatBlock } from '#lib/net/cidr.ts'
import { piecesOf, searchView, textsBetween, viewOfDraft } from './rows.ts'

const list = [
  ['198.18.4.0/23', 'build farm NAT pool'],
  ['203.0.113.0/24', 'office egress'],
  ['203.0.113.64/26', 'meeting rooms'],
  ['203.0.113.25', 'VPN concentrator'],
  ['220.181.108.178', 'office ip'],
  ['220.181.108.178/32', ''],
  ['192.168.0.1/24', 'test'],
  ['office.example.com', 'a name'],
].map(([ipAddr = '', description = '']) => ({ ipAddr, description }))
const draft = startDraft(list)
const row = (view: ReturnType<typeof viewOfDraft>, text: string) =>
  view.rows.find((item) => item.text === text)

test('a row says what it means, admits and whose it is', () => {
  const view = viewOfDraft(draft, '203.0.113.25')
  expect(row(view, '192.168.0.1/24')).toMatchObject({ admits: 0, parsed: { meaning: '192.168.0.0/24' } })
  expect(row(view, 'office.example.com')).toMatchObject({ admits: null, parsed: null, isYours: null })
  expect(row(view, '203.0.113.25')?.isYours).toBe('exactly')
  expect(row(view, '203.0.113.0/24')?.isYours).toBe('within')
  expect(row(view, '203.0.113.64/26')?.isYours).toBeNull()
  expect(row(viewOfDraft(draft, null), '203.0.113.25')?.isYours).toBeNull()
})

test('flags are those of the list as it would be', () => {
  const flagsOf = (view: ReturnType<typeof viewOfDraft>, text: string) =>
    row(view, text)?.flags.map(({ flag }) => flag)
  expect(flagsOf(viewOfDraft(draft, null), '203.0.113.25')).toContain('covered')
  const without = viewOfDraft(removeEntries(draft, ['203.0.113.0/24']), null)
  expect(flagsOf(without, '203.0.113.25')).not.toContain('covered')
  expect(flagsOf(without, '203.0.113.0/24')).toEqual([])
})

test('superfluous rows: covered, later duplicates and private ones', () => {
  expect(viewOfDraft(draft, null).superfluous).toEqual([
    '203.0.113.64/26',
    '203.0.113.25',
    '220.181.108.178/32',
    '192.168.0.1/24',
  ])
})

test('removing all superfluous rows refuses nobody', () => {
  const block = fc
    .tuple(
      fc.constantFrom(0x0a000000, 0xcb007100, 0xc6120000),
      fc.nat(4095),
      fc.integer({ min: 18, max: 32 }),
    )
    .map(([base, low, prefix]) => formatBlock(blockOf((base | low) >>> 0, prefix)))
  fc.assert(
    fc.property(fc.uniqueArray(block, { maxLength: 24 }), (texts) => {
      const base = startDraft(texts.map((ipAddr) => ({ ipAddr, description: '' })))
      const after = removeEntries(base, viewOfDraft(base, null).superfluous)
      expect(effectOf(base.base, draftEntries(after)).lostCount).toBe(0)
      expect(viewOfDraft(after, null).superfluous).toEqual([])
    }),
  )
})

test('a search shows admitting rows and removed ones, with their marks', () => {
  const edited = addEntry(removeEntries(draft, ['203.0.113.25']), {
    ipAddr: '203.0.113.16/28',
    description: '',
  })
  const view = viewOfDraft(edited, null)
  const { result, matches } = searchView(view, '203.0.113.25')
  expect(result).toMatchObject({ kind: 'address', admittedBy: 2 })
  const shown = view.rows.filter(({ key }) => matches?.has(key)).map(({ text }) => text)
  expect(shown).toEqual(['203.0.113.16/28', '203.0.113.0/24', '203.0.113.25'])
  const office = row(view, '203.0.113.0/24')
  expect(piecesOf('203.0.113.0/24', matches?.get(office?.key ?? '')?.addressMarks ?? [])).toEqual([
    { text: '203.0.113', isMarked: true },
    { text: '.0/24', isMarked: false },
  ])
  expect(searchView(view, '  ').matches).toBeNull()
})

test('words are marked in descriptions', () => {
  const view = viewOfDraft(draft, null)
  const { matches } = searchView(view, 'OFFICE')
  expect(matches?.size).toBe(3)
  const office = row(view, '220.181.108.178')
  expect(piecesOf('office ip', matches?.get(office?.key ?? '')?.descriptionMarks ?? [])).toEqual([
    { text: 'office', isMarked: true },
    { text: ' ip', isMarked: false },
  ])
})

test('a range takes every selectable row between two, in either direction', () => {
  const { rows } = viewOfDraft(removeEntries(draft, ['203.0.113.64/26']), null)
  const expected = ['203.0.113.0/24', '203.0.113.25']
  expect(textsBetween(rows, '203.0.113.0/24', '203.0.113.25')).toEqual(expected)
  expect(textsBetween(rows, '203.0.113.25', '203.0.113.0/24')).toEqual(expected)
  expect(textsBetween(rows, 'gone', '203.0.113.25')).toEqual(['203.0.113.25'])
})
