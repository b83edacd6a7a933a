import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')

it('is issued by the audit log and nobody else, so that a write without a row does not type-check', () => {
  const issuers = globSync('{server,app}/**/*.{ts,tsx}', { cwd: root })
    .filter((path) => !path.endsWith('.test.ts') && !path.includes('/testing/'))
    .filter((path) =>
      /\bissueTicket\b|\bas (?:unknown as )?AuditTicket\b/.test(readFileSync(join(root, path), 'utf8')),
    )
  expect(issuers.sort()).toEqual(['server/audit/record.ts', 'server/audit/ticket.ts'])
})
