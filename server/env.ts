// The only reader of process.env. A wrong value ends in one ConfigError that names the setting and says what would
// be right; nothing here prints, creates files or opens connections.

import { readFileSync } from 'node:fs'
import { BlockList, isIP } from 'node:net'
import { resolve } from 'node:path'
import { z } from 'zod'
import { email as emailSchema, password as passwordSchema } from '#lib/contract/people.ts'
import { Secret } from './secret.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export type DatabaseConfig =
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'postgres'; readonly url: Secret }

export type KeyPair = {
  readonly accessKeyId: string
  readonly secretAccessKey: Secret
  readonly sessionToken: Secret | null
}

/** One cloud account. `write` is used for changes when the account has a key pair of its own for them. */
export type AccountConfig = {
  readonly name: string
  readonly regions: readonly string[]
  readonly read: KeyPair
  readonly write: KeyPair
}

export type Config = {
  readonly isProduction: boolean
  /** True on the embedded CCR: pages say so. */
  readonly isDemo: boolean
  readonly host: string
  readonly port: number
  /** Origin people type, without a trailing slash, e.g. `https://drawbridge.example.com`. */
  readonly url: string
  /** False when `url` was only guessed from host and port: then any host name that reaches us is accepted. */
  readonly isUrlFixed: boolean
  readonly dataDir: string
  readonly database: DatabaseConfig
  readonly trustedProxies: readonly string[]
  /** Shared by the HTTP server around Next and by us; proves that the peer address in a header is its word. */
  readonly peerSecret: Secret | null
  /** null: one is made and kept in the data folder. */
  readonly secret: Secret | null
  readonly firstAdmin: { readonly email: string; readonly password: Secret } | null
  readonly accounts: readonly AccountConfig[]
  /** Base addresses that replace the regional hosts; may hold `{region}`. */
  readonly ccrEndpoint: string | null
  readonly vpcEndpoint: string | null
  readonly metricsToken: Secret | null
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'
}

/** A setting that is wrong. The message is one sentence for the person who starts the server; it holds no secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

type Files = (path: string) => string

const readText: Files = (path) => readFileSync(path, 'utf8')

const regionPattern = /^[a-z][a-z0-9-]{0,31}$/

/** Our configuration from the process environment. Throws ConfigError. */
export function readProcessConfig(): Config {
  return readConfig(process.env)
}

/** A PostgreSQL server on which tests may create databases; null: tests use SQLite. */
export function testDatabaseUrl(env: Environment = process.env): string | null {
  return env.TEST_DATABASE_URL?.trim() || null
}

/** Where a build under test or another process keeps its own answers, told apart from the settings above. */
export function isDevelopment(): boolean {
  return process.env.NODE_ENV !== 'production'
}

/** True when people reach us by https, as far as the environment says. Cheap: it is asked on each request. */
export function isHttps(env: Environment = process.env): boolean {
  return env.DRAWBRIDGE_URL?.trim().toLowerCase().startsWith('https:') ?? false
}

