// The embedded CCR as a program: `node server/emulator/main.ts`. Prints one line when ready. Stops within a second on
// SIGINT and SIGTERM, and when its standard input ends if EMULATOR_PARENT_PIPE=1 (the launcher is gone).

import { readOptions } from './options.ts'
import type { Emulator } from './start.ts'
import { startEmulator } from './start.ts'

let emulator: Emulator | null = null
let isStopping = false

function stop(): void {
  if (isStopping) return
  isStopping = true
  setTimeout(() => process.exit(1), 900).unref()
  const closed = emulator ? emulator.close() : Promise.resolve()
  closed.then(
    () => process.exit(0),
    () => process.exit(1),
  )
}

async function main(): Promise<void> {
  // Before anything else: a launcher may stop us the moment it reads the ready line.
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  if (process.env['EMULATOR_PARENT_PIPE'] === '1') {
    process.stdin.resume()
    process.stdin.on('end', stop)
    process.stdin.on('error', stop)
  }
  emulator = await startEmulator(readOptions(process.argv.slice(2), process.env))
  const instances = emulator.instances()
  const regions = new Set(instances.map((instance) => instance.region))
  const size = `${instances.length} instances in ${regions.size} regions`
  console.log(`Embedded CCR ready on ${emulator.url} (${size}, access key ${emulator.accessKeyId})`)
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
