import { LauncherError } from '#scripts/parts/settings.ts'

/** Runs a launcher and ends the process with its exit code. A LauncherError is one sentence, anything else a stack. */
export async function runMain(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main()
  } catch (error) {
    console.error(error instanceof LauncherError ? error.message : error)
    process.exitCode = 1
  }
  // Output still on its way to a pipe is written before this takes effect.
  process.exit()
}
