import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CreatePlanBody, Plan } from '#lib/contract/plans.ts'
import type { AppError } from '#lib/errors.ts'
import type { ServiceContext } from '#server/http/context.ts'
import { updateGuardSettings } from './guard-settings.ts'
import { plansAtRest } from './plan-runner.ts'
import { applyPlan, cancelPlan, createPlan, getPlan, listPlanEvents, listPlans, revertPlan } from './plans.ts'
import { createSource } from './sources.ts'
import { type Services, startServices } from './testing/start-services.ts'

const [a, b] = ['ccr-test000a', 'ccr-test000b']
const pair = { vpcId: 'vpc-9070rw5u03rs', subnetId: 'sbn-qeimde0m7wyp' }
const base = [
  { ipAddr: '198.51.100.0/24', description: 'office' },
  { ipAddr: '192.0.2.7', description: 'runner' },
]
let services: Services
let clockMs = 0

beforeAll(async () => {
  services = await startServices({ clock: () => Date.now() + clockMs })
})
afterAll(() => services.close())

beforeEach(async () => {
  const { emulator } = services
  await services.forget()
  clockMs = 0
  emulator.reset('empty')
  emulator.setDelays({ openingMs: 0, closingMs: 0, linkCreatingMs: 0, linkDeletingMs: 0 })
  emulator.addInstance({ id: a, name: 'payments', region: 'bj', endpointStatus: 'opened', allowList: base })
  emulator.addInstance({ id: b, name: 'ledger', region: 'gz', endpointStatus: 'opened', allowList: base })
  services.runtime.reads.invalidate('place')
})

const operator = () => services.as('operator')
const listOf = (id: string) => services.emulator.instance(id).allowList
const add = (...texts: string[]) => texts.map((ipAddr) => ({ ipAddr, description: 'new' }))

function draw(changes: CreatePlanBody['changes'], instanceIds = [a], context = operator()): Promise<Plan> {
  return createPlan(context, { instanceIds, changes })
}
const list = (change: Partial<NonNullable<CreatePlanBody['changes']['allowList']>>) => ({
  allowList: { add: [], edit: [], remove: [], ...change },
})
/** Everything the guards want typed. */
const typed = ({ instances }: Plan) =>
  instances.flatMap(({ findings }) => findings.map(({ guardId, typed }) => ({ guardId, typed })))

async function apply(plan: Plan, context: ServiceContext = operator()): Promise<Plan> {
  await applyPlan(context, plan.id, { acknowledge: typed(plan) })
  await plansAtRest(services.runtime)
  return getPlan(context, plan.id)
}
const refusal = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => Promise.reject(new Error('It was not refused')),
    (error: AppError) => error,
  )