/** Reads and checks every setting. Throws ConfigError with one sentence naming the setting that is wrong. */
export function readConfig(env: Environment, files: Files = readText): Config {
  const text = (name: string): string | null => {
    const value = env[name]?.trim()
    return value === undefined || value === '' ? null : value
  }
  const secretText = (name: string): string | null => {
    const direct = text(name)
    const path = text(`${name}_FILE`)
    if (direct !== null && path !== null) {
      throw new ConfigError(`Set either ${name} or ${name}_FILE, not both.`)
    }
    if (path === null) return direct
    let content: string
    try {
      content = files(path).trim()
    } catch {
      throw new ConfigError(`${name}_FILE names ${path}, which cannot be read.`)
    }
    if (content === '') throw new ConfigError(`${name}_FILE names ${path}, which is empty.`)
    return content
  }
  const secretOf = (name: string): Secret | null => {
    const value = secretText(name)
    return value === null ? null : new Secret(value)
  }

  const host = text('HOST') ?? '127.0.0.1'
  const port = readPort(text('PORT'))
  const dataDir = resolve(/* turbopackIgnore: true */ text('DRAWBRIDGE_DATA_DIR') ?? '.data')
  const isDemo = readFlag('DRAWBRIDGE_DEMO', text('DRAWBRIDGE_DEMO'))
  const fixedUrl = readOrigin('DRAWBRIDGE_URL', text('DRAWBRIDGE_URL'))

  const secret = secretOf('DRAWBRIDGE_SECRET')
  if (secret !== null && secret.reveal().length < 32) {
    throw new ConfigError(
      'DRAWBRIDGE_SECRET must be at least 32 characters long; `openssl rand -hex 32` makes one.',
    )
  }
  const metricsToken = secretOf('DRAWBRIDGE_METRICS_TOKEN')
  if (metricsToken !== null && metricsToken.reveal().length < 16) {
    throw new ConfigError('DRAWBRIDGE_METRICS_TOKEN must be at least 16 characters long.')
  }

  return {
    isProduction: env.NODE_ENV === 'production',
    isDemo,
    host,
    port,
    url: fixedUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    isUrlFixed: fixedUrl !== null,
    dataDir,
    database: readDatabase(secretText('DATABASE_URL'), dataDir),
    trustedProxies: readTrustedProxies(text('TRUSTED_PROXIES')),
    peerSecret: secretOf('DRAWBRIDGE_PEER_SECRET'),
    secret,
    firstAdmin: readFirstAdmin(text('DRAWBRIDGE_ADMIN_EMAIL'), secretText('DRAWBRIDGE_ADMIN_PASSWORD')),
    accounts: readAccounts({
      path: text('DRAWBRIDGE_ACCOUNTS'),
      files,
      accessKeyId: text('CCR_ACCESS_KEY_ID'),
      secretAccessKey: secretText('CCR_SECRET_ACCESS_KEY'),
      sessionToken: secretText('CCR_SESSION_TOKEN'),
      regions: text('CCR_REGIONS'),
    }),
    ccrEndpoint: readUpstream('CCR_ENDPOINT', text('CCR_ENDPOINT'), isDemo),
    vpcEndpoint: readUpstream('VPC_ENDPOINT', text('VPC_ENDPOINT'), isDemo),
    metricsToken,
    logLevel: readLogLevel(text('LOG_LEVEL')),
  }
}

function readPort(value: string | null): number {
  if (value === null) return 3000
  const port = Number(value)
  if (!/^\d{1,5}$/.test(value) || port < 1 || port > 65_535) {
    throw new ConfigError(`PORT must be a number from 1 to 65535, not "${value}".`)
  }
  return port
}

function readFlag(name: string, value: string | null): boolean {
  if (value === null || value === '0' || value === 'false') return false
  if (value === '1' || value === 'true') return true
  throw new ConfigError(`${name} must be 1 or 0, not "${value}".`)
}

function readLogLevel(value: string | null): Config['logLevel'] {
  const parsed = z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .safeParse(value?.toLowerCase() ?? 'info')
  if (!parsed.success) {
    throw new ConfigError(
      `LOG_LEVEL must be trace, debug, info, warn, error, fatal or silent, not "${value}".`,
    )
  }
  return parsed.data
}

function urlOf(value: string): URL | null {
  return URL.canParse(value) ? new URL(value) : null
}

function readOrigin(name: string, value: string | null): string | null {
  if (value === null) return null
  const url = urlOf(value)
  const isPlain =
    url !== null &&
    (url.protocol === 'https:' || url.protocol === 'http:') &&
    url.username === '' &&
    url.password === '' &&
    (url.pathname === '/' || url.pathname === '') &&
    url.search === '' &&
    url.hash === ''
  if (!isPlain) {
    throw new ConfigError(
      `${name} must be the address people open, such as https://drawbridge.example.com, without a path.`,
    )
  }
  return url.origin
}

