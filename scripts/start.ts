// `npm start`: the console in production, with the account the environment or `.env` names. It serves the build that is
// there, so a machine without the tools to build can run it.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isBuilt } from '#scripts/parts/build.ts'
import { readDistDir } from '#scripts/parts/settings.ts'

const root = fileURLToPath(new URL('../', import.meta.url))

if (existsSync(join(root, readDistDir(process.env), 'BUILD_ID')) && !isBuilt(root, process.env)) {
  console.error('The sources changed since the build that is served: `npm run build` makes a new one.')
}
await import('#scripts/serve.ts')
