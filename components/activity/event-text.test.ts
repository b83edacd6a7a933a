import { describe, expect, it } from 'vitest'
import { askedLines, compareStates, describeTarget, type EventState, stateFrom } from './event-text.ts'

const about = (action: Parameters<typeof describeTarget>[0]['action'], input: Record<string, unknown>) =>
  describeTarget({ action, input, actorName: 'Mei Lin' })

describe('describeTarget', () => {
  it('counts what an allow-list change asked for', () => {
    expect(about('allow-list.update', { add: [1, 2], remove: ['x'] })).toEqual({
      kind: 'counts',
      counts: { add: 2, edit: 0, remove: 1 },
    })
  })

  it('names a link', () => {
    expect(about('vpc-link.create', { vpcId: 'vpc-1', subnetId: 'sbn-1' })).toMatchObject({
      text: 'vpc-1 · sbn-1',
    })
  })

  it.each([
    [{ role: 'operator' }, { kind: 'role', role: 'operator' }],
    [{ isActive: false }, { kind: 'disabled' }],
    [{ isActive: true }, { kind: 'enabled' }],
    [{ unlock: true }, { kind: 'unlocked' }],
    [{ name: 'Ana S.' }, { kind: 'renamed', to: 'Ana S.' }],
  ])('says what %j changes of a person', (change, expected) => {
    expect(about('person.update', { name: 'Ana', change })).toEqual({
      kind: 'person',
      name: 'Ana',
      change: expected,
    })
  })

  it('names the right that was wanting, also one that is not known any more', () => {
    expect(about('access.refused', { permission: 'allow-list:write' })).toEqual({
      kind: 'right',
      right: 'allow-list:write',
    })
    expect(about('access.refused', { permission: 'old:right' })).toMatchObject({ text: 'old:right' })
  })

  it('does not name the one who acted a second time', () => {
    expect(about('session.end', { name: 'Mei Lin' })).toBeNull()
  })

  it('does not stumble over data of another shape', () => {
    expect(about('allow-list.update', { add: 'x' })).toBeNull()
    expect(about('person.create', { name: { a: 1 } })).toBeNull()
    expect(about('person.update', { name: 'Ana', change: 7 })).toMatchObject({ text: 'Ana' })
  })
})

const entry = (ipAddr: string, description = '') => ({ ipAddr, description })
const read = (state: Record<string, unknown>): EventState => {
  const found = stateFrom(state)
  if (found === null) throw new Error('a state was given')
  return found
}

describe('states', () => {
  it('shows the touched entries and counts the others', () => {
    const before = read({ version: 'aa', entryCount: 14, entries: [entry('1.1.1.1', 'old')] })
    const after = read({
      version: 'bb',
      entryCount: 15,
      entries: [entry('2.2.2.2', 'new'), entry('3.3.3.3')],
    })
    const compared = compareStates(before, after)
    expect(compared.before).toMatchObject({
      version: 'aa',
      untouched: 13,
      lines: [{ mark: '−', value: '1.1.1.1', note: 'old' }],
    })
    expect(compared.after.lines.map((line) => `${line.mark}${line.value}`)).toEqual(['+2.2.2.2', '+3.3.3.3'])
    expect(compared.after.untouched).toBe(13)
  })

  it('counts what both sides hold as untouched', () => {
    const before = read({ entryCount: 2, entries: [entry('1.1.1.1'), entry('2.2.2.2')] })
    const after = read({ entryCount: 1, entries: [entry('2.2.2.2')] })
    const compared = compareStates(before, after)
    expect(compared.before).toMatchObject({ untouched: 1, lines: [{ value: '1.1.1.1' }] })
    expect(compared.after).toMatchObject({ untouched: 1, lines: [] })
  })

  it('lays out what a property holds, and leaves out what is empty', () => {
    expect(read({ link: { vpcId: 'vpc-1', ipAddress: '' }, linkCount: 2 }).lines).toMatchObject([
      { name: 'vpcId', value: 'vpc-1' },
      { name: 'linkCount', value: '2' },
    ])
    expect(stateFrom(null)).toBeNull()
  })
})

describe('askedLines', () => {
  it('lists additions, edits and removals', () => {
    const input = {
      add: [entry('1.1.1.1', 'a')],
      edit: [
        { ipAddr: '2.2.2.2', to: entry('2.2.2.0/24', 'b') },
        { ipAddr: '4.4.4.4', to: entry('4.4.4.4', 'note') },
      ],
      remove: ['3.3.3.3'],
      baseVersion: 'aa',
    }
    expect(askedLines(input).map((l) => `${l.mark} ${l.value} ${l.note}`)).toEqual([
      '+ 1.1.1.1 a',
      '~ 2.2.2.2 → 2.2.2.0/24 b',
      '~ 4.4.4.4 note',
      '− 3.3.3.3 ',
    ])
  })

  it('names the other properties', () => {
    const input = { personId: 'x1', email: 'ana@example.com', change: { role: 'viewer' } }
    expect(askedLines(input)).toMatchObject([
      { name: 'email', value: 'ana@example.com' },
      { name: 'role', value: 'viewer' },
    ])
  })
})
