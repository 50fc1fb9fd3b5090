import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../harness/engines.ts';
import { startSluice, type TestSluice } from '../harness/startSluice.ts';
import { type TemporaryFolder, temporaryFolder } from '../harness/temporaryFolder.ts';
import type { FaultRule } from './faults.ts';
import { isWrite } from './isWrite.ts';
import type { Insist, Statuses, VendorUnderFaults } from './vendorUnderFaults.ts';
import type { WebhookFaults } from './webhookSender.ts';

/** One change, as a subscriber sees it. */
interface ToldChange {
  readonly kind: string;
  readonly superseded: boolean;
  readonly changedFields: readonly string[];
  readonly id: string;
  readonly record: { readonly status: string } | null;
}

const TOLD = `query ($type: [String!], $after: Cursor) { changes(type: $type, after: $after, first: 100) { nodes { id } } }`;

const WEBHOOK_FAULTS: readonly [string, WebhookFaults][] = [
  [
    'loses every third webhook, sends every fifth twice, and in reversed groups',
    { dropEvery: 3, duplicateEvery: 5, reverseGroupsOf: 4 },
  ],
  ['sends no webhook', { dropEvery: 1 }],
];
const REQUEST_FAULTS: readonly [string, readonly FaultRule[]][] = [
  ['answers 429 in bursts', [{ fault: 'throttled', every: 3, times: 6 }]],
  [
    'answers 500 before and after the effect',
    [
      { fault: 'failsAfterEffect', every: 3, when: isWrite },
      { fault: 'failsBeforeEffect', every: 5 },
    ],
  ],
  [
    'hangs and cuts connections after the effect',
    [
      { fault: 'hangsAfterEffect', every: 4, when: isWrite },
      { fault: 'cutAfterEffect', every: 3, when: isWrite },
    ],
  ],
];
const FAULTS = [
  ...WEBHOOK_FAULTS.map(([name, webhooks]) => ({ name, webhooks, requests: [] })),
  ...REQUEST_FAULTS.map(([name, requests]) => ({ name, webhooks: {}, requests })),
];

