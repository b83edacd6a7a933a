// `npm run quickstart`: the console and the embedded CCR, from a fresh clone to an address to open.

import { fileURLToPath } from 'node:url'
import { build, isBuilt } from '#scripts/parts/build.ts'
import { runDemo } from '#scripts/parts/demo.ts'
import { runMain } from '#scripts/parts/main.ts'

const root = fileURLToPath(new URL('../', import.meta.url))

await runMain(() =>
  runDemo(process.env, {
    isDev: false,
    prepare: async () => {
      if (isBuilt(root, process.env)) return
      console.log('Building, since the sources are new or changed.')
      await build(root, process.env)
    },
  }),
)
