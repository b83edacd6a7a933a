// `npm run build`: always builds; the launchers then see that it is of these sources.

import { fileURLToPath } from 'node:url'
import { build } from '#scripts/parts/build.ts'
import { runMain } from '#scripts/parts/main.ts'

await runMain(async () => {
  await build(fileURLToPath(new URL('../', import.meta.url)), process.env)
  return 0
})