/** Describes what Sluice tells and does while the vendor misbehaves, on each engine. */
export function describeVendorFaults(name: string, start: () => Promise<VendorUnderFaults>): void {
  describe.each(engines)(`Sluice over a ${name} that misbehaves, on $name`, (engine) => {
    let vendor: VendorUnderFaults;
    let folder: TemporaryFolder;
    let sluice: TestSluice;
    let began: string;
    /** Records of which an earlier test was. */
    let settled: ReadonlySet<string> = new Set();
    beforeAll(async () => {
      vendor = await start();
      folder = await temporaryFolder();
      const flows = join(folder.path, 'flows');
      await mkdir(flows);
      await writeFile(join(flows, 'effect.graphql'), vendor.flow);
      const times = { VENDOR_POLL_SECONDS: '0.5', VENDOR_TIMEOUT_SECONDS: '1', VENDOR_DEADLINE_SECONDS: '6' };
      sluice = await startSluice({ engine, flows, variables: { ...vendor.variables, ...times } });
      await polled();
    });
    beforeEach(async () => {
      sendWebhooks();
      began = await sluice.head();
      settled = new Set(Object.keys(vendor.happened()));
    });
    afterEach(() => {
      vendor.emulator.faults.clear();
      vendor.emulator.webhooks.setFaults({});
    });
    afterAll(async () => {
      await sluice[Symbol.asyncDispose]();
      await vendor[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    });

    function sendWebhooks(): void {
      vendor.emulator.webhooks.url = `${sluice.url}/webhooks/${vendor.source}`;
    }

    const insist: Insist = async (mutation, input) => {
      const keyed = { ...input, idempotencyKey: crypto.randomUUID() };
      for (;;) {
        const answer = await sluice.ask(mutation, { input: keyed });
        if (!answer.errors?.some(({ extensions }) => extensions.retryable)) {
          expect(answer.errors).toBeUndefined();
          return answer;
        }
        await delay(200);
      }
    };

    /** A poll that begins from now on has ended. */
    async function polled(): Promise<void> {
      vendor.emulator.takeRequests();
      while (!vendor.emulator.takeRequests().some((request) => vendor.isPoll(request))) await delay(50);
      await delay(300);
    }

    /** What the log has by now, as a subscriber sees it. */
    async function changes(after = began): Promise<readonly ToldChange[]> {
      const asked = await sluice.ask(TOLD, { type: [vendor.changeType], after });
      const { length } = asked.data.changes.nodes;
      await using subscription = await sluice.subscribe(vendor.subscription, { after });
      const told: ToldChange[] = [];
      while (told.length < length) told.push((await subscription.take()).data.change);
      return told;
    }

    function statusesOf(told: readonly ToldChange[]): Statuses {
      const statuses: Record<string, string[]> = {};
      for (const { kind, changedFields, id, record } of told) {
        if (kind === 'UPDATED' && !changedFields.includes(vendor.statusField)) continue;
        const externalId = id.replace(/^[a-z]+_/, '');
        const status = kind === 'DELETED' ? 'DELETED' : String(record?.status);
        statuses[externalId] = [...(statuses[externalId] ?? []), status];
      }
      return statuses;
    }

    /** In no order: what was heard late is told late. */
    function outcomes(statuses: Statuses): Statuses {
      return Object.fromEntries(
        Object.entries(statuses).map(([id, list]) => [
          id,
          list.filter((status) => !vendor.isOptional(id, status)).toSorted(),
        ]),
      );
    }

    function happened(): Statuses {
      return Object.fromEntries(Object.entries(vendor.happened()).filter(([id]) => !settled.has(id)));
    }

    const effects = async () => (await vendor.effects((query) => sluice.ask(query))).toSorted();

    async function untilTold(): Promise<void> {
      await expect
        .poll(async () => outcomes(statusesOf(await changes())), { timeout: 40_000, interval: 300 })
        .toEqual(outcomes(happened()));
    }

    /** After things have calmed down: each transition once, the last as the vendor has it, each effect once. */
    async function expectAllTold(): Promise<void> {
      await untilTold();
      await expect.poll(effects, { timeout: 30_000 }).toEqual(vendor.dueEffects().toSorted());
      await polled();
      const [told, expected] = [await changes(), happened()];
      expect(outcomes(statusesOf(told))).toEqual(outcomes(expected));
      const last = statusesOf(told.filter(({ superseded }) => !superseded));
      for (const [id, statuses] of Object.entries(expected))
        expect([id, last[id]?.at(-1)]).toEqual([id, statuses.at(-1)]);
      expect(await effects()).toEqual(vendor.dueEffects().toSorted());
      const { data } = await sluice.ask(`{
        webhookSources { refused { count } } parkedWebhooks { nodes { reason } } deadLetters { nodes { id } }
      }`);
      expect(data.webhookSources.flatMap(({ refused }: { refused: { count: number }[] }) => refused)).toEqual(
        data.webhookSources.flatMap(({ refused }: { refused: object[] }) =>
          refused.map((one) => ({ ...one, count: 0 })),
        ),
      );
      expect(data).toMatchObject({ parkedWebhooks: { nodes: [] }, deadLetters: { nodes: [] } });
    }

    it.each(FAULTS)(
      'tells each transition once, ends with the state that is there, and has each effect once, when it $name',
      async ({ webhooks, requests }) => {
        const { emulator } = vendor;
        emulator.webhooks.setFaults(webhooks);
        for (const rule of requests) emulator.faults.order(rule);
        await vendor.ours(insist);
        await vendor.theirs(untilTold);
        emulator.faults.clear();
        emulator.webhooks.setFaults({});
        await emulator.webhooks.idle();
        await expectAllTold();
      },
      120_000,
    );

    it('makes no second change of what its own writes are told of', async () => {
      const { emulator } = vendor;
      const after = await sluice.head();
      emulator.webhooks.setFaults({ reverseGroupsOf: 1_000 }); // held until the writes have ended
      await vendor.editThrice(insist);
      const before = await changes(after);
      await emulator.webhooks.idle();
      await polled();
      expect(await changes(after)).toEqual(before);
      await expectAllTold();
    }, 60_000);

    it('finds by its poll what a webhook that was lost would have told, though the next one came', async () => {
      const [first, second] = vendor.twoSteps();
      vendor.emulator.webhooks.url = null;
      await first();
      await delay(20);
      sendWebhooks();
      await second();
      await vendor.emulator.webhooks.idle();
      await expectAllTold();
    }, 60_000);

    it('has the effect of a status once, whatever is edited later', async () => {
      await vendor.editThrice(insist);
      await vendor.emulator.webhooks.idle();
      await expectAllTold();
    }, 60_000);
  });
}
