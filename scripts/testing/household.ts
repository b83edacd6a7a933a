// A launcher small enough to test: the embedded CCR on EMULATOR_PORT and one that will not listen; both tethered.
// Prints "ready" once the first one answers.

import { createHousehold } from '#scripts/parts/children.ts'
import { runMain } from '#scripts/parts/main.ts'

await runMain(async () => {
  const household = createHousehold()
  household.start({
    name: 'The embedded CCR',
    args: ['server/emulator/main.ts'],
    env: process.env,
  })
  // Deaf to signals on purpose: only the tether's last word, or SIGKILL, ends it.
  household.start({
    name: 'The stubborn one',
    args: ['scripts/testing/stubborn.ts'],
    env: process.env,
  })
  const isReady = await household.waitUntilReady(
    `http://127.0.0.1:${process.env.EMULATOR_PORT}/__emulator/state`,
    'The embedded CCR',
    20_000,
  )
  if (isReady) console.log('ready')
  return household.ended
})
