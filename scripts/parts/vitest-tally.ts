// Vitest's own JSON leaves out why a test was skipped and errors outside of tests; this reporter writes our tally.

import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { Reporter, SerializedError, TestModule } from 'vitest/node'
import { type Skipped, tallyPathVariable } from '#scripts/parts/tally.ts'

export default class VitestTally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const tallyPath = process.env[tallyPathVariable]
    if (tallyPath === undefined) return
    let passed = 0
    const failed: string[] = []
    const skipped: Skipped[] = []
    for (const file of modules) {
      const path = relative(process.cwd(), file.moduleId)
      // Broken before or between its tests: an import, a hook.
      if (file.errors().length > 0) failed.push(path)
      for (const suite of file.children.allSuites()) {
        if (suite.errors().length > 0) failed.push(`${path} > ${suite.fullName}`)
      }
      for (const test of file.children.allTests()) {
        const name = `${path} > ${test.fullName}`
        const result = test.result()
        if (result.state === 'passed') passed += 1
        else if (result.state === 'skipped') {
          skipped.push({
            name,
            reason: result.note ?? (test.options.mode === 'todo' ? 'todo' : 'no reason given'),
          })
        } else failed.push(name)
      }
    }
    failed.push(...errors.map(({ message }) => `unhandled error: ${message}`))
    writeFileSync(tallyPath, JSON.stringify({ passed, failed, skipped }))
  }
}
