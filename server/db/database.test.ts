import { execFile } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAuth } from '#server/auth/auth.ts'
import { createLog } from '#server/log.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/database.ts'
import { type DatabaseHandle, migrate, openDatabase } from './database.ts'
import { migrations } from './migrations/all.ts'

const log = createLog({ level: 'silent' })
const secret = 'a secret for nothing but these tests'

let database: TestDatabase
let opened: DatabaseHandle[] = []
beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(async () => {
  await Promise.all(opened.map((handle) => handle.close()))
  opened = []
  await database.drop()
})

/** As each process opens it for itself. */
function open(): DatabaseHandle {
  const handle = openDatabase(database.config)
  opened.push(handle)
  return handle
}

const bringUpToDate = (handle: DatabaseHandle) =>
  migrate(
    handle,
    createAuth({ config: { url: 'http://127.0.0.1:3000' }, database: handle, secret, log }).migrate,
  )

const tablesOf = async ({ db }: DatabaseHandle) =>
  (await db.introspection.getTables()).map(({ name }) => name).sort()

const allTables = [
  'account',
  'audit_event',
  'instance_lease',
  'link_request',
  'named_source',
  'one_time_link',
  'person',
  'plan',
  'plan_instance',
  'plan_step',
  'session',
  'setting',
  'sign_in_guard',
  'user',
  'verification',
]

const person = {
  user_id: 'one',
  role: 'admin',
  is_active: 1,
  created_at: 1_800_000_000_123,
  last_sign_in_at: null,
}

describe('migrations', () => {
  it('make every table, and change nothing when they run again', async () => {
    const handle = open()
    await bringUpToDate(handle)
    expect(await tablesOf(handle)).toEqual(allTables)
    await handle.db
      .insertInto('person')
      .values({ ...person, role: 'admin' })
      .execute()
    await bringUpToDate(handle)
    await bringUpToDate(open())
    expect(await tablesOf(handle)).toEqual(allTables)
    expect(await handle.db.selectFrom('person').selectAll().execute()).toEqual([person])
  })

  it('go on from an older state, and keep what is there', async () => {
    const handle = open()
    const [first] = Object.entries(migrations)
    const provider = { getMigrations: async () => Object.fromEntries(first ? [first] : []) }
    await new Migrator({ db: handle.db, provider }).migrateToLatest()
    expect(await tablesOf(handle)).not.toContain('audit_event')
    await handle.db
      .insertInto('person')
      .values({ ...person, role: 'admin' })
      .execute()
    await bringUpToDate(handle)
    expect(await tablesOf(handle)).toEqual(allTables)
    expect(await handle.db.selectFrom('person').selectAll().execute()).toEqual([person])
  })

  it('say that they failed', async () => {
    const handle = open()
    await sql`create table person (something integer)`.execute(handle.db)
    await expect(bringUpToDate(handle)).rejects.toThrow('could not be brought up to date')
  })

  it('wait for each other when several processes start at once', async () => {
    // SQLite is for one process alone.
    const count = database.config.kind === 'postgres' ? 6 : 1
    await Promise.all(Array.from({ length: count }, () => bringUpToDate(open())))
    expect(await tablesOf(open())).toEqual(allTables)
  })
})

describe('a database', () => {
  it('keeps times and counts as numbers', async () => {
    const handle = open()
    await bringUpToDate(handle)
    await handle.db
      .insertInto('person')
      .values({ ...person, role: 'admin' })
      .execute()
    const row = await handle.db.selectFrom('person').selectAll().executeTakeFirstOrThrow()
    expect(row.created_at).toBe(1_800_000_000_123)
    const { count } = await handle.db
      .selectFrom('person')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    expect(count).toBe(1)
  })

  it('lets nobody do exclusive work at the same time, and goes on after a failure', async () => {
    const [one, two] = database.config.kind === 'postgres' ? [open(), open()] : [open(), null]
    let running = 0
    let most = 0
    const work = async () => {
      running += 1
      most = Math.max(most, running)
      for (let i = 0; i < 5; i += 1) await sql`select 1`.execute(one.db)
      running -= 1
      if (most === 0) throw new Error('never')
    }
    await expect(one.exclusively(() => Promise.reject(new Error('a slip')))).rejects.toThrow('a slip')
    // More than there are connections in the pool.
    await Promise.all(
      Array.from({ length: 24 }, (_, i) => ((i % 2 === 0 ? one : two) ?? one).exclusively(work)),
    )
    expect(most).toBe(1)
  })
})

describe('PostgreSQL', () => {
  it('may drop every connection: what was under way fails, and the next call finds a new one', async () => {
    // Of SQLite there is no connection to lose.
    if (database.config.kind !== 'postgres') return
    const [one, other] = [open(), open()]
    const dropAll = () =>
      sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`.execute(other.db)
    const open4 = Array.from({ length: 4 }, () => sql`select pg_sleep(0.01)`.execute(one.db))
    await Promise.all(open4)
    const work = one.db.transaction().execute(async (transaction) => {
      await sql`select 1`.execute(transaction)
      // The connection is taken, and nobody is waiting for an answer on it.
      await dropAll()
      for (let i = 0; i < 20; i += 1) await sql`select 1`.execute(other.db)
      await sql`select 1`.execute(transaction)
    })
    await expect(work).rejects.toThrow()
    expect((await sql<{ n: number }>`select 1 as n`.execute(one.db)).rows).toEqual([{ n: 1 }])
  })
})

describe('SQLite', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drawbridge-sqlite-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('is whole in its one file when the process ends, so that a copy of it is a backup', async () => {
    const path = join(folder, 'drawbridge.db')
    const script = `
      const { openDatabase } = await import('#server/db/database.ts')
      const { db } = openDatabase({ kind: 'sqlite', path: ${JSON.stringify(path)} })
      await db.schema.createTable('kept').addColumn('name', 'text').execute()
      process.exit(0)`
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
    copyFileSync(path, join(folder, 'copy.db'))
    const copy = openDatabase({ kind: 'sqlite', path: join(folder, 'copy.db') })
    opened.push(copy)
    expect(await tablesOf(copy)).toEqual(['kept'])
  })

  it('is durable, waits for others, and is for its owner only', async () => {
    const path = join(folder, 'new', 'drawbridge.db')
    const handle = openDatabase({ kind: 'sqlite', path })
    opened.push(handle)
    await bringUpToDate(handle)
    const pragma = async (name: string) => {
      const { rows } = await sql.raw<Record<string, unknown>>(`pragma ${name}`).execute(handle.db)
      return Object.values(rows[0] ?? {})[0]
    }
    expect(await pragma('journal_mode')).toBe('wal')
    expect(await pragma('synchronous')).toBe(2)
    expect(await pragma('foreign_keys')).toBe(1)
    expect(await pragma('busy_timeout')).toBe(5000)
    expect(statSync(join(folder, 'new')).mode & 0o777).toBe(0o700)
    for (const file of ['', '-wal', '-shm']) expect(statSync(path + file).mode & 0o777).toBe(0o600)
  })
})
