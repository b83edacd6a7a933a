// Every endpoint, well and with the cloud failing in every way: no answer, no log line and no row holds a secret.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { authPaths } from '#lib/contract/auth-paths.ts'
import { type EndpointName, endpoints } from '#lib/contract/endpoints.ts'
import { faultKinds } from '#server/emulator/faults.ts'
import { plansAtRest } from '#server/services/plan-runner.ts'
import { type Answer, startTestApp, type TestApp, testPassword, testPeer } from '#server/testing/app.ts'

const accessKey = { accessKeyId: 'ALTAKsecretscan', secretAccessKey: 'the-secret-key-of-the-scan-000000' }
const metricsToken = 'the-metrics-token-of-the-scan'

let app: TestApp
const answers: Answer[] = []

beforeAll(async () => {
  app = await startTestApp({
    emulator: { accessKeys: [accessKey] },
    env: { DRAWBRIDGE_METRICS_TOKEN: metricsToken, LOG_LEVEL: 'trace', CCR_REGIONS: 'bj' },
    policy: { headersTimeoutMs: 100, bodyTimeoutMs: 100, maxAttempts: 1 },
  })
  app.emulator.addInstance({ id: 'ccr-scanned', name: 'scanned', region: 'bj' })
})
afterAll(() => app.close())

/** Calls everything once and keeps what came back. */
async function callAll(): Promise<void> {
  const as = await app.as('admin')
  const listed = await app.call('listInstances', { as })
  const instanceId = listed.body?.instances?.[0]?.id ?? 'ccr-none'
  const token = 'x'.repeat(43)
  const bodies: Partial<Record<EndpointName, unknown>> = {
    updatePublicEndpoint: { action: 'open' },
    updateAllowList: { add: [{ ipAddr: '203.0.113.99' }] },
    createAllowListEntries: { entries: [{ ipAddr: '203.0.113.98' }] },
    deleteAllowListEntries: { items: ['203.0.113.98'] },
    createVpcLink: { vpcId: 'vpc-none', subnetId: 'sbn-none', ipType: 'auto', autoDnsResolve: false },
    deleteVpcLink: { vpcId: 'vpc-none', subnetId: 'sbn-none' },
    createPerson: { name: 'X', email: 'x', role: 'viewer' },
    createPlan: {
      instanceIds: [instanceId],
      changes: { allowList: { add: [{ ipAddr: `203.0.113.${answers.length % 256}` }] } },
    },
    createSource: { name: 'Office', addresses: ['203.0.113.0/24'] },
    updateSource: { name: 'Office' },
    readSetup: { token },
    completeSetup: { token, name: 'X', email: 'x@example.com', password: testPassword },
  }
  let planId = 'none'
  for (const name of Object.keys(endpoints) as EndpointName[]) {
    const options = {
      as,
      params: {
        instanceId,
        planId,
        vpcId: 'vpc-none',
        subnetId: 'sbn-none',
        personId: 'none',
        sessionId: 'none',
        sourceId: 'none',
      },
      query: /^list(Vpcs|Subnets|UsedAddresses)$/.test(name) ? { instanceId } : {},
      body: bodies[name] ?? {},
    }
    const answer: Answer = await app.call(name, options as Parameters<TestApp['call']>[1])
    answers.push(answer)
    // The plan that was drawn is applied by the calls that follow.
    if (name === 'createPlan' && answer.status === 200) planId = (answer.body as { id: string }).id
    if (name === 'applyPlan') await plansAtRest(app.runtime)
  }
}

it('however the cloud answers', async () => {
  await callAll()
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(10)
  for (const kind of faultKinds.filter((each) => each !== 'latency')) {
    app.runtime.reads.invalidate('instance')
    app.runtime.reads.invalidate('region')
    // A call that hangs takes its time; two are enough to see what is said about it.
    app.emulator.fault({ kind, ...(kind.startsWith('hang') && { count: 2 }) })
    await callAll()
    app.emulator.clearFaults()
  }
  const person = await app.addPerson('viewer')
  answers.push(await app.signIn(person, 'wrong password for the scan'))
  answers.push(await app.signIn(person))
  const body = { currentPassword: 'wrong password for the scan', newPassword: 'new password for the scan' }
  answers.push(await app.send('POST', authPaths.updatePassword, { by: person.browser, body }))
  for (const path of ['/healthz', '/readyz', '/metrics']) answers.push(await app.send('GET', path))

  const cookie = (await app.as('admin')).browser.cookies.get('drawbridge.session_token') ?? 'none'
  const never = [
    accessKey.secretAccessKey,
    readFileSync(join(app.dataDir, 'secret'), 'utf8').trim(),
    metricsToken,
    app.runtime.config.peerSecret?.reveal() ?? 'none',
    testPassword,
    'password for the scan',
    'bce-auth-v1/ALTAK',
    // Neither the signed cookie nor the token in it.
    cookie,
    decodeURIComponent(cookie).split('.')[0] ?? 'none',
  ]
  expect(never.every((secret) => secret.length > 15)).toBe(true)

  const texts: [string, string][] = answers.map(({ status, headers, text }) => [
    `answer ${status} ${headers.get('x-request-id')}`,
    // The answer to signing in carries the cookie of that person, who is not the one looked for.
    text + JSON.stringify([...headers]),
  ])
  texts.push(['the log', app.logText()])
  for (const table of [
    'audit_event',
    'one_time_link',
    'sign_in_guard',
    'person',
    'link_request',
    'plan',
    'plan_step',
  ]) {
    const { rows } = await sql`select * from ${sql.table(table)}`.execute(app.runtime.db)
    texts.push([table, JSON.stringify(rows)])
  }
  const found = texts.flatMap(([where, text]) =>
    never.filter((secret) => text.includes(secret)).map((s) => `${where}: ${s}`),
  )
  expect(found).toEqual([])
  // The scan has looked at something.
  expect(app.logText()).toContain('upstream')
  expect(app.logText().length).toBeGreaterThan(20_000)
  expect(new Set(answers.map(({ status }) => status)).size).toBeGreaterThan(6)
  expect(texts.map(([, text]) => text).join()).toContain(testPeer)
}, 120_000)
