// `npm run bench [name …]`: runs every measurement in scripts/bench, or those whose file name begins with a given word.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { runMain } from '#scripts/parts/main.ts'
import { root } from '#scripts/parts/spawn.ts'
import { announce, runNode } from '#scripts/parts/steps.ts'

await runMain(async () => {
  const wanted = process.argv.slice(2)
  const files = readdirSync(join(root, 'scripts/bench'))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .filter((file) => wanted.length === 0 || wanted.some((word) => file.startsWith(word)))
    .toSorted()
  if (files.length === 0) {
    console.error(`No measurement in scripts/bench begins with ${wanted.join(' or ')}.`)
    return 1
  }
  let hasFailed = false
  for (const file of files) {
    announce(file)
    // `server-only` is empty under this condition, as it is inside the server.
    hasFailed = (await runNode(['--conditions=react-server', join('scripts/bench', file)])) !== 0 || hasFailed
  }
  return hasFailed ? 1 : 0
})
