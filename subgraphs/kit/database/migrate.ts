import { sql } from 'kysely';
import { SluiceError } from '../errors.ts';
import type { Database, Engine, Transactional } from './database.ts';

/** One step of a component's schema. A step that has landed is never edited: databases have run it. */
export interface Migration {
  /** Unique in its component, such as `001-contacts`. */
  readonly name: string;
  up(transaction: Transactional, engine: Engine): Promise<void>;
}

/** The migrations of one component (the change log, or one system), in the order in which they run. */
export interface ComponentMigrations {
  readonly component: string;
  readonly migrations: readonly Migration[];
}

type MigrationTables = {
  sluice_migration: { component: string; name: string; applied_at: string };
};

/**
 * Brings the database up to what these components need, all in one transaction, so that a start that is killed leaves
 * the database as it was. Servers that start together wait for each other.
 *
 * @throws SluiceError `DATABASE_NEWER` when one of the components has a step that this version does not know: a newer
 * Sluice wrote it, and this one could misread or damage what it wrote.
 */
export async function migrate(database: Database, components: readonly ComponentMigrations[]): Promise<void> {
  await database.transaction(async (transaction) => {
    if (database.engine === 'postgres') {
      await sql`select pg_advisory_xact_lock(hashtextextended('sluice migration', 0))`.execute(transaction);
    }
    await sql`create table if not exists sluice_migration (
      component text not null, name text not null, applied_at text not null, primary key (component, name))`.execute(
      transaction,
    );
    const ledger = transaction.withTables<MigrationTables>();
    const applied = await ledger.selectFrom('sluice_migration').select(['component', 'name']).execute();
    for (const { component, migrations } of components) {
      const done = new Set(applied.filter((row) => row.component === component).map((row) => row.name));
      refuseUnknown(database, component, migrations, done);
      for (const migration of migrations.filter(({ name }) => !done.has(name))) {
        await migration.up(transaction, database.engine);
        const applied_at = new Date().toISOString();
        await ledger.insertInto('sluice_migration').values({ component, name: migration.name, applied_at }).execute();
      }
    }
  });
}

function refuseUnknown(
  database: Database,
  component: string,
  known: readonly Migration[],
  done: ReadonlySet<string>,
): void {
  const unknown = [...done].filter((name) => !known.some((migration) => migration.name === name));
  if (unknown.length === 0) return;
  throw new SluiceError(
    'DATABASE_NEWER',
    `The database ${database.location} was written by a newer Sluice: ${component} has ${unknown.join(', ')}, which this ` +
      'version does not know. Start the newer version, or restore a backup made before the upgrade.',
  );
}
