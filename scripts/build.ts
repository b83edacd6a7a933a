// `npm run build`: always builds; the launchers then see that it is of these sources.

import { build } from '#scripts/parts/build.ts'
import { runMain } from '#scripts/parts/main.ts'

await runMain(async () => {
  await build(process.env)
  return 0
})
