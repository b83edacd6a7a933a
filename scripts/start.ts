// `npm start`: the console in production, with the account the environment or `.env` names. It serves the build that is
// there, so a machine without the tools to build can run it.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isBuilt } from '#scripts/parts/build.ts'
import { readDistDir } from '#scripts/parts/settings.ts'
import { root } from '#scripts/parts/spawn.ts'

if (existsSync(join(root, readDistDir(process.env), 'BUILD_ID')) && !isBuilt(process.env)) {
  console.error('The sources changed since the build that is served: `npm run build` makes a new one.')
}
await import('#scripts/serve.ts')
