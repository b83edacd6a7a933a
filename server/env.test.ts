import { resolve } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { ConfigError, type Environment, isHttps, readConfig } from './env.ts'

const secretKey = 'a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6'
const keys = { CCR_ACCESS_KEY_ID: 'ALTAKexample', CCR_SECRET_ACCESS_KEY: secretKey, CCR_REGIONS: 'bj, gz,bj' }

const files = (contents: Readonly<Record<string, string>>) => (path: string) => {
  const content = contents[path]
  if (content === undefined) throw new Error(`ENOENT ${path}`)
  return content
}

const sentenceOf = (env: Environment, contents: Readonly<Record<string, string>> = {}): string => {
  try {
    readConfig(env, files(contents))
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return 'accepted'
}

describe('without any setting', () => {
  it('listens on this machine only, keeps its state in .data and connects to no cloud', () => {
    expect(readConfig({})).toEqual({
      isProduction: false,
      isDemo: false,
      host: '127.0.0.1',
      port: 3000,
      url: 'http://127.0.0.1:3000',
      isUrlFixed: false,
      dataDir: resolve('.data'),
      database: { kind: 'sqlite', path: resolve('.data/drawbridge.db') },
      trustedProxies: [],
      peerSecret: null,
      secret: null,
      firstAdmin: null,
      accounts: [],
      ccrEndpoint: null,
      vpcEndpoint: null,
      metricsToken: null,
      logLevel: 'info',
    })
  })

  it('is the same with settings left empty', () => {
    const empty = Object.fromEntries(
      ['HOST', 'PORT', 'DATABASE_URL', 'CCR_REGIONS'].map((name) => [name, ' ']),
    )
    expect(readConfig(empty)).toEqual(readConfig({}))
  })
})

describe('a good setting', () => {
  it.each<[Environment, object]>([
    [
      { PORT: '8080', HOST: '::1' },
      { port: 8080, url: 'http://[::1]:8080' },
    ],
    [
      { DRAWBRIDGE_URL: 'https://console.example.com/' },
      { url: 'https://console.example.com', isUrlFixed: true },
    ],
    [{ DATABASE_URL: 'file:/var/lib/d.db' }, { database: { kind: 'sqlite', path: '/var/lib/d.db' } }],
    [{ DATABASE_URL: 'file:///var/lib/d.db' }, { database: { kind: 'sqlite', path: '/var/lib/d.db' } }],
    [{ DATABASE_URL: 'postgresql://u:p@db/x' }, { database: { kind: 'postgres' } }],
    [
      { TRUSTED_PROXIES: '10.0.0.0/8, 192.0.2.1 fd00::/8' },
      { trustedProxies: ['10.0.0.0/8', '192.0.2.1', 'fd00::/8'] },
    ],
    [{ CCR_ENDPOINT: 'https://gw.example.com:8443/' }, { ccrEndpoint: 'https://gw.example.com:8443' }],
    [
      { CCR_ENDPOINT: 'http://ccr.{region}.localhost:4010' },
      { ccrEndpoint: 'http://ccr.{region}.localhost:4010' },
    ],
    [
      { VPC_ENDPOINT: 'http://emulator:4010', DRAWBRIDGE_DEMO: '1' },
      { vpcEndpoint: 'http://emulator:4010', isDemo: true },
    ],
    [{ LOG_LEVEL: 'WARN' }, { logLevel: 'warn' }],
    [keys, { accounts: [{ name: 'default', regions: ['bj', 'gz'] }] }],
    [
      { DRAWBRIDGE_ADMIN_EMAIL: 'Ada@Example.com', DRAWBRIDGE_ADMIN_PASSWORD: 'twelve chars' },
      { firstAdmin: { email: 'ada@example.com' } },
    ],
  ])('%j', (env, expected) => {
    expect(readConfig(env)).toMatchObject(expected)
  })

  it('may stand in a file when it is a secret', () => {
    const { CCR_SECRET_ACCESS_KEY: _, ...rest } = keys
    const config = readConfig(
      {
        ...rest,
        CCR_SECRET_ACCESS_KEY_FILE: '/run/key',
        DATABASE_URL_FILE: '/run/db',
        DRAWBRIDGE_SECRET_FILE: '/run/s',
      },
      files({ '/run/key': `${secretKey}\n`, '/run/db': 'postgres://u:p@db/x\n', '/run/s': 's'.repeat(32) }),
    )
    expect(config.accounts[0]?.read.secretAccessKey.reveal()).toBe(secretKey)
    expect(config.database).toMatchObject({ kind: 'postgres' })
    expect(config.secret?.reveal()).toBe('s'.repeat(32))
  })

  it('never shows its secrets, however it is printed', () => {
    const config = readConfig({
      ...keys,
      CCR_SESSION_TOKEN: 'session-token-value',
      DATABASE_URL: 'postgres://u:database-password@db/x',
      DRAWBRIDGE_SECRET: 'cookie-secret'.repeat(4),
      DRAWBRIDGE_METRICS_TOKEN: 'metrics-token-value',
      DRAWBRIDGE_PEER_SECRET: 'peer-secret-value',
      DRAWBRIDGE_ADMIN_EMAIL: 'ada@example.com',
      DRAWBRIDGE_ADMIN_PASSWORD: 'admin-password-value',
    })
    const printed = [
      JSON.stringify(config),
      inspect(config, { depth: 9, showHidden: true }),
      `${config.secret}`,
    ].join()
    expect(printed).not.toMatch(
      /a1b2c3d4|session-token|database-password|cookie-secret|metrics-token|peer-secret|admin-password/,
    )
  })
})

describe('accounts in a file', () => {
  const read = (content: unknown, more: Readonly<Record<string, string>> = {}) =>
    readConfig({ DRAWBRIDGE_ACCOUNTS: '/a.json' }, files({ '/a.json': JSON.stringify(content), ...more }))
      .accounts

  it('may have a key pair of its own for changes', () => {
    const [first, second] = read(
      [
        {
          name: 'prod',
          regions: ['bj'],
          accessKeyId: 'r',
          secretAccessKey: 'read-key',
          write: { accessKeyId: 'w', secretAccessKeyFile: '/w' },
        },
        {
          name: 'dev',
          regions: ['gz', 'gz'],
          accessKeyId: 'd',
          secretAccessKey: 'dev-key',
          sessionToken: 't',
        },
      ],
      { '/w': 'write-key\n' },
    )
    expect(first?.read.secretAccessKey.reveal()).toBe('read-key')
    expect(first?.write.secretAccessKey.reveal()).toBe('write-key')
    expect(second?.regions).toEqual(['gz'])
    expect(second?.write).toBe(second?.read)
    expect(second?.read.sessionToken?.reveal()).toBe('t')
  })

  const account = { name: 'prod', regions: ['bj'], accessKeyId: 'r', secretAccessKey: 'the-secret' }
  it.each<[unknown, RegExp]>([
    [{}, /a list of accounts/],
    [[], /a list of accounts/],
    [[{ ...account, regions: [] }], /"0\.regions"/],
    [[{ ...account, regions: ['Beijing'] }], /"0\.regions\.0"/],
    [[{ ...account, name: '' }], /"0\.name"/],
    [[{ ...account, secretAccesKey: 'typo' }], /"0"/],
    [[{ ...account, secretAccessKey: undefined }], /account "prod": secretAccessKey is missing/],
    [[{ ...account, secretAccessKeyFile: '/k' }], /not both/],
    [
      [{ ...account, write: { accessKeyId: 'w', secretAccessKeyFile: '/none' } }],
      /write: \/none cannot be read/,
    ],
    [[account, account], /two accounts "prod"/],
  ])('%j is told in one sentence', (content, sentence) => {
    const told = sentenceOf({ DRAWBRIDGE_ACCOUNTS: '/a.json' }, { '/a.json': JSON.stringify(content) })
    expect(told).toMatch(/^DRAWBRIDGE_ACCOUNTS /)
    expect(told).toMatch(sentence)
    expect(told).not.toContain('the-secret')
  })

  it('that are no JSON are told without their text', () => {
    const told = sentenceOf(
      { DRAWBRIDGE_ACCOUNTS: '/a.json' },
      { '/a.json': '[{"secretAccessKey": "the-secret",}]' },
    )
    expect(told).toBe('DRAWBRIDGE_ACCOUNTS names /a.json, which cannot be read as JSON.')
  })
})

describe('a wrong setting is told in one sentence that names it', () => {
  it.each<[string, Environment]>([
    ['PORT', { PORT: '0' }],
    ['PORT', { PORT: '65536' }],
    ['PORT', { PORT: '3000 x' }],
    ['PORT', { PORT: '3e3' }],
    ['DRAWBRIDGE_DEMO', { DRAWBRIDGE_DEMO: 'yes' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
    ['DRAWBRIDGE_URL', { DRAWBRIDGE_URL: 'console.example.com' }],
    ['DRAWBRIDGE_URL', { DRAWBRIDGE_URL: 'ftp://console.example.com' }],
    ['DRAWBRIDGE_URL', { DRAWBRIDGE_URL: 'https://console.example.com/drawbridge' }],
    ['DRAWBRIDGE_URL', { DRAWBRIDGE_URL: 'https://u:p@console.example.com' }],
    ['DRAWBRIDGE_SECRET', { DRAWBRIDGE_SECRET: 'short' }],
    ['DRAWBRIDGE_SECRET', { DRAWBRIDGE_SECRET: 'x'.repeat(32), DRAWBRIDGE_SECRET_FILE: '/s' }],
    ['DRAWBRIDGE_SECRET_FILE', { DRAWBRIDGE_SECRET_FILE: '/missing' }],
    ['DRAWBRIDGE_SECRET_FILE', { DRAWBRIDGE_SECRET_FILE: '/empty' }],
    ['DRAWBRIDGE_METRICS_TOKEN', { DRAWBRIDGE_METRICS_TOKEN: 'short' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://db/x' }],
    ['DATABASE_URL', { DATABASE_URL: 'data.db' }],
    ['DATABASE_URL', { DATABASE_URL: 'file:' }],
    ['TRUSTED_PROXIES', { TRUSTED_PROXIES: '10.0.0.0/33' }],
    ['TRUSTED_PROXIES', { TRUSTED_PROXIES: '10.0.0/8' }],
    ['TRUSTED_PROXIES', { TRUSTED_PROXIES: 'proxy.example.com' }],
    ['TRUSTED_PROXIES', { TRUSTED_PROXIES: '0.0.0.0/0' }],
    ['TRUSTED_PROXIES', { TRUSTED_PROXIES: '::/0' }],
    ['CCR_REGIONS', { ...keys, CCR_REGIONS: undefined }],
    ['CCR_REGIONS', { ...keys, CCR_REGIONS: 'bj;gz' }],
    ['CCR_REGIONS', { ...keys, CCR_REGIONS: ',' }],
    ['CCR_ACCESS_KEY_ID', { ...keys, CCR_ACCESS_KEY_ID: undefined }],
    ['CCR_SECRET_ACCESS_KEY', { ...keys, CCR_SECRET_ACCESS_KEY: undefined }],
    [
      'CCR_SECRET_ACCESS_KEY_FILE',
      { ...keys, CCR_SECRET_ACCESS_KEY: undefined, CCR_SECRET_ACCESS_KEY_FILE: '/missing' },
    ],
    ['DRAWBRIDGE_ACCOUNTS', { ...keys, DRAWBRIDGE_ACCOUNTS: '/a.json' }],
    ['DRAWBRIDGE_ACCOUNTS', { DRAWBRIDGE_ACCOUNTS: '/missing' }],
    ['CCR_ENDPOINT', { CCR_ENDPOINT: 'gw.example.com' }],
    ['CCR_ENDPOINT', { CCR_ENDPOINT: 'https://gw.example.com/path' }],
    ['CCR_ENDPOINT', { CCR_ENDPOINT: 'https://key:secret@gw.example.com' }],
    ['CCR_ENDPOINT', { CCR_ENDPOINT: 'http://gw.example.com' }],
    ['VPC_ENDPOINT', { VPC_ENDPOINT: 'http://127.0.0.1.example.com' }],
    ['DRAWBRIDGE_ADMIN_EMAIL', { DRAWBRIDGE_ADMIN_PASSWORD: 'twelve chars' }],
    ['DRAWBRIDGE_ADMIN_EMAIL', { DRAWBRIDGE_ADMIN_EMAIL: 'ada', DRAWBRIDGE_ADMIN_PASSWORD: 'twelve chars' }],
    ['DRAWBRIDGE_ADMIN_PASSWORD', { DRAWBRIDGE_ADMIN_EMAIL: 'ada@example.com' }],
    [
      'DRAWBRIDGE_ADMIN_PASSWORD',
      { DRAWBRIDGE_ADMIN_EMAIL: 'ada@example.com', DRAWBRIDGE_ADMIN_PASSWORD: 'eleven char' },
    ],
  ])('%s in %j', (name, env) => {
    const told = sentenceOf(env, { '/empty': '\n', '/s': 'x' })
    expect(told).toContain(name)
    expect(told).toMatch(/^[^\n]+\.$/)
    for (const secret of [secretKey, 'key:secret', 'u:p@']) expect(told).not.toContain(secret)
  })
})

it.each([
  [undefined, false],
  ['http://console.example.com', false],
  [' HTTPS://console.example.com', true],
])('knows by DRAWBRIDGE_URL=%s whether people come by https', (url, expected) => {
  expect(isHttps({ DRAWBRIDGE_URL: url })).toBe(expected)
})
