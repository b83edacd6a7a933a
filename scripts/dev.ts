// `npm run dev`: the console with hot reload, on the embedded CCR.

import { runDemo } from '#scripts/parts/demo.ts'
import { runMain } from '#scripts/parts/main.ts'

await runMain(() => runDemo(process.env, { isDev: true, prepare: async () => {} }))