/** An address for signed calls. Plain http only where nobody else can listen: on this machine, or in a demo. */
function readUpstream(name: string, value: string | null, isDemo: boolean): string | null {
  if (value === null) return null
  const url = urlOf(value.replaceAll('{region}', 'region'))
  const isPlain =
    url !== null &&
    (url.protocol === 'https:' || url.protocol === 'http:') &&
    url.username === '' &&
    url.password === '' &&
    url.pathname === '/' &&
    url.search === '' &&
    url.hash === ''
  if (!isPlain) {
    throw new ConfigError(
      `${name} must be an address such as https://ccr.{region}.example.com, without a path or a password.`,
    )
  }
  if (url.protocol === 'http:' && !isDemo && !isLoopbackHost(url.hostname)) {
    throw new ConfigError(`${name} must begin with https:// unless it is on this machine.`)
  }
  return value.replace(/\/+$/, '')
}

function isLoopbackHost(hostname: string): boolean {
  return /(?:^|\.)localhost$/.test(hostname) || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

function readDatabase(value: string | null, dataDir: string): DatabaseConfig {
  if (value === null) return { kind: 'sqlite', path: resolve(dataDir, 'drawbridge.db') }
  if (value.startsWith('file:')) {
    const path = value.slice('file:'.length).replace(/^\/\/(?=\/)/, '')
    if (path === '') throw new ConfigError('DATABASE_URL begins with file: but names no file.')
    return { kind: 'sqlite', path: resolve(path) }
  }
  if (/^postgres(ql)?:\/\//.test(value) && URL.canParse(value)) {
    return { kind: 'postgres', url: new Secret(value) }
  }
  throw new ConfigError(
    'DATABASE_URL must begin with file: or postgres:// (leave it out for SQLite in the data folder).',
  )
}

function readTrustedProxies(value: string | null): string[] {
  if (value === null) return []
  return value
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map((part) => {
      if (!isCidr(part)) {
        throw new ConfigError(
          `TRUSTED_PROXIES must list addresses or blocks such as 10.0.0.0/8; "${part}" is neither.`,
        )
      }
      // Whoever trusts everybody believes any address that anybody writes into a header.
      if (/\/0+$/.test(part))
        throw new ConfigError(`TRUSTED_PROXIES must not trust everybody: leave "${part}" out.`)
      return part
    })
}

function isCidr(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  if (prefix === undefined) return true
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > (family === 4 ? 32 : 128)) return false
  new BlockList().addSubnet(address, Number(prefix), family === 4 ? 'ipv4' : 'ipv6')
  return true
}

function readFirstAdmin(email: string | null, password: string | null): Config['firstAdmin'] {
  if (email === null && password === null) return null
  if (email === null)
    throw new ConfigError('DRAWBRIDGE_ADMIN_PASSWORD is set, so DRAWBRIDGE_ADMIN_EMAIL is needed too.')
  if (password === null) {
    throw new ConfigError('DRAWBRIDGE_ADMIN_EMAIL is set, so DRAWBRIDGE_ADMIN_PASSWORD is needed too.')
  }
  const parsedEmail = emailSchema.safeParse(email)
  if (!parsedEmail.success)
    throw new ConfigError(`DRAWBRIDGE_ADMIN_EMAIL must be an email address, not "${email}".`)
  if (!passwordSchema.safeParse(password).success) {
    throw new ConfigError('DRAWBRIDGE_ADMIN_PASSWORD must be 12 to 128 characters long.')
  }
  return { email: parsedEmail.data, password: new Secret(password) }
}

const keyPairSchema = z.strictObject({
  accessKeyId: z.string().min(1),
  secretAccessKey: z.string().min(1).optional(),
  secretAccessKeyFile: z.string().min(1).optional(),
  sessionToken: z.string().min(1).optional(),
})

const accountSchema = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 _.-]{0,63}$/),
  regions: z.array(z.string().regex(regionPattern)).min(1),
  ...keyPairSchema.shape,
  write: keyPairSchema.optional(),
})

type AccountSettings = {
  readonly path: string | null
  readonly files: Files
  readonly accessKeyId: string | null
  readonly secretAccessKey: string | null
  readonly sessionToken: string | null
  readonly regions: string | null
}

