// One database behind one query builder: SQLite through Node itself, or PostgreSQL.

import { chmodSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { NodeSqliteDialect } from '@better-auth/kysely-adapter/node-sqlite-dialect'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import type { DatabaseConfig } from '#server/env.ts'
import { migrations } from './migrations/all.ts'
import type { Database } from './schema.ts'

export type DatabaseHandle = {
  readonly db: Kysely<Database>
  readonly kind: DatabaseConfig['kind']
  close(): Promise<void>
}

/** int8 comes as text from PostgreSQL; ours are epoch milliseconds and counts, which fit a number. */
const int8 = 20

/** Opens the database; the file and its folder are made when missing, readable by their owner only. */
export function openDatabase(config: DatabaseConfig): DatabaseHandle {
  const db = config.kind === 'sqlite' ? openSqlite(config.path) : openPostgres(config.url.reveal())
  return { db, kind: config.kind, close: () => db.destroy() }
}

function openSqlite(path: string): Kysely<Database> {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const database = new DatabaseSync(path)
  // Names, addresses and password hashes: for the owner only, whatever the umask.
  if (path !== ':memory:') chmodSync(path, 0o600)
  // FULL: a change that was answered must survive a power cut, or the audit log would lie.
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000',
  )
  return new Kysely<Database>({ dialect: new NodeSqliteDialect({ database }) })
}

function openPostgres(connectionString: string): Kysely<Database> {
  const pool = new pg.Pool({
    connectionString,
    max: 10,
    // A server that does not answer is an error, not a wait without end.
    connectionTimeoutMillis: 10_000,
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === int8 ? (value: string) => Number(value) : pg.types.getTypeParser(oid, format as 'text'),
    },
  })
  // An idle connection that breaks is replaced by the pool; unheard, the event would end the process.
  pool.on('error', () => {})
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
}

/** Brings the schema up to date. Several processes may start at once on PostgreSQL: one migrates, the others wait. */
export async function migrate(handle: DatabaseHandle, migrateAuth: () => Promise<void>): Promise<void> {
  const run = async () => {
    await migrateAuth()
    const migrator = new Migrator({
      db: handle.db,
      provider: { getMigrations: async () => ({ ...migrations }) },
    })
    const { error } = await migrator.migrateToLatest()
    if (error !== undefined) throw new Error('The database could not be brought up to date', { cause: error })
  }
  if (handle.kind === 'sqlite') return run()
  // Any number will do, as long as it is ours and always the same.
  const lock = 7_226_339
  await handle.db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${lock})`.execute(connection)
    try {
      await run()
    } finally {
      await sql`select pg_advisory_unlock(${lock})`.execute(connection)
    }
  })
}
