import { describe, expect, it } from 'vitest'
import { linkBody, state } from '#lib/testing/plan-arbitraries.ts'
import { drawPlan } from './draw-plan.ts'
import type { NamedSource } from './effect.ts'
import { openFindings } from './guards.ts'
import {
  defaultGuardSettings,
  type GuardId,
  type GuardMode,
  type GuardSettings,
  guardIds,
} from './settings.ts'
import { type InstanceChange, type InstanceState, noChange } from './state.ts'

const own = '198.51.100.7'
const ci: NamedSource = { id: 's1', name: 'CI runners', isProtected: true, addresses: ['203.0.113.0/28'] }
const base: InstanceState = {
  endpointStatus: 'opened',
  entries: [
    { ipAddr: '198.51.100.0/24', description: 'office' },
    { ipAddr: '203.0.113.0/24', description: 'ci' },
  ],
  links: [],
}

const list = (change: Partial<InstanceChange['allowList']>): InstanceChange => ({
  ...noChange,
  allowList: { ...noChange.allowList, ...change },
})
const adding = (...texts: string[]) => list({ add: texts.map((ipAddr) => ({ ipAddr, description: '' })) })
const closing: InstanceChange = { ...noChange, endpoint: 'close' }
const opening: InstanceChange = { ...noChange, endpoint: 'open' }

function findings(
  wanted: InstanceChange,
  change: Partial<InstanceState> = {},
  settings = defaultGuardSettings,
) {
  return drawPlan({
    state: { ...base, ...change },
    wanted,
    instanceName: 'payments',
    actorAddress: own,
    sources: [ci],
    settings,
  }).findings
}

const closed = { endpointStatus: 'closed' }

