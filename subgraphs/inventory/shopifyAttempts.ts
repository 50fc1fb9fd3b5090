import { randomUUID } from 'node:crypto';
import type { Database, Queries } from '../kit/database/database.ts';
import { SluiceError } from '../kit/errors.ts';
import type { LedgerCall } from '../kit/vendor/callLedger.ts';
import { accepted, type ShopifyClient, ShopifyRefusal, type ShopifyUserError } from '../kit/vendor/shopifyClient.ts';
import { VendorUnavailableError } from '../kit/vendor/vendorFailure.ts';
import type { InventoryTables } from './tables.ts';

/** Pieces that come or go: https://shopify.dev/docs/api/admin-graphql/latest/mutations/inventoryAdjustQuantities */
interface AdjustInput {
  readonly reason: string;
  readonly name: 'available';
  readonly referenceDocumentUri: string;
  readonly changes: readonly {
    readonly delta: number;
    readonly inventoryItemId: string;
    readonly locationId: string;
    /** What is expected to be there before. */
    readonly changeFromQuantity: number | null;
  }[];
}

interface Terminal {
  readonly locationId: string;
  readonly name: 'available' | 'reserved';
  readonly changeFromQuantity: number | null;
  readonly ledgerDocumentUri?: string;
}

/** Pieces that change what they are for: https://shopify.dev/docs/api/admin-graphql/latest/mutations/inventoryMoveQuantities */
interface MoveInput {
  readonly reason: string;
  readonly referenceDocumentUri: string;
  readonly changes: readonly {
    readonly inventoryItemId: string;
    readonly quantity: number;
    readonly from: Terminal;
    readonly to: Terminal;
  }[];
}

/** A change of stock, and what its caller needs to know of it once it is found to be done. */
export type StockRequest<Detail = unknown> = { readonly detail: Detail } & (
  | { readonly mutation: 'adjust'; readonly input: AdjustInput }
  | { readonly mutation: 'move'; readonly input: MoveInput }
);

type Row = InventoryTables['inventory_shopify_attempt'];

const DOCUMENTS = {
  adjust: `mutation AdjustStock($input: InventoryAdjustQuantitiesInput!, $key: String!) {
    inventoryAdjustQuantities(input: $input) @idempotent(key: $key) { userErrors { field message code } }
  }`,
  move: `mutation MoveStock($input: InventoryMoveQuantitiesInput!, $key: String!) {
    inventoryMoveQuantities(input: $input) @idempotent(key: $key) { userErrors { field message code } }
  }`,
} as const;

/** Shopify keeps keys for a day. */
const KEY_LIFETIME_MS = 23 * 3_600_000;
/** No quantity at Shopify is as low as this. */
const IMPOSSIBLE_QUANTITY = -2_000_000_000;

/**
 * Changes of stock under idempotency keys. What is asked for depends on what is there at that moment, so that it cannot be
 * said before; what was asked under which key is written down before it is sent. One subject, such as an order, has one
 * change under way, whichever process makes it.
 */
export class ShopifyAttempts {
  readonly #database: Database;
  readonly #client: ShopifyClient;

  constructor(database: Database, client: ShopifyClient) {
    this.#database = database;
    this.#client = client;
  }

