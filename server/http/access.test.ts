// Every route against every role: what the table of permissions says is what the routes do.

import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EndpointName, endpoints } from '#lib/contract/endpoints.ts'
import { type Permission, role as roleSchema } from '#lib/contract/people.ts'
import { rolePermissions } from '#server/auth/permissions.ts'
import { loadRoute, startTestApp, type TestApp } from '#server/testing/app.ts'
import type { Access } from './define-route.ts'

/** The right each endpoint asks for: written out once more, so that a slip in a route file does not pass. */
const wanted: Readonly<Record<EndpointName, Access>> = {
  getMe: 'signed-in',
  listInstances: 'instances:read',
  getInstance: 'instances:read',
  listExposure: 'instances:read',
  getPublicEndpoint: 'instances:read',
  updatePublicEndpoint: 'endpoint:write',
  getAllowList: 'instances:read',
  updateAllowList: 'allow-list:write',
  createAllowListEntries: 'allow-list:write',
  deleteAllowListEntries: 'allow-list:write',
  listVpcLinks: 'instances:read',
  createVpcLink: 'vpc-links:write',
  deleteVpcLink: 'vpc-links:write',
  listVpcs: 'instances:read',
  listSubnets: 'instances:read',
  listUsedAddresses: 'instances:read',
  listActivity: 'activity:read',
  listPeople: 'people:read',
  createPerson: 'people:write',
  updatePerson: 'people:write',
  invitePerson: 'people:write',
  deletePersonSessions: 'people:write',
  listSessions: 'signed-in',
  deleteSession: 'signed-in',
  createPlan: 'signed-in',
  listPlans: 'instances:read',
  getPlan: 'instances:read',
  applyPlan: 'signed-in',
  cancelPlan: 'signed-in',
  confirmPlan: 'signed-in',
  revertPlan: 'signed-in',
  listPlanEvents: 'instances:read',
  listSources: 'instances:read',
  createSource: 'settings:write',
  updateSource: 'settings:write',
  deleteSource: 'settings:write',
  getGuardSettings: 'instances:read',
  updateGuardSettings: 'settings:write',
  readSetup: 'public',
  completeSetup: 'public',
}

/** Input that fits each contract but names nothing that exists, so that an allowed call changes nothing. */
const params = {
  instanceId: 'ccr-none',
  vpcId: 'vpc-none',
  subnetId: 'sbn-none',
  personId: 'none',
  sessionId: 'none',
  planId: 'none',
  sourceId: 'none',
}
const query: Partial<Record<EndpointName, Record<string, string>>> = {
  listVpcs: { instanceId: 'ccr-none' },
  listSubnets: { instanceId: 'ccr-none' },
  listUsedAddresses: { instanceId: 'ccr-none' },
}
const token = 'a-token-that-was-never-made'
const bodies: Partial<Record<EndpointName, unknown>> = {
  updatePublicEndpoint: { action: 'open' },
  updateAllowList: { add: [{ ipAddr: '203.0.113.9' }] },
  createAllowListEntries: { entries: [{ ipAddr: '203.0.113.9' }] },
  deleteAllowListEntries: { items: ['203.0.113.9'] },
  createVpcLink: { vpcId: 'vpc-none', subnetId: 'sbn-none', ipType: 'auto', autoDnsResolve: false },
  deleteVpcLink: { vpcId: 'vpc-none', subnetId: 'sbn-none' },
  // Taken: an administrator is refused for the email, not for the right.
  createPerson: { name: 'Twin', email: 'admin-1@example.com', role: 'viewer' },
  // Which rights a plan needs depends on what it holds: proved beside the service.
  createPlan: { instanceIds: [], changes: {} },
  createSource: { name: 'Nowhere', addresses: ['not an address'] },
  updateSource: { name: 'Nowhere' },
  updateGuardSettings: {},
  readSetup: { token },
  completeSetup: { token, name: 'Nobody', email: 'nobody@example.com', password: 'long enough for anything' },
}

const names = Object.keys(endpoints) as EndpointName[]
const roles = roleSchema.options

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  // The first, so that its email is the one above.
  await app.as('admin')
})
afterAll(() => app.close())

const callAs = async (name: EndpointName, role: (typeof roles)[number] | null) =>
  app.call(name, {
    params,
    query: query[name] ?? {},
    body: bodies[name] ?? {},
    ...(role && { as: await app.as(role) }),
  } as Parameters<TestApp['call']>[1])

const rowsOf = async (action: string) =>
  await app.runtime.db
    .selectFrom('audit_event')
    .selectAll()
    .where('action', '=', action as 'access.refused')
    .execute()

describe('routes', () => {
  it('declare what the table wants, and there are no others', async () => {
    const declared: Record<string, Access> = {}
    const folders = readdirSync('app/api', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('route.ts') && !/^(?:auth\/|\[\[)/.test(file))
      .map((file) => `/api/${file.replace(/\/route\.ts$/, '')}`)
    for (const path of folders) {
      for (const [method, route] of Object.entries(await loadRoute(path))) {
        const row = route?.definition
        const name = names.find((each) => endpoints[each] === row?.endpoint)
        expect(row, `${method} ${path}`).toMatchObject({ endpoint: { method, path } })
        if (row && name) declared[name] = row.access
      }
    }
    expect(declared).toEqual(wanted)
  })
})

it.each(names.filter((name) => wanted[name] !== 'public'))('%s refuses strangers', async (name) => {
  const answer = await callAs(name, null)
  expect(answer.status).toBe(401)
  expect(answer.error.code).toBe('unauthenticated')
})

describe.each(names)('%s', (name) => {
  const access = wanted[name]

  it.each(roles)('answers a %s as their rights say', async (role) => {
    const before = new Set((await rowsOf('access.refused')).map(({ id }) => id))
    const { status } = await callAs(name, role)
    const isAllowed =
      access === 'public' || access === 'signed-in' || rolePermissions[role].includes(access as Permission)
    // By id: rows of one millisecond come in any order.
    const refused = (await rowsOf('access.refused')).filter(({ id }) => !before.has(id))
    if (isAllowed) {
      expect([200, 400, 404, 410]).toContain(status)
      expect(refused).toEqual([])
    } else {
      expect(status).toBe(403)
      // Attempts to change something leave a row, attempts to read do not.
      expect(refused.map(({ outcome, actor_name }) => [outcome, actor_name])).toEqual(
        access.endsWith(':write') ? [['refused', `Some ${role}`]] : [],
      )
    }
  })
})

it('has sent the cloud no write', () => {
  expect(app.emulator.requests().filter(({ method }) => method !== 'GET')).toEqual([])
})
