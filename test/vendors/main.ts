import { once } from 'node:events';
import { demoCustomers } from '../../subgraphs/kit/seed/demoCustomers.ts';
import { demoProducts } from '../../subgraphs/kit/seed/demoProducts.ts';
import { hubspotVariables, shopifyVariables, slackVariables, stripeVariables, zendeskVariables } from './backends.ts';
import { startHubspot } from './hubspot/hubspotEmulator.ts';
import { startShopify } from './shopify/shopifyEmulator.ts';
import { startSlack } from './slack/slackEmulator.ts';
import { startStripeEmulator } from './stripe/stripeEmulator.ts';
import { startZendesk } from './zendesk/zendeskEmulator.ts';

/**
 * The vendors in a process of their own, for `npm start -- --vendors emulated`. Prints the variables that make Sluice use
 * them, as one line of JSON, and ends when its standard input does: with whoever started it.
 */
const CONTACTS = 25;
const TICKETS = 5;
const PIECES = 20;

// Limits are as the vendors have them, save for Zendesk's export, which is all that tells what an agent does.
const stripe = await startStripeEmulator();
const hubspot = await startHubspot({ searchLagMs: 1_000 });
const zendesk = await startZendesk({ exportLagMs: 1_000, exportsPerMinute: 60 });
const slack = await startSlack();
const shopify = await startShopify({ maximumCost: 20_000, restoreRate: 1_000 }); // as of the plan for large shops

const owner = hubspot.account.addOwner('tove@sluice.example');
const customers = demoCustomers().slice(0, CONTACTS);
for (const { email, name } of customers) {
  const [firstname = '', ...rest] = name.split(' ');
  hubspot.account.create('contacts', { email, firstname, lastname: rest.join(' '), hubspot_owner_id: owner.id });
}
for (const { email, name } of customers.slice(0, TICKETS)) {
  zendesk.account.createTicket({
    subject: 'Where is it?',
    comment: { body: 'It is late.' },
    requester: { email, name },
  });
}

for (const place of ['berlin', 'lyon']) shopify.shop.addLocation(place);
for (const { sku, title, priceMinor } of demoProducts()) {
  const { inventoryItemId } = shopify.shop.addProduct({ title, sku, price: String(priceMinor / 100) });
  const levels = shopify.shop.levelsOf(inventoryItemId);
  shopify.shop.changeQuantities(levels.map((level) => ({ level, name: 'available', delta: PIECES })));
}

console.log(
  JSON.stringify({
    ...stripeVariables(stripe),
    ...hubspotVariables(hubspot),
    ...zendeskVariables(zendesk),
    ...shopifyVariables(shopify),
    ...slackVariables(slack),
    // No webhook finds a server whose address nobody has registered.
    VENDOR_POLL_SECONDS: '2',
  }),
);

process.stdin.resume();
await once(process.stdin, 'end');
await Promise.all([stripe, hubspot, zendesk, shopify, slack].map((vendor) => vendor[Symbol.asyncDispose]()));
