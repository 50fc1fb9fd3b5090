import { startStripeEmulator } from './stripe/stripeEmulator.ts';

/** What stands behind a system in a conformance suite, with the variables that make Sluice use it. */
export interface TestBackend extends AsyncDisposable {
  readonly variables: Readonly<Record<string, string>>;
}

/** How to start what stands behind a system. */
export interface BackendUnderTest {
  readonly name: string;
  start(): Promise<TestBackend>;
}

/** Sluice's own tables. */
export const ownTables: BackendUnderTest = {
  name: 'own tables',
  start: async () => ({ variables: {}, [Symbol.asyncDispose]: async () => {} }),
};

/** Stripe, emulated, behind the payments. */
export const stripe: BackendUnderTest = {
  name: 'Stripe',
  async start() {
    const emulator = await startStripeEmulator();
    return { variables: stripeVariables(emulator), [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose]() };
  },
};

/** The variables that put a Stripe emulator behind the payments. */
function stripeVariables({ url, apiKey }: { url: string; apiKey: string }): Readonly<Record<string, string>> {
  return { PAYMENTS_BACKEND: 'stripe', STRIPE_API_BASE: url, STRIPE_API_KEY: apiKey };
}
