import PgBoss from 'pg-boss';
import { Mutator, type MutatorOptions } from './mutator.ts';

export interface MutationFigures {
  readonly changes: number;
  readonly seconds: number;
}

/** As many mutations as the server answers, one at a time for each of `ids`. */
export async function measureMutations(load: MutatorOptions & { readonly seconds: number }): Promise<MutationFigures> {
  await using mutator = new Mutator(load);
  const startedAt = performance.now();
  const endAt = startedAt + load.seconds * 1000;
  let changes = 0;
  const changing = load.ids.map(async () => {
    while (performance.now() < endAt) {
      await mutator.change();
      changes++;
    }
  });
  await Promise.all(changing);
  return { changes, seconds: (performance.now() - startedAt) / 1000 };
}

/**
 * Jobs a second from `send` to completed, by pg-boss: each sent by itself, as each change is a mutation, `concurrency` at
 * a time, meanwhile fetched and completed `concurrency` at a time without a pause. The jobs do nothing.
 */
export async function measureJobs(options: {
  readonly databaseUrl: string;
  readonly seconds: number;
  readonly concurrency: number;
}): Promise<number> {
  const { databaseUrl, seconds, concurrency } = options;
  const queue = 'bench';
  const boss = new PgBoss({ connectionString: databaseUrl, schedule: false });
  const failures: Error[] = [];
  boss.on('error', (error) => failures.push(error));
  await boss.start();
  try {
    await boss.createQueue(queue);
    const startedAt = performance.now();
    const endAt = startedAt + seconds * 1000;
    let [sent, completed, isSending] = [0, 0, true];
    const sending = Promise.all(
      Array.from({ length: concurrency }, async () => {
        while (performance.now() < endAt) {
          await boss.send(queue, { id: `contact-${sent}`, name: `Measured ${sent}` });
          sent++;
        }
      }),
    ).finally(() => {
      isSending = false;
    });
    while (isSending || completed < sent) {
      if (failures[0]) throw failures[0];
      const jobs = await boss.fetch(queue, { batchSize: concurrency });
      if (jobs.length === 0) continue;
      await boss.complete(
        queue,
        jobs.map(({ id }) => id),
      );
      completed += jobs.length;
    }
    await sending;
    return completed / ((performance.now() - startedAt) / 1000);
  } finally {
    await boss.stop({ graceful: true, wait: true });
  }
}
