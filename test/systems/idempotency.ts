import { describe, expect, it } from 'vitest';
import type { TestSluice } from '../harness/startSluice.ts';

/** How to call a mutation so that its idempotency can be seen. */
export interface IdempotentMutation {
  /** Takes `$input`, and selects the record's id. */
  readonly mutation: string;
  /** A new valid input, without a key. */
  readonly input: () => Promise<Readonly<Record<string, unknown>>>;
  /** Fields that make it another valid input. */
  readonly other: Readonly<Record<string, unknown>>;
}

/** The rules of `idempotencyKey`, for each mutation of a system. */
export function describeIdempotency(
  sluice: () => TestSluice,
  mutations: Readonly<Record<string, IdempotentMutation>>,
): void {
  describe.each(Object.entries(mutations))('idempotency of %s', (_name, { mutation, input, other }) => {
    it('answers a repeated call with the first result and does nothing', async () => {
      const keyed = { ...(await input()), idempotencyKey: crypto.randomUUID() };
      const first = await sluice().ask(mutation, { input: keyed });
      expect(first.errors).toBeUndefined();
      const head = await sluice().head();
      expect(await sluice().ask(mutation, { input: keyed })).toEqual(first);
      expect(await sluice().head()).toBe(head);
    });

    it('refuses the same key with another input', async () => {
      const keyed = { ...(await input()), idempotencyKey: crypto.randomUUID() };
      expect((await sluice().ask(mutation, { input: keyed })).errors).toBeUndefined();
      const head = await sluice().head();
      const { errors } = await sluice().ask(mutation, { input: { ...keyed, ...other } });
      expect(errors?.[0]?.extensions.code).toBe('IDEMPOTENCY_KEY_REUSED');
      expect(await sluice().head()).toBe(head);
    });

    it('has one effect however many calls come at once', async () => {
      const keyed = { ...(await input()), idempotencyKey: crypto.randomUUID() };
      const answers = await Promise.all(Array.from({ length: 6 }, () => sluice().ask(mutation, { input: keyed })));
      const results = new Set(answers.filter(({ data }) => data).map(({ data }) => JSON.stringify(data)));
      expect(results.size).toBe(1);
      for (const { errors } of answers) {
        if (errors) expect(errors[0]?.extensions).toMatchObject({ code: 'IDEMPOTENCY_IN_PROGRESS', retryable: true });
      }
      expect(JSON.stringify((await sluice().ask(mutation, { input: keyed })).data)).toBe([...results][0]);
    });
  });
}
