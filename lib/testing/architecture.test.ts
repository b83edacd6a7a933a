import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { endpoints } from '#lib/contract/endpoints.ts'
import {
  environmentIsReadInOnePlace,
  exportsAreNamed,
  filesAreShort,
  importsAreSpelledOneWay,
  importsFollowLayers,
  libIsPure,
  mayInjectHtml,
  namesAreKebabCase,
  noBarrels,
  noInjectedHtml,
  pathsComeFromTheContract,
  type Rule,
  routeHandlersOf,
  routesDeclareAccess,
  routesMatchEndpoints,
  rules,
  type SourceFile,
  writesHaveOnePlace,
} from '#lib/testing/architecture-rules.ts'
import { layers } from '#lib/testing/layers.ts'
import { codeOf, importsOf } from '#lib/testing/source-text.ts'

const root = new URL('../../', import.meta.url).pathname
const folders = ['app', 'components', 'lib', 'server', 'e2e', 'scripts']

function read(path: string): SourceFile {
  return { path, text: readFileSync(join(root, path), 'utf8') }
}

const inFolders = folders
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
      .filter((path) => /\.tsx?$/.test(path)),
  )
const atRoot = readdirSync(root).filter((name) => /\.tsx?$/.test(name) && name !== 'next-env.d.ts')
const files = [...inFolders, ...atRoot].sort().map(read)

describe('the source', () => {
  it.each(Object.entries(rules))('%s', (_, rule) => {
    expect(files.flatMap(rule)).toEqual([])
  })

  it('serves each row of the endpoint table by one route', () => {
    const routes = files.filter(({ path }) => /^app\/api\/(?:.*\/)?route\.ts$/.test(path))
    expect(routesMatchEndpoints(routes.flatMap(routeHandlersOf), endpoints)).toEqual([])
  })

  it('has no exception that nobody needs', () => {
    for (const path of mayInjectHtml) expect(read(path).text, path).toContain('dangerouslySetInnerHTML')
    for (const { name, may } of layers) {
      for (const other of may)
        expect(
          layers.some((layer) => layer.name === other),
          `${name}: ${other}`,
        ).toBe(true)
    }
  })
})

