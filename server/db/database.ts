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
  /** Does work that must not be done twice at once, also not by another process on the same PostgreSQL. */
  exclusively<T>(work: () => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** int8 comes as text from PostgreSQL; ours are epoch milliseconds and counts, which fit a number. */
const int8 = 20

/** Opens the database; the file and its folder are made when missing, readable by their owner only. */
export function openDatabase(config: DatabaseConfig): DatabaseHandle {
  const { db, close } = config.kind === 'sqlite' ? openSqlite(config.path) : openPostgres(config.url.reveal())
  // One process has the file of SQLite to itself, so the queue is enough. With PostgreSQL it keeps those who wait from
  // taking all the connections.
  const queue = oneAfterAnother()
  return {
    db,
    kind: config.kind,
    exclusively: (work) => queue(config.kind === 'sqlite' ? work : () => underAdvisoryLock(db, work)),
    close,
  }
}

function oneAfterAnother(): DatabaseHandle['exclusively'] {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const result = last.then(work)
    last = result.catch(() => {})
    return result
  }
}

/** Any number will do, as long as it is ours and always the same. */
const advisoryLock = 7_226_339

/** The lock belongs to one connection; the work uses others. */
function underAdvisoryLock<T>(db: Kysely<Database>, work: () => Promise<T>): Promise<T> {
  return db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${advisoryLock})`.execute(connection)
    try {
      return await work()
    } finally {
      await sql`select pg_advisory_unlock(${advisoryLock})`.execute(connection)
    }
  })
}

type Opened = Pick<DatabaseHandle, 'db' | 'close'>

function openSqlite(path: string): Opened {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const database = new DatabaseSync(path)
  // Names, addresses and password hashes: for the owner only, whatever the umask.
  if (path !== ':memory:') chmodSync(path, 0o600)
  // FULL: a change that was answered must survive a power cut, or the audit log would lie.
  database.exec(
    'PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON',
  )
  const close = () => {
    process.off('exit', close)
    if (database.isOpen) database.close()
  }
  // Closing brings what the log beside the file holds into the file: a copy of that one file is then a backup.
  process.once('exit', close)
  return {
    db: new Kysely<Database>({ dialect: new NodeSqliteDialect({ database }) }),
    close: async () => close(),
  }
}

function openPostgres(connectionString: string): Opened {
  const pool = new pg.Pool({
    connectionString,
    max: 10,
    // A server that does not answer is an error that can be told, not a page that never comes.
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === int8 ? (value: string) => Number(value) : pg.types.getTypeParser(oid, format as 'text'),
    },
  })
  // A connection that breaks is replaced by the pool, and its work fails by itself. Unheard, the event would end the
  // process: the pool listens while a connection is idle, nobody while it is taken between two statements.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  return { db, close: () => db.destroy() }
}

/** Brings the schema up to date. Several processes may start at once on PostgreSQL: one migrates, the others wait. */
export function migrate(handle: DatabaseHandle, migrateAuth: () => Promise<void>): Promise<void> {
  return handle.exclusively(async () => {
    await migrateAuth()
    const migrator = new Migrator({
      db: handle.db,
      provider: { getMigrations: async () => ({ ...migrations }) },
    })
    const { error } = await migrator.migrateToLatest()
    if (error !== undefined) throw new Error('The database could not be brought up to date', { cause: error })
  })
}
