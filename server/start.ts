import { ConfigError } from '#server/env.ts'
import { startPlanWorker } from '#server/jobs/plan-worker.ts'
import { getRuntime } from '#server/runtime.ts'
import { ensureFirstAdmin } from '#server/services/setup.ts'

/**
 * Opens the runtime and makes sure that somebody can sign in. Ends the process when it cannot: Next would go on and answer
 * every request with 500.
 */
export async function start(): Promise<void> {
  try {
    const runtime = await getRuntime()
    const { setupUrl } = await ensureFirstAdmin(runtime)
    // To the terminal, not to the log: the link is a key.
    if (setupUrl !== null) console.log(`Set-up link: ${setupUrl}`)
    startPlanWorker(runtime)
    // Nothing is closed on the way out: requests that are being finished still need it, and the kernel closes the rest.
  } catch (error) {
    console.error(error instanceof ConfigError ? error.message : error)
    process.exit(1)
  }
}
