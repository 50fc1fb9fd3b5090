import { createHash } from 'node:crypto';
import Stripe from 'stripe';
import type { FoundCustomer } from '../kit/contracts/customerDirectory.ts';
import type { Transactional } from '../kit/database/database.ts';
import { parseOptionalEmail } from '../kit/input.ts';
import type { SubgraphServices } from '../kit/subgraph.ts';
import type { LedgerCall } from '../kit/vendor/callLedger.ts';
import type { StripeClient } from './stripeClient.ts';
import { idOf } from './stripeRecords.ts';

const SYSTEM = 'payments';

/** In Stripe's test mode there are no cards but its own. */
const TEST_METHOD = 'pm_card_visa';

/** Says whose a Stripe customer is, in the transaction that records something of theirs; null when nobody's. */
export type CustomerLookup = (services: SubgraphServices, transaction: Transactional) => Promise<string | null>;

/** Which of Stripe's customers stand for which of ours. */
export class StripeCustomers {
  readonly #services: SubgraphServices;
  readonly #client: StripeClient;

  constructor(services: SubgraphServices, client: StripeClient) {
    this.#services = services;
    this.#client = client;
  }

  /** Whose these are, as far as they are linked. */
  linked(externalIds: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
    const { customers, database } = this.#services;
    return customers.customersOf(database.queries, SYSTEM, [...new Set(externalIds.flatMap((id) => id ?? []))]);
  }

  /** Stripe's customers that stand for ours. */
  ofCustomers(customerIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const { customers, database } = this.#services;
    return customers.recordsOf(database.queries, SYSTEM, customerIds);
  }

  /** Stripe's customer for one of ours, when there is one. */
  async #find({ id, email }: FoundCustomer, signal: AbortSignal): Promise<string | null> {
    const linked = id === null ? undefined : (await this.ofCustomers([id])).get(id)?.[0];
    if (linked !== undefined) return linked;
    if (email === null) return null;
    // Not a search, whose index is behind by up to a minute. Newest first: the oldest is the last.
    const { value } = await this.#client.read((stripe) => stripe.customers.list({ email, limit: 100 }), { signal });
    const owners = await this.linked(value.data.map((customer) => customer.id));
    // An address may be shared: who stands for somebody else stays theirs.
    const free = value.data.filter((customer) => !owners.has(customer.id) || owners.get(customer.id) === id);
    return free.at(-1)?.id ?? null;
  }

  /**
   * Every customer of Stripe's under which something may have been made for one of ours: two calls that each made the
   * customer may have made two.
   */
  async candidates({ id, email }: FoundCustomer, signal: AbortSignal): Promise<readonly string[]> {
    const linked = id === null ? [] : ((await this.ofCustomers([id])).get(id) ?? []);
    if (email === null) return linked;
    const { value } = await this.#client.read((stripe) => stripe.customers.list({ email, limit: 100 }), { signal });
    return [...new Set([...linked, ...value.data.map((customer) => customer.id)])];
  }

  /** Stripe's customer for one of ours, made when there is none. */
  async ensure(customer: FoundCustomer, call: LedgerCall, signal: AbortSignal): Promise<string> {
    const found = await this.#find(customer, signal);
    if (found !== null) return found;
    const { email, name, id } = customer;
    // One key for all calls that want the same customer made, so that two at once make one.
    const identity = createHash('sha256')
      .update(email ?? `id ${id}`)
      .digest('hex');
    const key = `sluice.customer:${identity}:${call.key('').split(':').at(-1)}`;
    const { value } = await this.#client.write(key, signal, (stripe, options) =>
      stripe.customers.create(
        {
          ...(email !== null ? { email } : { ...(name !== null && { name }) }),
          ...(!this.#client.livemode && {
            payment_method: TEST_METHOD,
            invoice_settings: { default_payment_method: TEST_METHOD },
          }),
        },
        options,
      ),
    );
    return value.id;
  }

  /** By what the customer pays when nothing is said. */
  async defaultMethod(externalId: string, signal: AbortSignal): Promise<string | null> {
    const { value } = await this.#client.read((stripe) => stripe.customers.retrieve(externalId), { signal });
    if (value.deleted) return null;
    return idOf(value.invoice_settings.default_payment_method);
  }

  /** Asks Stripe for a customer that is not linked yet; whoever has its address is linked when the lookup is used. */
  async learn(externalId: string | null, signal: AbortSignal): Promise<CustomerLookup> {
    if (externalId === null) return async () => null;
    const known = (await this.linked([externalId])).get(externalId);
    if (known !== undefined) return async () => known;
    const customer = await this.#client
      .read((stripe) => stripe.customers.retrieve(externalId), { signal })
      .then(({ value }) => (value.deleted ? null : value))
      .catch((error: unknown) => {
        if (error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 404) return null;
        throw error;
      });
    const email = parseOptionalEmail(customer?.email);
    const seen = { system: SYSTEM, externalId, email, name: customer?.name ?? null };
    return ({ customers }, transaction) => customers.recognise(transaction, seen);
  }

  /** Links Stripe's customer, under which something was made for one of ours, with ours, who is made when new. */
  async claim(
    { customers }: SubgraphServices,
    transaction: Transactional,
    customer: FoundCustomer,
    externalId: string | null,
  ): Promise<void> {
    const id = customer.id ?? (await customers.resolve(transaction, { customerEmail: customer.email }));
    if (externalId !== null) await customers.link(transaction, id, { system: SYSTEM, externalId });
  }
}
