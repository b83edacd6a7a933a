import { describe, expect, it } from 'vitest'
import type { ListChange } from '#lib/allow-list/entry.ts'
import { changeProblems } from './check-change.ts'

const base = [
  { ipAddr: '198.51.100.0/24', description: 'office' },
  { ipAddr: '192.168.0.1/24', description: 'as the cloud stores it' },
  { ipAddr: 'not an address', description: '' },
]
const names = { add: 'add', edit: 'edit', remove: 'remove' }
const entry = (ipAddr: string) => ({ ipAddr, description: 'x' })

function problems(change: Partial<ListChange>) {
  return changeProblems(base, { add: [], edit: [], remove: [], ...change }, names).map(
    ({ path, reason }) => `${path} ${reason}`,
  )
}

describe('changeProblems', () => {
  it('has nothing against a change that can be made', () => {
    expect(
      problems({
        add: [entry('203.0.113.7'), entry('0.0.0.0/0')],
        edit: [{ ipAddr: '198.51.100.0/24', to: entry('198.51.100.0/25') }],
        remove: ['not an address'],
      }),
    ).toEqual([])
  })

  it('names every wrong address at its field', () => {
    expect(
      problems({
        add: [entry('203.0.113.7'), entry('10.0.0.1/8'), entry('fd00::1'), entry('1.2.3.4/33')],
        edit: [{ ipAddr: '198.51.100.0/24', to: entry('010.0.0.1') }],
      }),
    ).toEqual([
      'add.1.ipAddr address.problem.hostBits',
      'add.2.ipAddr address.problem.ipv6',
      'add.3.ipAddr address.problem.prefixRange',
      'edit.0.to.ipAddr address.problem.octal',
    ])
  })

  it('refuses what is already there, or named twice in one change', () => {
    expect(problems({ add: [entry('198.51.100.0/24')] })).toEqual(['add.0.ipAddr address.problem.duplicate'])
    expect(problems({ add: [entry('203.0.113.7'), entry('203.0.113.7')] })).toEqual([
      'add.1.ipAddr address.problem.duplicate',
    ])
    expect(problems({ remove: ['not an address', 'not an address'] })).toEqual([
      'remove.1 errors.entry_twice',
    ])
    expect(
      problems({
        edit: [{ ipAddr: '198.51.100.0/24', to: entry('203.0.113.1') }],
        remove: ['198.51.100.0/24'],
      }),
    ).toEqual(['remove.0 errors.entry_twice'])
  })

  it('refuses to touch what is not there', () => {
    expect(
      problems({ remove: ['198.51.100.0'], edit: [{ ipAddr: '203.0.113.9', to: entry('203.0.113.9') }] }),
    ).toEqual(['edit.0.ipAddr errors.entry_unknown', 'remove.0 errors.entry_unknown'])
  })

  it('lets a flawed stored text keep itself when only its description changes', () => {
    expect(
      problems({
        edit: [
          { ipAddr: '192.168.0.1/24', to: entry('192.168.0.1/24') },
          { ipAddr: 'not an address', to: entry('not an address') },
        ],
      }),
    ).toEqual([])
  })

  it('lets a text move: what is removed may be added again', () => {
    expect(problems({ add: [entry('198.51.100.0/24')], remove: ['198.51.100.0/24'] })).toEqual([])
  })

  it('speaks in the field names of the request it was given', () => {
    const change = { add: [entry('x')], edit: [], remove: [] }
    expect(changeProblems(base, change, { add: 'entries', edit: '', remove: 'items' })[0]?.path).toBe(
      'entries.0.ipAddr',
    )
  })
})