describe('createPlan', () => {
  it('says what would be, writes nothing, and can be read again by anybody', async () => {
    await createSource(services.as('admin'), {
      name: 'CI runners',
      isProtected: true,
      addresses: ['192.0.2.0/28'],
    })
    const plan = await draw({
      ...list({ add: add('192.0.2.8/30'), remove: ['192.0.2.7'] }),
      links: { add: [{ ...pair, ipType: 'auto', autoDnsResolve: true }], remove: [] },
    })
    expect(plan).toMatchObject({
      status: 'draft',
      isExpired: false,
      createdByName: 'Some operator',
      actorAddress: { address: '203.0.113.200', source: 'direct' },
      instances: [
        {
          instanceId: a,
          instanceName: 'payments',
          effect: {
            text: { added: add('192.0.2.8/30'), removed: [base[1]] },
            reach: {
              before: 257,
              after: 260,
              gained: { count: 4, ranges: [{ first: '192.0.2.8', last: '192.0.2.11', count: 4 }] },
              lost: { count: 1, cidrs: ['192.0.2.7'] },
            },
            isLatent: false,
            sources: [{ name: 'CI runners', total: 16, before: 1, after: 4 }],
            actor: { address: '203.0.113.200', before: false, after: false },
          },
        },
      ],
    })
    expect(plan.steps.map(({ step, admits }) => [step.kind, admits?.addresses, admits?.links])).toEqual([
      ['link-add', 257, 1],
      ['entry-add', 261, 1],
      ['wait', 261, 1],
      ['entry-delete', 260, 1],
    ])
    expect(services.upstreamWrites()).toEqual([])
    expect(await getPlan(services.as('viewer'), plan.id)).toEqual(plan)
    expect((await listPlans(services.as('viewer'), { instanceId: a, limit: 20 })).plans).toMatchObject([
      { id: plan.id, instanceIds: [a], stepCount: 4, doneCount: 0 },
    ])
    expect((await listPlans(services.as('viewer'), { instanceId: b, limit: 20 })).plans).toEqual([])
    expect((await services.auditRows()).map(({ action, outcome }) => [action, outcome])).toEqual([
      ['source.create', 'succeeded'],
      ['plan.create', 'succeeded'],
    ])
  })

  it.each([
    ['endpoint:write', { endpoint: 'close' as const }],
    ['allow-list:write', list({ add: add('192.0.2.9') })],
    ['vpc-links:write', { links: { add: [], remove: [pair] } }],
  ])('needs %s for what it holds, and so does applying it', async (permission, changes) => {
    services.emulator.putLinkStatus(a, { ...pair, status: 'created' })
    const viewer = services.as('viewer')
    const lacking: ServiceContext = {
      ...viewer,
      actor: {
        ...viewer.actor,
        permissions: new Set(
          (['endpoint:write', 'allow-list:write', 'vpc-links:write', 'instances:read'] as const).filter(
            (each) => each !== permission,
          ),
        ),
      },
    }
    expect(await refusal(draw(changes, [a], lacking))).toMatchObject({ code: 'forbidden' })
    const plan = await draw(changes)
    for (const verb of [
      () => applyPlan(lacking, plan.id, { acknowledge: typed(plan) }),
      () => cancelPlan(lacking, plan.id),
      () => revertPlan(lacking, plan.id),
    ]) {
      expect(await refusal(verb())).toMatchObject({ code: 'forbidden' })
    }
    const refused = (await services.auditRows()).filter(({ action }) => action === 'access.refused')
    expect(refused.map(({ input }) => input)).toMatchObject(Array.from({ length: 4 }, () => ({ permission })))
    expect(services.upstreamWrites()).toEqual([])
  })

  it.each([
    [{}, { code: 'invalid_input' }],
    [
      { endpoint: 'open' as const, ...list({ add: add('nonsense') }) },
      { code: 'invalid_input', fields: [{ path: 'changes.allowList.add.0.ipAddr' }] },
    ],
    [
      {
        links: {
          add: [{ ...pair, subnetId: 'sbn-none', ipType: 'auto' as const, autoDnsResolve: false }],
          remove: [],
        },
      },
      { code: 'invalid_input', fields: [{ path: 'changes.links.add.0.subnetId' }] },
    ],
  ])('refuses %j', async (changes, expected) => {
    expect(await refusal(draw(changes))).toMatchObject(expected)
  })

  it('refuses while the endpoint moves', async () => {
    services.emulator.putEndpointStatus(a, 'closing')
    expect(await refusal(draw({ endpoint: 'open' }))).toMatchObject({ reason: 'errors.endpoint_moving' })
  })
})

