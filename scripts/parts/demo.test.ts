import { expect, test } from 'vitest'
import { demoAccessKey } from '#server/emulator/start.ts'
import { consoleSpec, emulatorSpec, readDemoPlaces } from './demo.ts'

const env = (values: Record<string, string>): NodeJS.ProcessEnv => ({ NODE_ENV: 'test', ...values })

test('the demo listens on this machine only, on the documented ports', () => {
  expect(readDemoPlaces(env({ DRAWBRIDGE_DATA_DIR: '/data' }))).toEqual({
    host: '127.0.0.1',
    port: 3000,
    emulatorPort: 4010,
    dataDir: '/data',
  })
})

test('the console of the demo never sees the real account', () => {
  const real = env({
    CCR_ACCESS_KEY_ID: 'real-id',
    CCR_SECRET_ACCESS_KEY: 'real-secret',
    CCR_SECRET_ACCESS_KEY_FILE: '/run/secret',
    CCR_SESSION_TOKEN: 'real-token',
    CCR_REGIONS: 'fwh',
    CCR_ENDPOINT: 'https://ccr.example.com',
    DRAWBRIDGE_ACCOUNTS: '/etc/accounts.json',
  })
  const spec = consoleSpec(readDemoPlaces(real), real, { isDev: false })
  expect(spec.env).toMatchObject({
    CCR_ACCESS_KEY_ID: demoAccessKey.accessKeyId,
    CCR_SECRET_ACCESS_KEY: demoAccessKey.secretAccessKey,
    CCR_SECRET_ACCESS_KEY_FILE: '',
    CCR_SESSION_TOKEN: '',
    // The name says the region; the client knows that everything below localhost is this machine.
    CCR_ENDPOINT: 'http://ccr.{region}.localhost:4010',
    VPC_ENDPOINT: 'http://bcc.{region}.localhost:4010',
    DRAWBRIDGE_ACCOUNTS: '',
    DRAWBRIDGE_DEMO: '1',
    // Empty rather than absent, so that `.env` cannot bring it back.
    DATABASE_URL: '',
  })
})

test('console and embedded CCR share the key pair that was chosen', () => {
  const own = env({
    EMULATOR_ACCESS_KEY_ID: 'mine',
    EMULATOR_SECRET_ACCESS_KEY: 'my-secret',
    HOST: '0.0.0.0',
  })
  const places = readDemoPlaces(own)
  expect(consoleSpec(places, own, { isDev: false }).env).toMatchObject({
    HOST: '0.0.0.0',
    CCR_ACCESS_KEY_ID: 'mine',
    CCR_SECRET_ACCESS_KEY: 'my-secret',
  })
  // Whoever may open the console from elsewhere may still not drive the embedded CCR.
  expect(emulatorSpec(places, own).env).toMatchObject({ HOST: '127.0.0.1', EMULATOR_ACCESS_KEY_ID: 'mine' })
  expect(() => emulatorSpec(places, env({ EMULATOR_ACCESS_KEY_ID: 'mine' }))).toThrow(
    'Set both EMULATOR_ACCESS_KEY_ID and EMULATOR_SECRET_ACCESS_KEY, or neither.',
  )
})