// Each rule is shown something it must object to and something it must let pass.
describe('a rule', () => {
  const objects = (rule: Rule, path: string, text = '') => rule({ path, text }).length > 0

  it.each([
    ['lib/a.ts', `import { x } from '#server/env.ts'`],
    ['lib/a.ts', `import type { X } from '#server/env.ts'`],
    ['lib/a.ts', `import type { X } from '#components/ui/button.tsx'`],
    ['lib/a.ts', `import { readFileSync } from 'node:fs'`],
    ['lib/a.ts', `import { useState } from 'react'`],
    ['lib/a.ts', `import { sample } from '#lib/testing/arbitraries.ts'`],
    ['lib/a.ts', `const x = await import('#server/env.ts')`],
    ['lib/a.ts', `export { x } from '#app/layout.tsx'`],
    ['lib/a.ts', `let x: import('#server/env.ts').Env`],
    ['lib/a.ts', `import {\n  type A,\n  b,\n} from '#server/env.ts'`],
    ['components/instance/a.tsx', `import { env } from '#server/env.ts'`],
    ['components/instance/a.tsx', `import type { Row } from '#server/db/schema.ts'`],
    ['components/instance/a.tsx', `import { sql } from 'kysely'`],
    ['components/instance/a.tsx', `import 'server-only'`],
    ['components/instance/a.tsx', `import { headers } from 'next/headers'`],
    ['components/account/a.tsx', `import { betterAuth } from 'better-auth'`],
    ['components/ui/a.tsx', `import { useX } from '#components/data/x.ts'`],
    ['components/data/a.ts', `import { X } from '#components/instance/x.tsx'`],
    ['components/table/a.tsx', `import { X } from '#components/allow-list/x.tsx'`],
    ['server/services/a.ts', `import { X } from '#components/ui/button.tsx'`],
    ['server/services/a.ts', `import { defineRoute } from '#server/http/define-route.ts'`],
    ['server/ccr/a.ts', `import { x } from '#server/services/instances.ts'`],
    ['server/ccr/a.ts', `import { x } from '#server/db/schema.ts'`],
    ['server/db/a.ts', `import { x } from '#server/audit/record.ts'`],
    ['server/emulator/a.ts', `import { sign } from '#server/ccr/sign.ts'`],
    ['server/emulator/a.ts', `import { request } from 'undici'`],
    ['server/emulator/a.test.ts', `import { sign } from '#server/ccr/sign.ts'`],
    ['server/ccr/a.ts', `import { x } from '#server/emulator/server.ts'`],
    ['app/api/vpcs/route.ts', `import { request } from '#server/ccr/request.ts'`],
    ['app/(console)/page.tsx', `import { db } from '#server/db/database.ts'`],
    ['e2e/a.ts', `import { env } from '#server/env.ts'`],
    ['docs/a.ts', ``],
  ])('on layers objects to %s: %s', (path, text) => {
    expect(objects(importsFollowLayers, path, text)).toBe(true)
  })

  it.each([
    [
      'lib/a.ts',
      `import { z } from 'zod'\nimport { x } from './x.ts'\n// import { y } from '#server/env.ts'`,
    ],
    [
      'lib/a.ts',
      'const text = "from \'#server/env.ts\'"\nimport en from "./en/x.json" with { type: "json" }',
    ],
    ['lib/a.test.ts', `import { readFileSync } from 'node:fs'`],
    [
      'server/services/a.ts',
      `import { x } from '#server/ccr/x.ts'\nimport type { ServiceContext } from '#server/http/context.ts'`,
    ],
    ['server/emulator/a.ts', `import { createServer } from 'node:http'`],
    ['components/account/a.tsx', `import { createAuthClient } from 'better-auth/react'`],
    ['components/instance/a.tsx', `import { useVpcLinks } from '#components/data/vpc-links.ts'`],
    ['app/(console)/page.tsx', `import { X } from '#components/instance/x.tsx'`],
    ['app/layout.tsx', `import './globals.css'`],
    ['e2e/a.ts', `import { seed } from '#server/emulator/seeds/seed.ts'`],
    ['scripts/bench/a.ts', `import { sign } from '#server/ccr/sign.ts'`],
  ])('on layers lets %s pass: %s', (path, text) => {
    expect(importsFollowLayers({ path, text })).toEqual([])
  })

  it.each<[string, Rule, string, string, string]>([
    [
      'spelling',
      importsAreSpelledOneWay,
      'lib/a.ts',
      `import { x } from '../b.ts'`,
      `import { x } from './b.ts'`,
    ],
    ['spelling', importsAreSpelledOneWay, 'lib/a.ts', `import { x } from './b'`, `import { x } from 'zod'`],
    [
      'spelling',
      importsAreSpelledOneWay,
      'lib/a.ts',
      `import { x } from '@/lib/b.ts'`,
      `import { x } from '#lib/b.ts'`,
    ],
    [
      'environment',
      environmentIsReadInOnePlace,
      'server/log.ts',
      'const a = process.env.A',
      '// process.env.A',
    ],
    [
      'environment',
      environmentIsReadInOnePlace,
      'app/a.ts',
      `const { A } = process.env`,
      `const a = 'process.env'`,
    ],
    ['environment', environmentIsReadInOnePlace, 'app/a.ts', `process['env']`, 'process.exit(1)'],
    [
      'contract',
      pathsComeFromTheContract,
      'components/a/b.tsx',
      'callApi(`/api/vpcs/${id}`)',
      '// see /api/vpcs',
    ],
    ['contract', pathsComeFromTheContract, 'components/a/b.tsx', `fetch('/api/me')`, `href('/instances')`],
    ['HTML', noInjectedHtml, 'app/a.tsx', '<p dangerouslySetInnerHTML={{ __html }} />', '<p>{text}</p>'],
    [
      'barrels',
      noBarrels,
      'lib/a/index.ts',
      `export { a } from './a.ts'\nexport { b } from './b.ts'`,
      `export const a = 1`,
    ],
    [
      'barrels',
      noBarrels,
      'lib/a/all.ts',
      `export * from './a.ts'\nexport const b = 1`,
      `export { a }\nconst a = 1`,
    ],
    ['barrels', noBarrels, 'lib/a/all.ts', `import { a } from './a.ts'\nexport { a }`, `import './a.css'`],
    ['default exports', exportsAreNamed, 'lib/a.ts', 'export default 1', 'export const a = 1'],
    [
      'default exports',
      exportsAreNamed,
      'lib/a.ts',
      'const a = 1\nexport { a as default }',
      '// export default',
    ],
    ['purity', libIsPure, 'lib/a.ts', 'const now = Date.now()', 'const at = new Date(now)'],
    ['purity', libIsPure, 'lib/a.ts', 'const id = Math.random()', '// Math.random'],
    ['purity', libIsPure, 'lib/a.ts', 'await fetch(url)', 'prefetch(url)'],
    [
      'writes',
      writesHaveOnePlace,
      'server/services/a.ts',
      'await client.createVpcLink(ticket, region)',
      'await createVpcLink(context, id)',
    ],
    ['length', filesAreShort, 'lib/a.ts', 'x\n'.repeat(501), 'x\n'.repeat(500)],
  ])('on %s objects and lets pass', (_, rule, path, bad, good) => {
    expect(rule({ path, text: bad })).toHaveLength(1)
    expect(rule({ path, text: good })).toEqual([])
  })

  it.each([
    'lib/AddressSet.ts',
    'lib/address_set.ts',
    'lib/Net/cidr.ts',
    'components/[x]/a.tsx',
    'lib/a--b.ts',
  ])('on names objects to %s', (path) => expect(objects(namesAreKebabCase, path)).toBe(true))

  it.each([
    'lib/net/cidr.ts',
    'lib/net/cidr.contract.test.ts',
    'app/(console)/instances/[instanceId]/page.tsx',
    'app/api/auth/[...all]/route.ts',
  ])('on names lets %s pass', (path) => expect(namesAreKebabCase({ path, text: '' })).toEqual([]))

  it('on the environment lets its places pass', () => {
    for (const path of ['server/env.ts', 'next.config.mjs', 'server/emulator/main.ts', 'scripts/dev.ts']) {
      expect(environmentIsReadInOnePlace({ path, text: 'process.env.A' })).toEqual([])
    }
  })

  const route = 'app/api/vpcs/[vpcId]/route.ts'
  const good = `export const GET = defineRoute({\n  endpoint: endpoints.getVpc,\n  access: 'vpcs:read',\n  handle: ({ a }) => f(a),\n})\n`

  it.each([
    ['a bare handler', 'export async function GET() {}'],
    ['another wrapper', 'export const GET = withAuth({ access: 1 })'],
    [
      'no access',
      `export const GET = defineRoute({ endpoint: endpoints.getVpc, handle: () => f('access:') })`,
    ],
    ['no row', `export const GET = defineRoute({ access: 'x', handle })`],
    ['a setting beside it', `${good}export const dynamic = 'force-dynamic'`],
    ['a list of exports', `const GET = 1\nexport { GET }`],
    ['a method that does not exist', good.replace('GET', 'FETCH')],
    [
      'access in the next one only',
      `export const GET = defineRoute({ endpoint: endpoints.a })\n${good.replace('GET', 'PUT')}`,
    ],
    ['nothing', 'const a = 1'],
  ])('on routes objects to %s', (_, text) => {
    expect(objects(routesDeclareAccess, route, text)).toBe(true)
  })

  it('on routes lets a full declaration and the sign-in handler pass', () => {
    expect(routesDeclareAccess({ path: route, text: good })).toEqual([])
    expect(
      routesDeclareAccess({ path: 'app/api/auth/[...all]/route.ts', text: 'export const GET = handler' }),
    ).toEqual([])
    expect(routesDeclareAccess({ path: 'app/healthz/route.ts', text: 'export const GET = handler' })).toEqual(
      [],
    )
  })

  it('on the endpoint table notices rows and routes that do not match', () => {
    const rows = {
      getVpc: { method: 'GET', path: '/api/vpcs/[vpcId]' },
      listVpcs: { method: 'GET', path: '/api/vpcs' },
    }
    const handlers = routeHandlersOf({ path: route, text: good })
    expect(handlers).toEqual([{ method: 'GET', endpoint: 'getVpc', path: '/api/vpcs/[vpcId]' }])
    expect(routesMatchEndpoints(handlers, { getVpc: rows.getVpc })).toEqual([])
    expect(routesMatchEndpoints(handlers, rows)).toEqual(['GET /api/vpcs (listVpcs) has no route.'])
    expect(routesMatchEndpoints([...handlers, ...handlers], { getVpc: rows.getVpc })).toHaveLength(1)
    expect(routesMatchEndpoints(handlers, {})).toHaveLength(1)
    expect(
      routesMatchEndpoints(handlers, { getVpc: { method: 'PUT', path: '/api/vpcs/[vpcId]' } }),
    ).toHaveLength(1)
    expect(routesMatchEndpoints(handlers, { getVpc: { method: 'GET', path: '/api/vpcs' } })).toHaveLength(1)
  })
})

describe('reading source', () => {
  it('tells code from comments, strings and patterns', () => {
    expect(codeOf('a // b\nc /* d */ e')).toBe('a     \nc         e')
    expect(codeOf(`a('// b') // c`)).toBe(`a('// b')     `)
    expect(codeOf(`a("x'y", '', \`z\`)`, { keepStrings: false })).toBe(`a("   ", '', \` \`)`)
    expect(codeOf('const p = /["/]/ // x').trimEnd()).toBe('const p = /["/]/')
    expect(codeOf("<p>Don't</p> // x").trimEnd()).toBe("<p>Don't</p>")
    expect(codeOf('`a ${b} // c`')).toBe('`a ${b} // c`')
  })

  it('finds imports of every kind', () => {
    const text = `import a from 'a'\nimport type { B } from "b"\nimport {\n  c,\n} from 'c'\nimport 'd'\nexport { e } from 'e'\nconst f = await import('f')\nlet g: import('g').G\n// import 'h'\nimport i, { type J } from 'i'\nimport * as k from 'k'`
    expect(importsOf(text)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'i', 'k'])
  })
})
