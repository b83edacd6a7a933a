import { expect, test } from 'vitest'
import { installGap } from './installed.mjs'

const locked = {
  '': {},
  'node_modules/a': { version: '1.0.0' },
  'node_modules/a/node_modules/b': { version: '2.0.0' },
  'node_modules/tool': { version: '3.0.0', dev: true },
  'node_modules/other-platform': { version: '1.0.0', optional: true },
}
const installed = {
  'node_modules/a': { version: '1.0.0' },
  'node_modules/a/node_modules/b': { version: '2.0.0' },
  'node_modules/tool': { version: '3.0.0', dev: true },
}

test.each([
  ['what the lock asks for', installed, true, null],
  ['a package absent', { ...installed, 'node_modules/a': undefined }, true, 'a is not installed'],
  [
    'another version, below another package',
    { ...installed, 'node_modules/a/node_modules/b': { version: '2.0.1' } },
    true,
    'b is 2.0.1, wanted 2.0.0',
  ],
  [
    'a package too many',
    { ...installed, 'node_modules/old': { version: '1.0.0' } },
    true,
    'old is installed but no longer wanted',
  ],
  [
    'tools absent where they are needed',
    { ...installed, 'node_modules/tool': undefined },
    true,
    'tool is not installed',
  ],
  ['tools absent where they are not needed', { ...installed, 'node_modules/tool': undefined }, false, null],
])('installGap: %s', (_name, entries, withDev, gap) => {
  const present = Object.fromEntries(Object.entries(entries).filter(([, entry]) => entry !== undefined))
  expect(installGap(locked, present as typeof installed, { withDev })).toBe(gap)
})
