// `npm run check`: the fast gate before a commit. Types, lint, format, the lock, architecture and pure tests.

import { runMain } from '#scripts/parts/main.ts'
import { runStaticChecks, runVitest } from '#scripts/parts/steps.ts'
import { describeTally, sumTallies } from '#scripts/parts/tally.ts'

await runMain(async () => {
  const tally = sumTallies([await runStaticChecks(), await runVitest('unit', ['unit'])])
  console.log(describeTally(tally))
  return tally.failed.length === 0 ? 0 : 1
})
