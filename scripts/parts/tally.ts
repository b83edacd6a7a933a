// One way to count, for every runner and every static check.

export type Skipped = { readonly name: string; readonly reason: string }

/** What one runner has to say. `failed` names what failed: tests, and also files or hooks that broke before a test. */
export type Tally = {
  readonly passed: number
  readonly failed: readonly string[]
  readonly skipped: readonly Skipped[]
}

/** Variable that tells our reporters inside vitest and Playwright where to write their tally. */
export const tallyPathVariable = 'DRAWBRIDGE_TALLY_PATH'

/** A static check counts as one test. */
export function tallyOfCheck(name: string, isOk: boolean): Tally {
  return { passed: isOk ? 1 : 0, failed: isOk ? [] : [name], skipped: [] }
}

/**
 * What a runner reported, held against how it ended: one that left no tally, ran nothing, or failed without naming a
 * failure counts as one failure itself.
 */
export function tallyOfRunner(name: string, report: string | null, exitCode: number | null): Tally {
  const tally = report === null ? null : parseTally(report)
  if (tally === null) return { passed: 0, failed: [`${name} (crashed, exit code ${exitCode})`], skipped: [] }
  if (tally.passed + tally.failed.length + tally.skipped.length === 0) {
    return { ...tally, failed: [`${name} (ran no test)`] }
  }
  if (exitCode !== 0 && tally.failed.length === 0) {
    return { ...tally, failed: [`${name} (every test passed, but its exit code is ${exitCode})`] }
  }
  return {
    passed: tally.passed,
    failed: tally.failed.map((failure) => `${name}: ${failure}`),
    skipped: tally.skipped.map((skipped) => ({ ...skipped, name: `${name}: ${skipped.name}` })),
  }
}

/** All tallies as one. */
export function sumTallies(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
    failed: tallies.flatMap(({ failed }) => failed),
    skipped: tallies.flatMap(({ skipped }) => skipped),
  }
}

/** What a person reads at the end. The last line is the sum, and nothing else. */
export function describeTally(tally: Tally): string {
  return [
    '',
    ...tally.skipped.map(({ name, reason }) => `Skipped: ${name} (${reason})`),
    ...tally.failed.map((name) => `Failed: ${name}`),
    `${tally.passed} passed, ${tally.failed.length} failed, ${tally.skipped.length} skipped`,
  ].join('\n')
}

function parseTally(text: string): Tally | null {
  try {
    const value: unknown = JSON.parse(text)
    return isTally(value) ? value : null
  } catch {
    return null
  }
}

function isTally(value: unknown): value is Tally {
  return (
    typeof value === 'object' &&
    value !== null &&
    'passed' in value &&
    Number.isInteger(value.passed) &&
    'failed' in value &&
    Array.isArray(value.failed) &&
    'skipped' in value &&
    Array.isArray(value.skipped)
  )
}
