// Writes our tally of a Playwright run.

import { writeFileSync } from 'node:fs'
import type { FullConfig, Reporter, Suite, TestError } from '@playwright/test/reporter'
import { type Skipped, tallyPathVariable } from '#scripts/parts/tally.ts'

export default class PlaywrightTally implements Reporter {
  #suite: Suite | null = null
  readonly #errors: string[] = []

  onBegin(_config: FullConfig, suite: Suite): void {
    this.#suite = suite
  }

  onError(error: TestError): void {
    this.#errors.push(`error outside of a test: ${error.message?.split('\n')[0] ?? 'unknown'}`)
  }

  onEnd(): void {
    const path = process.env[tallyPathVariable]
    if (path === undefined) return
    let passed = 0
    const failed = [...this.#errors]
    const skipped: Skipped[] = []
    for (const test of this.#suite?.allTests() ?? []) {
      const name = test
        .titlePath()
        .filter((part) => part !== '')
        .join(' > ')
      const outcome = test.outcome()
      const mark = test.annotations.find(({ type }) => type === 'skip' || type === 'fixme')
      if (outcome === 'expected') passed += 1
      // A retry that passes hides a race, and a test that was never reached proves nothing.
      else if (outcome === 'flaky') failed.push(`${name} (only on retry)`)
      else if (outcome === 'unexpected') failed.push(name)
      else if (mark === undefined) failed.push(`${name} (did not run)`)
      else skipped.push({ name, reason: mark.description ?? 'no reason given' })
    }
    writeFileSync(path, JSON.stringify({ passed, failed, skipped }))
  }
}
