// A database of its own for each test file: SQLite in a temporary folder, or a fresh one on the PostgreSQL server that
// TEST_DATABASE_URL names.

import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { DatabaseConfig } from '#server/env.ts'
import { testDatabaseUrl } from '#server/env.ts'
import { Secret } from '#server/secret.ts'

export type TestDatabase = {
  readonly config: DatabaseConfig
  /** After everything that uses it is closed. */
  drop(): Promise<void>
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const server = testDatabaseUrl()
  if (server === null) {
    const folder = mkdtempSync(join(tmpdir(), 'drawbridge-db-'))
    return {
      config: { kind: 'sqlite', path: join(folder, 'test.db') },
      drop: async () => rmSync(folder, { recursive: true, force: true }),
    }
  }
  const name = `test_${randomBytes(8).toString('hex')}`
  await query(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return {
    config: { kind: 'postgres', url: new Secret(url.href) },
    drop: () => query(server, `drop database if exists ${name} with (force)`),
  }
}

async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}
