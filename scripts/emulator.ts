// `npm run emulator`: the embedded CCR alone. Arguments go through to it.

import { resolve } from 'node:path'
import { readDemoDir } from '#scripts/parts/settings.ts'

if (process.argv.length === 2 && !process.env.EMULATOR_FILE) {
  process.argv.push('--file', resolve(readDemoDir(process.env), 'emulator.json'))
}
await import('#server/emulator/main.ts')
