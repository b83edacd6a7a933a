import { expect, test } from 'vitest'
import { describeTally, sumTallies, type Tally, tallyOfCheck, tallyOfRunner } from './tally.ts'

const report = (tally: Tally) => JSON.stringify(tally)

test('sums runners and checks, and says the sum in the last line', () => {
  const sum = sumTallies([
    tallyOfCheck('types', true),
    tallyOfCheck('lint', false),
    tallyOfRunner(
      'vitest',
      report({ passed: 40, failed: ['a > b'], skipped: [{ name: 'c', reason: 'no key' }] }),
      1,
    ),
    tallyOfRunner('Playwright', report({ passed: 2, failed: [], skipped: [] }), 0),
  ])
  expect(describeTally(sum).split('\n')).toEqual([
    '',
    'Skipped: vitest: c (no key)',
    'Failed: lint',
    'Failed: vitest: a > b',
    '43 passed, 2 failed, 1 skipped',
  ])
})

test.each([
  ['left no report', null, 1, 'vitest (crashed, exit code 1)'],
  ['left half a report', '{"passed":3', 0, 'vitest (crashed, exit code 0)'],
  ['was killed', null, null, 'vitest (crashed, exit code null)'],
  ['ran nothing', report({ passed: 0, failed: [], skipped: [] }), 0, 'vitest (ran no test)'],
  [
    'failed without a failed test',
    report({ passed: 5, failed: [], skipped: [] }),
    1,
    'vitest (every test passed, but its exit code is 1)',
  ],
])('a runner that %s is a failure', (_name, text, exitCode, failure) => {
  expect(tallyOfRunner('vitest', text, exitCode).failed).toEqual([failure])
})