describe('applyPlan', () => {
  it('does everything in order on every instance, and writes down each step', async () => {
    const plan = await draw(list({ add: add('203.0.113.9'), remove: ['192.0.2.7'] }), [a, b])
    services.emulator.clearRequests()
    const applied = await apply(plan)
    expect(applied).toMatchObject({ status: 'applied', failure: null, appliedByName: 'Some operator' })
    for (const id of [a, b]) expect(listOf(id)).toEqual([base[0], ...add('203.0.113.9')])
    expect(applied.steps.map(({ instanceId, step, status }) => [instanceId, step.kind, status])).toEqual([
      [a, 'entry-add', 'done'],
      [a, 'entry-delete', 'done'],
      [b, 'entry-add', 'done'],
      [b, 'entry-delete', 'done'],
    ])
    expect(applied.steps.flatMap(({ upstreamRequestIds }) => upstreamRequestIds)).toEqual(
      services.upstreamWrites().map(({ requestId }) => requestId),
    )
    const rows = await services.auditRows()
    expect(rows.map(({ action, outcome, instanceId }) => [action, outcome, instanceId])).toEqual([
      ['plan.create', 'succeeded', null],
      ['plan.apply', 'succeeded', null],
      ['allow-list.update', 'succeeded', a],
      ['allow-list.update', 'succeeded', b],
    ])
    expect(rows[2]).toMatchObject({
      actorName: 'Some operator',
      input: { planId: plan.id, remove: ['192.0.2.7'] },
    })
  })

  it('opens, links and unlinks, waiting for each new way before an old one goes', async () => {
    const { emulator } = services
    emulator.putEndpointStatus(a, 'closed')
    const other = { vpcId: pair.vpcId, subnetId: 'sbn-old' }
    emulator.putLinkStatus(a, { ...other, status: 'created' })
    const plan = await draw({
      endpoint: 'open',
      links: { add: [{ ...pair, ipType: 'auto', autoDnsResolve: true }], remove: [other] },
    })
    const applied = await apply(plan)
    expect(applied).toMatchObject({ status: 'applied', failure: null })
    expect(applied.steps.map(({ step }) => step.kind)).toEqual([
      'link-add',
      'endpoint',
      'wait',
      'wait',
      'link-delete',
    ])
    expect(emulator.instance(a).publicEndpoint.status).toBe('opened')
    expect(emulator.instance(a).links.map(({ subnetId }) => subnetId)).toEqual([pair.subnetId])
    expect((await services.auditRows()).map(({ action }) => action)).toEqual([
      'plan.create',
      'plan.apply',
      'vpc-link.create',
      'endpoint.open',
      'vpc-link.delete',
    ])
  })

  it('is refused twice, when it has expired, and when there is nothing to do', async () => {
    const plan = await draw(list({ add: add('203.0.113.9') }))
    await apply(plan)
    expect(await refusal(apply(plan))).toMatchObject({ code: 'conflict', reason: 'errors.plan_over' })
    const old = await draw(list({ add: add('203.0.113.10') }))
    clockMs = 3_600_000
    expect(await refusal(apply(old))).toMatchObject({ code: 'gone', reason: 'errors.plan_expired' })
    expect((await getPlan(operator(), old.id)).isExpired).toBe(true)
    const empty = await draw(list({ add: add('203.0.113.9') }))
    expect(empty.instances[0]?.notes).toEqual([{ kind: 'alreadyListed', subject: '203.0.113.9' }])
    expect(await refusal(apply(empty))).toMatchObject({ reason: 'errors.plan_empty' })
    expect(services.upstreamWrites()).toHaveLength(1)
  })

  it('is done once, however many ask at the same time', async () => {
    const plan = await draw(list({ add: add('203.0.113.9') }))
    const answers = await Promise.allSettled(
      Array.from({ length: 8 }, () => applyPlan(operator(), plan.id, { acknowledge: [] })),
    )
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await plansAtRest(services.runtime)
    expect(services.upstreamWrites()).toHaveLength(1)
  })

  it.each([
    ['the list', () => services.emulator.putAllowList(a, [...base, ...add('192.0.2.99')])],
    ['the endpoint', () => services.emulator.putEndpointStatus(a, 'closed')],
    ['the links', () => services.emulator.putLinkStatus(a, { ...pair, status: 'created' })],
  ])(
    'is refused when somebody changed %s, with both versions and the call that draws it anew',
    async (_, meddle) => {
      const plan = await draw(list({ add: add('203.0.113.9'), remove: ['192.0.2.7'] }))
      meddle()
      const error = await refusal(apply(plan))
      expect(error).toMatchObject({
        code: 'stale_write',
        reason: 'errors.plan_stale',
        details: { instanceId: a, baseVersion: plan.instances[0]?.baseVersion, base: { entries: base } },
      })
      expect(services.upstreamWrites()).toEqual([])
      const again = await createPlan(operator(), error.details?.replan as CreatePlanBody)
      expect(await apply(again)).toMatchObject({ status: 'applied' })
    },
  )
})

