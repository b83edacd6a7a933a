// The embedded CCR as a program: `node server/emulator/main.ts`. Prints one line when ready. Stops within a second on
// SIGINT and SIGTERM, and when its standard input ends if EMULATOR_PARENT_PIPE=1 (the launcher is gone).

import { readOptions } from './options.ts'
import { startEmulator } from './start.ts'

async function main(): Promise<void> {
  const emulator = await startEmulator(readOptions(process.argv.slice(2), process.env))
  const instances = emulator.instances()
  const regions = new Set(instances.map((instance) => instance.region))
  console.log(
    `Embedded CCR ready on ${emulator.url} (${instances.length} instances in ${regions.size} regions, access key ${emulator.accessKeyId})`,
  )
  let isStopping = false
  const stop = () => {
    if (isStopping) return
    isStopping = true
    setTimeout(() => process.exit(1), 900).unref()
    emulator.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  if (process.env['EMULATOR_PARENT_PIPE'] === '1') {
    process.stdin.resume()
    process.stdin.on('end', stop)
    process.stdin.on('error', stop)
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
