// `npm run quickstart`: the console and the embedded CCR, from a fresh clone to an address to open.

import { build, isBuilt } from '#scripts/parts/build.ts'
import { runDemo } from '#scripts/parts/demo.ts'
import { runMain } from '#scripts/parts/main.ts'

await runMain(() =>
  runDemo(process.env, {
    isDev: false,
    prepare: async () => {
      if (isBuilt(process.env)) return
      console.log('Building, since the sources are new or changed.')
      await build(process.env)
    },
  }),
)
