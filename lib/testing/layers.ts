// Who may import whom. The first row that fits a path is its layer; a layer may import itself and what `may` names.

export type Layer = {
  readonly name: string
  readonly holds: RegExp
  /** Names of layers. */
  readonly may: readonly string[]
  /** Packages and node: modules: `all`, or the ones that match. */
  readonly packages: 'all' | RegExp
}

const any = 'all'
const browserPackages =
  /^(?!node:)(?!(?:server-only|next\/(?:headers|server|cache)|kysely|pg|undici|pino|better-auth(?!\/(?:react|client))|@better-auth)(?:\/|$))/
const testPackages = /^(?:vitest|fast-check|@formatjs\/icu-messageformat-parser|node:)/

const sharedComponents = ['component ui', 'component marks', 'component data', 'component parts']

export const layers: readonly Layer[] = [
  // lib: pure, runs anywhere.
  { name: 'lib test', holds: /^lib\/(?:.*\.test\.ts|testing\/)/, may: ['lib'], packages: testPackages },
  { name: 'lib', holds: /^lib\//, may: [], packages: /^zod(?:\/|$)/ },

  // server: secrets, Node only. The embedded CCR stands apart, so that it cannot agree with our client by sharing code.
  {
    name: 'emulator test',
    holds: /^server\/emulator\/.*\.test\.ts$/,
    may: ['lib', 'lib test', 'emulator'],
    packages: any,
  },
  { name: 'emulator', holds: /^server\/emulator\//, may: ['lib'], packages: /^(?:node:|zod(?:\/|$))/ },
  {
    name: 'server test',
    holds: /^server\/(?:.*\.test\.ts|testing\/|.*\/testing\/)/,
    may: [
      'lib',
      'lib test',
      'emulator',
      'server base',
      'db',
      'audit',
      'ccr',
      'auth',
      'changes',
      'services',
      'http',
      'jobs',
      'api',
      'root',
    ],
    packages: any,
  },
  // What every server module may know: settings, log, the running parts, and what a request carries (a type).
  {
    name: 'server base',
    holds: /^server\/(?:[a-z0-9-]+\.ts$|http\/context\.ts$|auth\/(?:actor|permissions)\.ts$)/,
    may: ['lib', 'db', 'audit', 'ccr', 'auth', 'changes', 'services', 'jobs'],
    packages: any,
  },
  { name: 'db', holds: /^server\/db\//, may: ['lib', 'server base'], packages: any },
  { name: 'audit', holds: /^server\/audit\//, may: ['lib', 'server base', 'db'], packages: any },
  { name: 'ccr', holds: /^server\/ccr\//, may: ['lib', 'server base', 'audit'], packages: any },
  {
    name: 'changes',
    holds: /^server\/changes\//,
    may: ['lib', 'server base', 'db', 'audit', 'ccr'],
    packages: any,
  },
  { name: 'auth', holds: /^server\/auth\//, may: ['lib', 'server base', 'db', 'audit'], packages: any },
  {
    name: 'services',
    holds: /^server\/services\//,
    may: ['lib', 'server base', 'db', 'audit', 'ccr', 'changes', 'auth', 'jobs'],
    packages: any,
  },
  {
    name: 'jobs',
    holds: /^server\/jobs\//,
    may: ['lib', 'server base', 'db', 'audit', 'ccr', 'changes', 'services'],
    packages: any,
  },
  {
    name: 'http',
    holds: /^server\/http\//,
    may: ['lib', 'server base', 'db', 'audit', 'auth', 'services'],
    packages: any,
  },

  // components: the browser.
  {
    name: 'component test',
    holds: /^components\/.*\.test\.tsx?$/,
    may: ['lib', 'lib test', ...sharedComponents, 'feature'],
    packages: any,
  },
  { name: 'component ui', holds: /^components\/ui\//, may: ['lib'], packages: browserPackages },
  {
    name: 'component marks',
    holds: /^components\/marks\//,
    may: ['lib', 'component ui'],
    packages: browserPackages,
  },
  {
    name: 'component data',
    holds: /^components\/data\//,
    may: ['lib', 'component ui'],
    packages: browserPackages,
  },
  {
    name: 'component parts',
    holds: /^components\/(?:form|table|feedback|layout)\//,
    may: ['lib', 'component ui', 'component marks', 'component data'],
    packages: browserPackages,
  },
  { name: 'feature', holds: /^components\//, may: ['lib', ...sharedComponents], packages: browserPackages },

  // app: wiring only.
  {
    name: 'app test',
    holds: /^app\/.*\.test\.tsx?$/,
    may: [
      'lib',
      'lib test',
      'emulator',
      'server test',
      'server base',
      'db',
      'http',
      'auth',
      'services',
      'app',
      'api',
    ],
    packages: any,
  },
  {
    name: 'api',
    holds: /^app\/(?:.*\/)?route\.ts$/,
    may: ['lib', 'server base', 'http', 'auth', 'services'],
    packages: any,
  },
  {
    name: 'app',
    holds: /^app\//,
    may: ['lib', 'server base', 'http', 'auth', 'services', ...sharedComponents, 'feature'],
    packages: any,
  },
  {
    name: 'root',
    holds: /^(?:proxy|instrumentation)\.ts$/,
    may: ['lib', 'server base', 'http', 'auth', 'db', 'jobs'],
    packages: any,
  },
  {
    name: 'root config',
    holds: /^[a-z-]+(?:\.[a-z]+)*\.(?:ts|mts)$/,
    may: ['lib', 'scripts'],
    packages: any,
  },

  { name: 'e2e', holds: /^e2e\//, may: ['lib', 'emulator'], packages: any },
  {
    name: 'scripts',
    holds: /^scripts\//,
    may: [
      'lib',
      // Benchmarks drive the services as tests do.
      'server test',
      'emulator',
      'server base',
      'ccr',
      'db',
      'auth',
      'http',
      'services',
      'audit',
      'changes',
      'root',
    ],
    packages: any,
  },
]

/** The layer of a path from the root of the repository; null when the table has no row for it. */
export function layerOf(path: string): Layer | null {
  return layers.find((layer) => layer.holds.test(path)) ?? null
}
