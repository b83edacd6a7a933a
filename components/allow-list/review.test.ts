import { describe, expect, test } from 'vitest'
import { addEntry, editEntry, removeEntries, startDraft } from '#lib/allow-list/draft.ts'
import { reviewChange } from './review.ts'

const office = { ipAddr: '203.0.113.0/24', description: 'office egress' }
const partner = { ipAddr: '198.51.100.0/24', description: 'partner-x delivery hosts' }
const runner = { ipAddr: '198.18.9.17', description: '' }
const base = startDraft([office, partner, runner])
const me = '203.0.113.25'

const review = (draft: typeof base, endpointStatus = 'opened', myAddress: string | null = me) =>
  reviewChange({ draft, endpointStatus, myAddress })
const keys = (draft: typeof base, status?: string, address?: string | null) =>
  review(draft, status, address).checks.map((check) => check.key)

describe('the worst consequence', () => {
  test('names the loser when one described entry goes', () => {
    expect(review(removeEntries(base, [partner.ipAddr])).worst).toEqual({
      key: 'losesNamed',
      values: { name: partner.description, count: 256 },
    })
  })

  test('counts when the loser has no name', () => {
    const draft = removeEntries(base, [runner.ipAddr])
    expect(review(draft).worst).toEqual({ key: 'loses', values: { count: 1 } })
  })

  test('a covered entry that goes takes access from nobody', () => {
    const draft = removeEntries(startDraft([office, { ipAddr: me, description: 'VPN' }]), [me])
    expect(review(draft).worst).toEqual({ key: 'nothing' })
    expect(review(draft).guards).toEqual([])
  })

  test('notes only', () => {
    const draft = editEntry(base, runner.ipAddr, { ...runner, description: 'release runner' })
    expect(review(draft).worst).toEqual({ key: 'notesOnly' })
    expect(review(draft).effect.gainedCount + review(draft).effect.lostCount).toBe(0)
  })

  test('a private range changes nobody on the Internet', () => {
    const draft = addEntry(base, { ipAddr: '10.0.0.0/8', description: '' })
    expect(review(draft).worst).toEqual({ key: 'privateOnly' })
    expect(keys(draft)).toContain('private.some')
    expect(keys(draft)).toContain('wide.some')
  })
})

describe('guards', () => {
  test('the world however it is split', () => {
    const half = addEntry(base, { ipAddr: '0.0.0.0/1', description: '' })
    const whole = addEntry(half, { ipAddr: '128.0.0.0/1', description: '' })
    expect(review(whole).guards).toEqual([{ kind: 'world' }])
    expect(review(whole).worst).toEqual({ key: 'admitsWorld' })
  })

  test('narrowing a list that already admits the world is not asked about', () => {
    const open = startDraft([{ ipAddr: '0.0.0.0/0', description: '' }, partner])
    const draft = editEntry(open, '0.0.0.0/0', { ipAddr: '128.0.0.0/1', description: '' })
    expect(review(draft, 'opened', '203.0.113.25').guards).toEqual([])
  })

  test('an opened endpoint with an empty list, but not a closed one', () => {
    const empty = removeEntries(startDraft([partner]), [partner.ipAddr])
    expect(review(empty).guards).toEqual([{ kind: 'empty' }])
    expect(review(empty, 'closing').guards).toEqual([{ kind: 'empty' }])
    expect(review(empty, 'closed').guards).toEqual([])
  })

  test('the reader’s own address, with the entries that admitted it', () => {
    const draft = removeEntries(base, [office.ipAddr])
    expect(review(draft).guards).toEqual([{ kind: 'ownAddress', address: me, entries: [office.ipAddr] }])
    expect(review(draft).worst).toEqual({ key: 'losesYou', values: { address: me } })
    expect(review(draft, 'opened', null).guards).toEqual([])
    expect(keys(draft, 'opened', null)).toContain('you.unknown')
  })

  test('a private own address never reaches a public endpoint, so nothing is lost', () => {
    const list = startDraft([{ ipAddr: '127.0.0.0/8', description: '' }, partner])
    const draft = removeEntries(list, ['127.0.0.0/8'])
    expect(review(draft, 'opened', '127.0.0.1').guards).toEqual([])
    expect(keys(draft, 'opened', '127.0.0.1')).toContain('you.private')
  })
})

test('checks say what is kept, gained and closed', () => {
  const draft = addEntry(base, { ipAddr: '220.181.108.178', description: '' })
  expect(keys(draft)).toEqual(['you.kept', 'wide.none', 'private.none'])
  expect(keys(draft, 'closed')).toContain('closed')
  expect(keys(draft, 'opened', '220.181.108.178')).toContain('you.gained')
  expect(keys(draft, 'opened', '8.8.8.8')).toContain('you.out')
})

test('an unreadable entry whose note changes is told as a gap', () => {
  const odd = { ipAddr: 'office.example.com', description: '' }
  const draft = editEntry(startDraft([office, odd]), odd.ipAddr, { ...odd, description: 'office' })
  expect(keys(draft)).toEqual(['you.kept', 'unreadable', 'gap'])
})

test('the text diff holds changed rows only, added first', () => {
  const draft = addEntry(removeEntries(base, [partner.ipAddr]), { ipAddr: '8.8.8.8', description: '' })
  const { diff, unchanged, isTooLong } = review(draft)
  expect(diff.map(({ sign, entry }) => `${sign} ${entry.ipAddr}`)).toEqual(['+ 8.8.8.8', '- 198.51.100.0/24'])
  expect(unchanged).toBe(2)
  expect(isTooLong).toBe(false)
})
