// In the order they run. A migration that has been released is never edited; the next one mends it.

import type { Migration } from 'kysely/migration'
import { up as people } from './0001-people.ts'
import { up as changes } from './0002-changes.ts'
import { up as plans } from './0003-plans.ts'

export const migrations: Readonly<Record<string, Migration>> = {
  '0001-people': { up: people },
  '0002-changes': { up: changes },
  '0003-plans': { up: plans },
}
