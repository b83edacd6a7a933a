// The console on the embedded CCR: what quickstart and dev have in common.

import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type ChildSpec, createHousehold } from '#scripts/parts/children.ts'
import { requireFreePort } from '#scripts/parts/ports.ts'
import { LauncherError, localUrl, readDemoDir, readHost, readPort } from '#scripts/parts/settings.ts'
import { demoAccessKey } from '#server/emulator/start.ts'

/** The embedded CCR listens here only: it holds invented data and hands its control endpoints to anyone. */
const emulatorHost = '127.0.0.1'

/** Settings of a real account or database that may stand in `.env`. Empty means not set, and hides them from the demo. */
const realSettings = [
  'CCR_ACCESS_KEY_ID_FILE',
  'CCR_SECRET_ACCESS_KEY_FILE',
  'CCR_SESSION_TOKEN',
  'CCR_SESSION_TOKEN_FILE',
  'DRAWBRIDGE_ACCOUNTS',
]

/** Settings that count when the person set them just now, and not when they stand in `.env`. */
const ownSettings = [
  'DATABASE_URL',
  'DATABASE_URL_FILE',
  'DRAWBRIDGE_ADMIN_EMAIL',
  'DRAWBRIDGE_ADMIN_PASSWORD',
  'DRAWBRIDGE_ADMIN_PASSWORD_FILE',
  'DRAWBRIDGE_SECRET',
  'DRAWBRIDGE_SECRET_FILE',
  'DRAWBRIDGE_URL',
  'TRUSTED_PROXIES',
]

export type DemoPlaces = {
  readonly host: string
  readonly port: number
  readonly emulatorPort: number
  readonly dataDir: string
}

/** Where the demo runs, from the environment. Throws LauncherError. */
export function readDemoPlaces(env: NodeJS.ProcessEnv): DemoPlaces {
  const places = {
    host: readHost(env),
    port: readPort(env, 'PORT', 3000),
    emulatorPort: readPort(env, 'EMULATOR_PORT', 4010),
    dataDir: resolve(readDemoDir(env)),
  }
  if (places.port === places.emulatorPort) {
    throw new LauncherError(
      `PORT and EMULATOR_PORT are both ${places.port}: set one of them to another port.`,
    )
  }
  return places
}

/** The embedded CCR as a child. Its state survives in the data folder. */
export function emulatorSpec(places: DemoPlaces, env: NodeJS.ProcessEnv, logPath?: string): ChildSpec {
  return {
    name: 'The embedded CCR',
    args: ['server/emulator/main.ts', '--file', join(places.dataDir, 'emulator.json')],
    env: { ...env, ...emulatorKeys(env), HOST: emulatorHost, EMULATOR_PORT: String(places.emulatorPort) },
    ...(logPath === undefined ? {} : { logPath }),
  }
}

/** The console as a child, pointed at the embedded CCR over real HTTP. */
export function consoleSpec(
  places: DemoPlaces,
  env: NodeJS.ProcessEnv,
  options: { readonly isDev: boolean; readonly logPath?: string },
): ChildSpec {
  const keys = emulatorKeys(env)
  return {
    name: 'The console',
    args: ['scripts/serve.ts', ...(options.isDev ? ['--dev', '--grace-ms=100'] : ['--grace-ms=500'])],
    env: {
      ...env,
      ...Object.fromEntries(ownSettings.map((name) => [name, env[name] ?? ''])),
      ...Object.fromEntries(realSettings.map((name) => [name, ''])),
      HOST: places.host,
      PORT: String(places.port),
      DRAWBRIDGE_DATA_DIR: places.dataDir,
      DRAWBRIDGE_DEMO: '1',
      // Names under .localhost are this machine; the embedded CCR takes the region from the name.
      CCR_ENDPOINT: `http://ccr.{region}.localhost:${places.emulatorPort}`,
      VPC_ENDPOINT: `http://bcc.{region}.localhost:${places.emulatorPort}`,
      CCR_ACCESS_KEY_ID: keys.EMULATOR_ACCESS_KEY_ID,
      CCR_SECRET_ACCESS_KEY: keys.EMULATOR_SECRET_ACCESS_KEY,
      CCR_REGIONS: 'bj,gz,su,hkg',
    },
    ...(options.logPath === undefined ? {} : { logPath: options.logPath }),
  }
}

/** Runs both until one of them or the person ends it. Resolves with the exit code. */
export async function runDemo(
  env: NodeJS.ProcessEnv,
  options: { readonly isDev: boolean; readonly prepare: () => Promise<void> },
): Promise<number> {
  const places = readDemoPlaces(env)
  await requireFreePort('PORT', places.host, places.port)
  await requireFreePort('EMULATOR_PORT', emulatorHost, places.emulatorPort)
  await options.prepare()
  // Holds a secret, sessions and addresses: for the owner only.
  mkdirSync(places.dataDir, { recursive: true, mode: 0o700 })

  const household = createHousehold()
  const log = (name: string) => (options.isDev ? undefined : join(places.dataDir, name))
  const consoleLog = log('console.log')
  household.start(emulatorSpec(places, env, log('emulator.log')))
  household.start(
    consoleSpec(places, env, {
      isDev: options.isDev,
      ...(consoleLog === undefined ? {} : { logPath: consoleLog }),
    }),
  )
  const url = localUrl(places.host, places.port)
  try {
    if (await household.waitUntilReady(`${url}/readyz`, 'The console', options.isDev ? 120_000 : 60_000)) {
      console.log(welcome(places, url, env.DRAWBRIDGE_ADMIN_EMAIL))
    }
  } catch (error) {
    await household.stop()
    throw error
  }
  return household.ended
}

/** The pair the person chose, or the documented demo pair, which opens nothing but an embedded CCR. */
function emulatorKeys(env: NodeJS.ProcessEnv) {
  const own = { id: env.EMULATOR_ACCESS_KEY_ID ?? '', secret: env.EMULATOR_SECRET_ACCESS_KEY ?? '' }
  if ((own.id === '') !== (own.secret === '')) {
    throw new LauncherError('Set both EMULATOR_ACCESS_KEY_ID and EMULATOR_SECRET_ACCESS_KEY, or neither.')
  }
  return {
    EMULATOR_ACCESS_KEY_ID: own.id || demoAccessKey.accessKeyId,
    EMULATOR_SECRET_ACCESS_KEY: own.secret || demoAccessKey.secretAccessKey,
  }
}

function welcome(places: DemoPlaces, url: string, adminEmail: string | undefined): string {
  const linkPath = join(places.dataDir, 'setup-link')
  const link = existsSync(linkPath) ? readFileSync(linkPath, 'utf8').trim() : null
  const account = adminEmail ? `as ${adminEmail}` : 'with the account you made here before'
  return [
    '',
    `Drawbridge is ready: ${url}`,
    ...(link === null
      ? [`Sign in ${account}.`]
      : ['', 'Open this link to create the first administrator. It works once:', link]),
    '',
    `The embedded CCR, with invented instances, answers at ${localUrl(emulatorHost, places.emulatorPort)}.`,
    `Everything is kept in ${places.dataDir}. Ctrl-C ends it.`,
    '',
  ].join('\n')
}