describe('guards', () => {
  it('are judged on the server: confirm wants the text typed, whatever the plan said when it was drawn', async () => {
    const plan = await draw(list({ remove: ['192.0.2.7'] }))
    expect(plan.instances[0]?.findings).toEqual([])
    await createSource(services.as('admin'), { name: 'CI', isProtected: true, addresses: ['192.0.2.7'] })
    const error = await refusal(applyPlan(operator(), plan.id, { acknowledge: [] }))
    expect(error).toMatchObject({
      code: 'confirmation_required',
      details: { guardIds: ['protected-source'], findings: [{ instanceId: a, typed: 'CI' }] },
    })
    const wrong = { acknowledge: [{ guardId: 'protected-source', typed: 'ci' }] }
    expect(await refusal(applyPlan(operator(), plan.id, wrong))).toMatchObject({
      code: 'confirmation_required',
    })
    expect(services.upstreamWrites()).toEqual([])
    await applyPlan(operator(), plan.id, { acknowledge: [{ guardId: 'protected-source', typed: 'CI' }] })
    await plansAtRest(services.runtime)
    expect(listOf(a)).toEqual([base[0]])
  })

  it('that block cannot be typed away, until an administrator says otherwise', async () => {
    await updateGuardSettings(services.as('admin'), { modes: { 'world-range': 'block' } })
    const plan = await draw(list({ add: add('0.0.0.0/1', '128.0.0.0/1') }))
    const acknowledge = typed(plan)
    expect(await refusal(applyPlan(operator(), plan.id, { acknowledge }))).toMatchObject({
      code: 'conflict',
      reason: 'errors.plan_blocked',
      details: { guardIds: ['world-range'] },
    })
    await updateGuardSettings(services.as('admin'), { modes: { 'world-range': 'confirm' } })
    await applyPlan(operator(), plan.id, { acknowledge })
    await plansAtRest(services.runtime)
    expect(listOf(a)).toHaveLength(4)
  })

  it('see the address of whoever applies it', async () => {
    services.emulator.putAllowList(a, [...base, { ipAddr: '203.0.113.0/24', description: '' }])
    const plan = await draw(list({ remove: ['203.0.113.0/24'] }))
    expect(plan.instances[0]?.findings).toMatchObject([{ guardId: 'own-source', typed: '203.0.113.200' }])
    const elsewhere = { ...operator(), clientAddress: { address: '8.8.8.8', source: 'direct' as const } }
    await applyPlan(elsewhere, plan.id, { acknowledge: [] })
    await plansAtRest(services.runtime)
    expect(listOf(a)).toEqual(base)
  })
})

