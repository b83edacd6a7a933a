import { describe, expect, it } from 'vitest'
import { describeTarget, diffLines } from './event-text.ts'

describe('describeTarget', () => {
  it('counts what an allow-list change asked for', () => {
    expect(describeTarget({ action: 'allow-list.update', input: { add: [1, 2], remove: ['x'] } })).toEqual({
      kind: 'counts',
      counts: { add: 2, edit: 0, remove: 1 },
    })
  })
  it('names a link', () => {
    expect(
      describeTarget({ action: 'vpc-link.create', input: { vpcId: 'vpc-1', subnetId: 'sbn-1' } }),
    ).toMatchObject({
      text: 'vpc-1 · sbn-1',
    })
  })
  it('does not stumble over data of another shape', () => {
    expect(describeTarget({ action: 'allow-list.update', input: { add: 'x' } })).toBeNull()
    expect(describeTarget({ action: 'person.create', input: { name: { a: 1 } } })).toBeNull()
  })
})

describe('diffLines', () => {
  it('shows only what differs', () => {
    const entry = (ipAddr: string, description = '') => ({ ipAddr, description })
    expect(
      diffLines(
        { entries: [entry('1.1.1.1', 'old'), entry('2.2.2.2')], status: 'opened' },
        { entries: [entry('2.2.2.2'), entry('3.3.3.3')], status: 'opened' },
      ),
    ).toEqual({ removed: ['1.1.1.1  old'], added: ['3.3.3.3'], unchanged: 2 })
  })
  it('needs both sides', () => {
    expect(diffLines(null, { a: 1 })).toBeNull()
  })
})
