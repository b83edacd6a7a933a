import type { Kysely } from 'kysely'

/** Audit events, the lease of an instance, and what was asked of VPC links. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('audit_event')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('finished_at', 'bigint')
    .addColumn('actor_id', 'text')
    .addColumn('actor_name', 'text', (column) => column.notNull())
    .addColumn('client_address', 'text')
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('instance_id', 'text')
    .addColumn('instance_name', 'text')
    .addColumn('region', 'text')
    .addColumn('input', 'text', (column) => column.notNull())
    .addColumn('before', 'text')
    .addColumn('after', 'text')
    .addColumn('upstream_calls', 'text', (column) => column.notNull())
    .addColumn('error', 'text')
    .addColumn('search_text', 'text', (column) => column.notNull())
    .execute()
  // The order of the activity page, and its two most used filters in that order.
  await db.schema.createIndex('audit_event_at').on('audit_event').columns(['at', 'id']).execute()
  await db.schema
    .createIndex('audit_event_instance')
    .on('audit_event')
    .columns(['instance_id', 'at', 'id'])
    .execute()
  await db.schema
    .createIndex('audit_event_actor')
    .on('audit_event')
    .columns(['actor_id', 'at', 'id'])
    .execute()
  // Few rows are ever `started`: the sweep for abandoned ones reads just them.
  await db.schema.createIndex('audit_event_outcome').on('audit_event').columns(['outcome', 'at']).execute()

  await db.schema
    .createTable('instance_lease')
    .addColumn('instance_id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('holder_name', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute()

  await db.schema
    .createTable('link_request')
    .addColumn('instance_id', 'text', (column) => column.notNull())
    .addColumn('vpc_id', 'text', (column) => column.notNull())
    .addColumn('subnet_id', 'text', (column) => column.notNull())
    .addColumn('ip_type', 'text', (column) => column.notNull())
    .addColumn('ip_address', 'text')
    .addColumn('auto_dns_resolve', 'integer', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('by_id', 'text')
    .addColumn('by_name', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('link_request_key', ['instance_id', 'vpc_id', 'subnet_id'])
    .execute()
}