describe('guards', () => {
  it.each<[GuardId, string, InstanceChange, Partial<InstanceState>, object]>([
    [
      'own-source',
      'the entry goes',
      list({ remove: ['198.51.100.0/24'] }),
      {},
      { typed: own, mode: 'confirm' },
    ],
    ['own-source', 'the endpoint closes', closing, {}, { typed: own }],
    [
      'own-source',
      'the entry goes while it is closed',
      list({ remove: ['198.51.100.0/24'] }),
      closed,
      { mode: 'warn', isLatent: true },
    ],
    [
      'protected-source',
      'part of it goes',
      list({ edit: [{ ipAddr: '203.0.113.0/24', to: { ipAddr: '203.0.113.0/29', description: '' } }] }),
      {},
      { typed: 'CI runners', values: { source: 'CI runners', lost: 8, total: 16 } },
    ],
    ['protected-source', 'the endpoint closes', closing, {}, { values: { lost: 16 } }],
    ['world-range', 'all at once', adding('0.0.0.0/0'), {}, { mode: 'confirm', typed: 'payments' }],
    ['world-range', 'in two halves', adding('0.0.0.0/1', '128.0.0.0/1'), {}, { mode: 'confirm' }],
    [
      'world-range',
      'in sixty-four pieces',
      adding(...Array.from({ length: 64 }, (_, at) => `${at + 11}.0.0.0/8`)),
      {},
      { mode: 'confirm' },
    ],
    ['world-range', 'on a closed list, where it waits', adding('0.0.0.0/0'), closed, { mode: 'confirm' }],
    [
      'world-range',
      'that was listed and is opened',
      opening,
      { ...closed, entries: [{ ipAddr: '0.0.0.0/0', description: '' }] },
      { mode: 'confirm' },
    ],
    ['wide-prefix', 'an entry', adding('20.0.0.0/15'), {}, { entries: ['20.0.0.0/15'], mode: 'confirm' }],
    ['private-range', 'an entry', adding('10.0.0.0/24'), {}, { mode: 'warn', entries: ['10.0.0.0/24'] }],
    [
      'empty-open-list',
      'everything goes',
      list({ remove: base.entries.map(({ ipAddr }) => ipAddr) }),
      {},
      { typed: 'payments' },
    ],
    ['empty-open-list', 'an empty list is opened', opening, { ...closed, entries: [] }, { mode: 'confirm' }],
    ['last-way-in', 'the endpoint closes', closing, {}, { typed: 'payments', mode: 'confirm' }],
    [
      'last-way-in',
      'the last link goes',
      { ...noChange, links: { add: [], remove: [{ vpcId: 'vpc-a', subnetId: 'sbn-a' }] } },
      { ...closed, links: [state.link('a')] },
      {},
    ],
    ['host-bits', 'an entry', adding('20.0.0.1/24'), {}, { mode: 'block', entries: ['20.0.0.1/24'] }],
  ])('%s speaks when %s', (guardId, _, wanted, change, expected) => {
    expect(findings(wanted, change).filter((each) => each.guardId === guardId)).toMatchObject([expected])
  })

  it.each<[GuardId, string, InstanceChange, Partial<InstanceState>]>([
    [
      'own-source',
      'another entry still holds it',
      list({ remove: ['198.51.100.0/24'], add: [{ ipAddr: own, description: '' }] }),
      {},
    ],
    [
      'protected-source',
      'only others go',
      list({ edit: [{ ipAddr: '203.0.113.0/24', to: { ipAddr: '203.0.113.0/28', description: '' } }] }),
      {},
    ],
    [
      'world-range',
      'the world is listed and shrinks',
      list({ remove: ['198.51.100.0/24'] }),
      { entries: [...base.entries, { ipAddr: '0.0.0.0/0', description: '' }] },
    ],
    [
      'wide-prefix',
      'only a description changes',
      list({ edit: [{ ipAddr: '20.0.0.0/8', to: { ipAddr: '20.0.0.0/8', description: 'x' } }] }),
      { entries: [{ ipAddr: '20.0.0.0/8', description: '' }] },
    ],
    ['private-range', 'it is a documentation range', adding('192.0.2.0/24'), {}],
    [
      'empty-open-list',
      'it was empty before',
      { ...noChange, links: { add: [linkBody('a')], remove: [] } },
      { entries: [] },
    ],
    ['last-way-in', 'a link remains', closing, { links: [state.link('a')] }],
    ['last-way-in', 'a link is added', { ...closing, links: { add: [linkBody('a')], remove: [] } }, {}],
    [
      'host-bits',
      'it is only listed',
      adding('192.0.2.1'),
      { entries: [{ ipAddr: '20.0.0.1/24', description: '' }] },
    ],
  ])('%s is silent when %s', (guardId, _, wanted, change) => {
    expect(findings(wanted, change).map((each) => each.guardId)).not.toContain(guardId)
  })

  it('are as severe as an administrator says, all of them', () => {
    for (const mode of ['block', 'confirm', 'warn'] satisfies GuardMode[]) {
      const modes = Object.fromEntries(guardIds.map((id) => [id, mode])) as GuardSettings['modes']
      const found = [
        ...findings(adding('0.0.0.0/0', '10.0.0.1/8'), {}, { ...defaultGuardSettings, modes }),
        ...findings(closing, {}, { ...defaultGuardSettings, modes }),
        ...findings(
          list({ remove: base.entries.map(({ ipAddr }) => ipAddr) }),
          {},
          { ...defaultGuardSettings, modes },
        ),
      ]
      expect(new Set(found.map(({ guardId }) => guardId))).toEqual(new Set(guardIds))
      expect(new Set(found.map((each) => each.mode))).toEqual(new Set([mode]))
    }
  })

  it('go by the prefix and the number that are set', () => {
    const settings = { ...defaultGuardSettings, widePrefix: 24, worldFrom: 1_000 }
    const found = findings(adding('20.0.0.0/22', '20.1.0.0/24'), {}, settings)
    expect(found.map(({ guardId }) => guardId)).toEqual(['world-range', 'wide-prefix'])
    expect(found[1]?.entries).toEqual(['20.0.0.0/22'])
  })
})

describe('openFindings', () => {
  const found = findings(closing)

  it('wants the very text typed, for each loser', () => {
    expect(openFindings(found, []).map(({ guardId }) => guardId)).toEqual([
      'own-source',
      'protected-source',
      'last-way-in',
    ])
    const typed = found.map(({ guardId, typed }) => ({ guardId, typed }))
    expect(openFindings(found, typed)).toEqual([])
    expect(openFindings(found, typed.slice(1))).toHaveLength(1)
    expect(openFindings(found, [{ guardId: 'own-source', typed: 'yes' }, ...typed.slice(1)])).toHaveLength(1)
    expect(
      openFindings(
        found,
        typed.map(({ guardId }) => ({ guardId })),
      ),
    ).toHaveLength(3)
  })

  it('lets nobody type a block away', () => {
    const modes = { ...defaultGuardSettings.modes, 'world-range': 'block' as const }
    const blocked = findings(adding('0.0.0.0/0'), {}, { ...defaultGuardSettings, modes })
    const typed = blocked.map(({ guardId, typed }) => ({ guardId, typed }))
    expect(openFindings(blocked, typed).map(({ guardId }) => guardId)).toEqual(['world-range'])
  })
})