function readAccounts(settings: AccountSettings): AccountConfig[] {
  const { path, files, accessKeyId, secretAccessKey, sessionToken, regions } = settings
  const hasOwn = accessKeyId !== null || secretAccessKey !== null || sessionToken !== null
  if (path !== null) {
    if (hasOwn) throw new ConfigError('Set either DRAWBRIDGE_ACCOUNTS or CCR_ACCESS_KEY_ID, not both.')
    return readAccountsFile(path, files)
  }
  if (!hasOwn) return []
  if (accessKeyId === null)
    throw new ConfigError('CCR_SECRET_ACCESS_KEY is set, so CCR_ACCESS_KEY_ID is needed too.')
  if (secretAccessKey === null) {
    throw new ConfigError('CCR_ACCESS_KEY_ID is set, so CCR_SECRET_ACCESS_KEY is needed too.')
  }
  if (regions === null) {
    throw new ConfigError(
      'CCR_ACCESS_KEY_ID is set, so CCR_REGIONS must say which regions to read, such as bj,gz.',
    )
  }
  const list = [...new Set(regions.split(/[\s,]+/).filter((region) => region !== ''))]
  const wrong = list.find((region) => !regionPattern.test(region))
  if (wrong !== undefined || list.length === 0) {
    throw new ConfigError(`CCR_REGIONS must be short region codes such as bj,gz, not "${wrong ?? regions}".`)
  }
  const pair: KeyPair = {
    accessKeyId,
    secretAccessKey: new Secret(secretAccessKey),
    sessionToken: sessionToken === null ? null : new Secret(sessionToken),
  }
  return [{ name: 'default', regions: list, read: pair, write: pair }]
}

function readAccountsFile(path: string, files: Files): AccountConfig[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(files(path))
  } catch {
    // The parser's message would quote the text of the file, and so a key.
    throw new ConfigError(`DRAWBRIDGE_ACCOUNTS names ${path}, which cannot be read as JSON.`)
  }
  const result = z.array(accountSchema).min(1).safeParse(parsed)
  if (!result.success) {
    const place = result.error.issues[0]?.path.join('.') ?? ''
    throw new ConfigError(
      `DRAWBRIDGE_ACCOUNTS names ${path}, where ${place === '' ? 'a list of accounts' : `"${place}"`} is missing or wrong; ` +
        'each account has name, regions, accessKeyId and secretAccessKey (or secretAccessKeyFile).',
    )
  }
  const names = result.data.map((account) => account.name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined)
    throw new ConfigError(`DRAWBRIDGE_ACCOUNTS names ${path}, which has two accounts "${twice}".`)
  return result.data.map((account) => {
    const read = readKeyPair(account, `${path}, account "${account.name}"`, files)
    return {
      name: account.name,
      regions: [...new Set(account.regions)],
      read,
      write: account.write
        ? readKeyPair(account.write, `${path}, account "${account.name}", write`, files)
        : read,
    }
  })
}

function readKeyPair(pair: z.output<typeof keyPairSchema>, place: string, files: Files): KeyPair {
  let secret = pair.secretAccessKey
  if (pair.secretAccessKeyFile !== undefined) {
    if (secret !== undefined) {
      throw new ConfigError(
        `DRAWBRIDGE_ACCOUNTS names ${place}: set secretAccessKey or secretAccessKeyFile, not both.`,
      )
    }
    try {
      secret = files(pair.secretAccessKeyFile).trim()
    } catch {
      throw new ConfigError(`DRAWBRIDGE_ACCOUNTS names ${place}: ${pair.secretAccessKeyFile} cannot be read.`)
    }
  }
  if (secret === undefined || secret === '') {
    throw new ConfigError(`DRAWBRIDGE_ACCOUNTS names ${place}: secretAccessKey is missing.`)
  }
  return {
    accessKeyId: pair.accessKeyId,
    secretAccessKey: new Secret(secret),
    sessionToken: pair.sessionToken === undefined ? null : new Secret(pair.sessionToken),
  }
}