describe('in the middle of an apply', () => {
  const many = Array.from({ length: 30 }, (_, at) => `203.0.113.${at}`)

  it('somebody else’s change stops it before anything is taken away, with both versions', async () => {
    const plan = await draw(list({ add: add(...many), remove: ['192.0.2.7'] }))
    services.emulator.fault({ kind: 'latency', operation: 'writes', latencyMs: 20 })
    await applyPlan(operator(), plan.id, { acknowledge: [] })
    await expect.poll(() => listOf(a).length, { interval: 5 }).toBeGreaterThan(4)
    services.emulator.putAllowList(a, [...listOf(a), { ipAddr: '8.8.8.8', description: 'theirs' }])
    await plansAtRest(services.runtime)
    const stopped = await getPlan(operator(), plan.id)
    expect(stopped).toMatchObject({
      status: 'stopped',
      failure: { instanceId: a, error: { code: 'stale_write' }, details: { current: {}, expected: {} } },
    })
    expect(stopped.failure?.error.message).toContain('payments')
    expect(listOf(a)).toContainEqual(base[1])
    expect(listOf(a)).toContainEqual({ ipAddr: '8.8.8.8', description: 'theirs' })
    expect(stopped.steps.at(-1)?.status).not.toBe('done')
  })

  it('it can be cancelled between steps; what was temporary goes', async () => {
    const edit = [{ ipAddr: '198.51.100.0/24', to: { ipAddr: '198.51.100.0/24', description: 'new words' } }]
    const plan = await draw(list({ edit, remove: ['192.0.2.7'] }))
    expect(plan.steps).toHaveLength(5)
    services.emulator.fault({ kind: 'latency', operation: 'writes', latencyMs: 30 })
    await applyPlan(operator(), plan.id, { acknowledge: typed(plan) })
    await expect.poll(() => listOf(a).length, { interval: 5 }).toBeGreaterThan(2)
    await cancelPlan(operator(), plan.id)
    await plansAtRest(services.runtime)
    const cancelled = await getPlan(operator(), plan.id)
    expect(cancelled).toMatchObject({ status: 'cancelled', isCancelRequested: true, failure: null })
    expect(
      listOf(a)
        .map(({ ipAddr }) => ipAddr)
        .sort(),
    ).toEqual(['192.0.2.7', '198.51.100.0/24'])
    expect(cancelled.steps.map(({ status }) => status)).toContain('skipped')
    expect(await refusal(cancelPlan(operator(), plan.id))).toMatchObject({
      reason: 'errors.plan_not_running',
    })
  })

  it('a lost answer is looked after, and the step counts once', async () => {
    services.emulator.fault({ kind: 'resetAfterCommit', operation: 'writes', count: 1 })
    const applied = await apply(await draw(list({ add: add('203.0.113.9'), remove: ['192.0.2.7'] })))
    expect(applied).toMatchObject({ status: 'applied' })
    expect(services.upstreamWrites()).toHaveLength(2)
  })

  it('a refusal of the cloud stops it there, and says so in the words of the reader', async () => {
    services.emulator.fault({ kind: 'unavailable', operation: 'DeletePublicNetworkWhitelist' })
    const stopped = await apply(await draw(list({ add: add('203.0.113.9'), remove: ['192.0.2.7'] }), [a, b]))
    expect(stopped).toMatchObject({
      status: 'stopped',
      failure: { instanceId: a, error: { code: 'upstream_unavailable' } },
    })
    expect(stopped.steps.map(({ status }) => status)).toEqual(['done', 'failed', 'skipped', 'skipped'])
    expect(listOf(b)).toEqual(base)
    const chinese = await getPlan({ ...operator(), locale: 'zh-CN' }, stopped.id)
    expect(chinese.failure?.error.message).toMatch(/\p{Script=Han}/u)
  })

  it('is followed by asking for what changed since', async () => {
    const plan = await draw(list({ add: add('203.0.113.9', '203.0.113.10') }))
    const first = await listPlanEvents(operator(), plan.id, 0)
    expect(first).toMatchObject({ status: 'draft', stepCount: 2, doneCount: 0, steps: [{}, {}] })
    expect((await listPlanEvents(operator(), plan.id, first.version)).steps).toEqual([])
    await apply(plan)
    const last = await listPlanEvents(operator(), plan.id, first.version)
    expect(last).toMatchObject({ status: 'applied', isOver: true, doneCount: 2 })
    expect(last.steps.map(({ status }) => status)).toEqual(['done', 'done'])
    expect((await listPlanEvents(operator(), plan.id, last.version)).steps).toEqual([])
  })
})

describe('revertPlan', () => {
  it('draws the way back from the present, past what others have changed since', async () => {
    const edit = [{ ipAddr: '198.51.100.0/24', to: { ipAddr: '198.51.100.0/25', description: 'half' } }]
    const plan = await apply(await draw(list({ add: add('203.0.113.9'), edit, remove: ['192.0.2.7'] })))
    services.emulator.putAllowList(a, [...listOf(a), { ipAddr: '8.8.8.8', description: 'theirs' }])
    const back = await revertPlan(operator(), plan.id)
    expect(back).toMatchObject({ status: 'draft', revertsPlanId: plan.id })
    expect(await apply(back)).toMatchObject({ status: 'applied' })
    const byText = (x: { ipAddr: string }, y: { ipAddr: string }) => (x.ipAddr < y.ipAddr ? -1 : 1)
    expect([...listOf(a)].sort(byText)).toEqual(
      [...base, { ipAddr: '8.8.8.8', description: 'theirs' }].sort(byText),
    )
    expect((await getPlan(operator(), plan.id)).revertedByPlanId).toBe(back.id)
    expect(await refusal(revertPlan(operator(), plan.id))).toMatchObject({ reason: 'errors.plan_reverted' })
  })

  it('undoes only what was done', async () => {
    services.emulator.fault({ kind: 'unavailable', operation: 'DeletePublicNetworkWhitelist', count: 1 })
    const stopped = await apply(await draw(list({ add: add('203.0.113.9'), remove: ['192.0.2.7'] })))
    const back = await revertPlan(operator(), stopped.id)
    expect(back.steps.map(({ step }) => step)).toMatchObject([
      { kind: 'entry-delete', ipAddrs: ['203.0.113.9'] },
    ])
    const draft = await draw(list({ add: add('203.0.113.77') }))
    expect(await refusal(revertPlan(operator(), draft.id))).toMatchObject({
      reason: 'errors.plan_not_applied',
    })
  })
})