  /** Takes the subject for a call. @throws SluiceError `IDEMPOTENCY_IN_PROGRESS` when another call has it */
  async claim(subject: string, call: LedgerCall): Promise<void> {
    const tables = this.#database.queries.withTables<InventoryTables>();
    await tables
      .insertInto('inventory_shopify_attempt')
      .values({ subject, call_id: call.id, key: null, request: null, begun_at: new Date().toISOString() })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    if (await this.#row(subject, call)) return;
    throw new SluiceError(
      'IDEMPOTENCY_IN_PROGRESS',
      'Another change of the same stock is under way, or its outcome is not known yet. Repeat it shortly.',
    );
  }

  /**
   * Sends a change under a new key.
   *
   * @throws ShopifyRefusal such as `CHANGE_FROM_QUANTITY_STALE`: nothing was done; VendorUnavailableError
   */
  async send(subject: string, call: LedgerCall, request: StockRequest, signal: AbortSignal): Promise<void> {
    const key = `sluice-${randomUUID()}`;
    await this.#save(subject, call, { key, request: JSON.stringify(request), begun_at: new Date().toISOString() });
    try {
      await this.#ask(key, request, signal);
    } catch (error) {
      const isUndone = error instanceof VendorUnavailableError && error.outcome === 'notDone';
      if (isUndone || error instanceof ShopifyRefusal) await this.#save(subject, call, { key: null, request: null });
      throw error;
    }
  }

  /** What this call has done so far, however it was left; null when it has done nothing, and will not any more. */
  async settle<Detail>(subject: string, call: LedgerCall, signal: AbortSignal): Promise<StockRequest<Detail> | null> {
    const row = await this.#row(subject, call);
    if (!row) return null;
    const request = row.key === null ? null : await this.#findOut<Detail>(row as Row & { key: string }, signal);
    if (!request) await this.drop(this.#database.queries, subject, call);
    return request;
  }

  /** Runs `work`, and gives the subject back when it fails without having done anything. */
  async keeping<Result>(subject: string, call: LedgerCall, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      const row = await this.#row(subject, call);
      if (row?.key === null) await this.drop(this.#database.queries, subject, call);
      throw error;
    }
  }

  /** Gives the subject back. */
  async drop(queries: Queries, subject: string, { id }: LedgerCall): Promise<void> {
    await queries
      .withTables<InventoryTables>()
      .deleteFrom('inventory_shopify_attempt')
      .where('subject', '=', subject)
      .where('call_id', '=', id)
      .execute();
  }

  /**
   * Asks under the same key for what cannot be: a key that is new refuses it as stale, and is used up by it, so that what
   * may still be on its way is refused too; a key that was used tells that this is something else.
   */
  async #findOut<Detail>(
    { key, request: text, begun_at }: Row & { key: string },
    signal: AbortSignal,
  ): Promise<StockRequest<Detail> | null> {
    if (Date.parse(begun_at) + KEY_LIFETIME_MS < Date.now()) throw outcomeForgotten();
    const request = JSON.parse(text ?? '') as StockRequest<Detail>;
    const refusal = await this.#refusalOf(key, impossible(request), signal);
    if (refusal?.code === 'CHANGE_FROM_QUANTITY_STALE') return null;
    if (refusal?.code !== 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH') {
      throw new TypeError(`Shopify answers a change that cannot be with ${refusal?.code ?? 'success'}.`);
    }
    return (await this.#refusalOf(key, request, signal)) ? null : request;
  }

  async #refusalOf(key: string, request: StockRequest, signal: AbortSignal): Promise<ShopifyRefusal | undefined> {
    return this.#ask(key, request, signal).then(
      () => undefined,
      (error: unknown) => {
        if (error instanceof ShopifyRefusal) return error;
        throw error;
      },
    );
  }

  async #ask(key: string, { mutation, input }: StockRequest, signal: AbortSignal): Promise<void> {
    type Answer = Readonly<Record<string, { readonly userErrors: readonly ShopifyUserError[] }>>;
    const answer = await this.#client.ask<Answer>(DOCUMENTS[mutation], { input, key }, { signal });
    for (const payload of Object.values(answer)) accepted(payload);
  }

  #row(subject: string, { id }: LedgerCall): Promise<Row | undefined> {
    return this.#database.queries
      .withTables<InventoryTables>()
      .selectFrom('inventory_shopify_attempt')
      .selectAll()
      .where('subject', '=', subject)
      .where('call_id', '=', id)
      .executeTakeFirst();
  }

  async #save(subject: string, { id }: LedgerCall, fields: Partial<Row>): Promise<void> {
    await this.#database.queries
      .withTables<InventoryTables>()
      .updateTable('inventory_shopify_attempt')
      .set(fields)
      .where('subject', '=', subject)
      .where('call_id', '=', id)
      .execute();
  }
}

function impossible(request: StockRequest): StockRequest {
  if (request.mutation === 'adjust') {
    const changes = request.input.changes.map((change) => ({ ...change, changeFromQuantity: IMPOSSIBLE_QUANTITY }));
    return { ...request, input: { ...request.input, changes } };
  }
  const changes = request.input.changes.map((change) => ({
    ...change,
    from: { ...change.from, changeFromQuantity: IMPOSSIBLE_QUANTITY },
  }));
  return { ...request, input: { ...request.input, changes } };
}

function outcomeForgotten(): SluiceError {
  return new SluiceError(
    'DOWNSTREAM_SERVICE_ERROR',
    "Shopify no longer remembers whether it has made this change of stock. See the product's inventory history there, and " +
      'take a new idempotency key for what is missing.',
    { extensions: { subgraph: 'inventory' } },
  );
}
