// `npm run screenshots`: takes the pictures of the README anew. The tests tagged @screenshot take them; on every other
// run they land in test-results, so that testing changes no file of the repository.

import { build, isBuilt } from '#scripts/parts/build.ts'
import { runMain } from '#scripts/parts/main.ts'
import { runPlaywright } from '#scripts/parts/steps.ts'
import { describeTally } from '#scripts/parts/tally.ts'

await runMain(async () => {
  if (!isBuilt(process.env)) await build(process.env)
  const env = { ...process.env, E2E_SCREENSHOTS_DIR: 'docs/screenshots' }
  const tally = await runPlaywright('screenshots', env, ['--grep', '@screenshot'])
  console.log(describeTally(tally))
  return tally.failed.length === 0 ? 0 : 1
})
