import { setTimeout as delay } from 'node:timers/promises';
import { shopifyVariables } from '../backends.ts';
import { describeVendorFaults } from '../describeVendorFaults.ts';
import type { Insist, Statuses, VendorUnderFaults } from '../vendorUnderFaults.ts';
import { startShopify } from './shopifyEmulator.ts';
import { legacyId, type ShopLevel, type ShopProduct, type ShopVariant } from './shopifyShop.ts';

const ADJUST = 'mutation ($input: AdjustStockInput!) { adjustStock(input: $input) { stockLevel { available } } }';
const REORDER = 'mutation ($input: SetReorderPointInput!) { setReorderPoint(input: $input) { stockLevel { id } } }';
const RESERVE = 'mutation ($input: ReserveStockInput!) { reserveStock(input: $input) { reservation { status } } }';
const RELEASE = 'mutation ($input: ReleaseStockInput!) { releaseStock(input: $input) { reservation { status } } }';

const REORDER_POINT = 5;
/** Shopify's times are whole seconds: a level is new when it was made in a later one than that in which Sluice began. */
const SECOND_MS = 1_100;

async function start(): Promise<VendorUnderFaults> {
  const emulator = await startShopify({ maximumCost: 1_000_000, restoreRate: 100_000 });
  const { shop } = emulator;
  const [place] = shop.locations as [{ id: string; name: string }];
  /** What was free of each product, one after the other; also of those that are no more. */
  const history = new Map<ShopLevel, number[]>();
  let count = 0;

  const levelOf = ({ inventoryItemId }: ShopVariant) => shop.level(inventoryItemId, place.id) as ShopLevel;
  const note = (variant: ShopVariant) => {
    const level = levelOf(variant);
    history.set(level, [...(history.get(level) ?? []), level.quantities.available]);
  };
  const sell = () => {
    count += 1;
    return shop.addProduct({ title: `Lamp ${count}`, sku: `LAMP-${count}`, price: '10.00' });
  };
  const change = (variant: ShopVariant, delta: number) => {
    shop.changeQuantities([{ level: levelOf(variant), name: 'available', delta }]);
    note(variant);
  };
  const adjust = async (insist: Insist, variant: ShopVariant, delta: number) => {
    await insist(ADJUST, { sku: variant.sku, location: place.name, delta });
    note(variant);
  };
  const setReorderPoint = (insist: Insist, { sku }: ShopVariant) =>
    insist(REORDER, { sku, location: place.name, reorderPoint: REORDER_POINT });
  const idOf = ({ id, inventoryItemId }: ShopLevel) => `${legacyId(id)}_${legacyId(inventoryItemId)}`;

  function happened(): Statuses {
    return Object.fromEntries(
      [...history].map(([level, quantities]) => [
        idOf(level),
        [...quantities.map(String), ...(shop.levels.has(level.id) ? [] : ['DELETED'])],
      ]),
    );
  }

  return {
    emulator,
    variables: { ...shopifyVariables(emulator), SHOPIFY_WEBHOOK_SECRET: emulator.clientSecret },
    source: 'shopify',
    changeType: 'sluice.inventory.stockLevel.*',
    subscription: `subscription ($after: Cursor) {
      change: stockChanged(after: $after) { kind superseded changedFields id record: stockLevel { status: available } }
    }`,
    statusField: 'AVAILABLE',
    flow: `subscription Low @flow(scopes: ["messaging:write"]) {
      stockChanged(belowReorderPoint: true, changed: [BELOW_REORDER_POINT]) { stockLevel { sku @export(as: "sku") } }
    }
    mutation Send($text: String! @template(text: "Low {sku}")) {
      sendMessage(input: { channel: WEBHOOK, to: "https://example.com/", text: $text }) { message { id } }
    }`,
    isPoll: ({ body }) => body.includes('query Locations'),
    async ours(insist) {
      await delay(SECOND_MS);
      const [moved, reserved, given] = [sell(), sell(), sell()] as const;
      await Promise.all([moved, reserved, given].map((variant, n) => adjust(insist, variant, 20 + n)));
      await Promise.all([moved, reserved].map((variant) => setReorderPoint(insist, variant)));
      const reserve = async (variant: ShopVariant, quantity: number) => {
        await insist(RESERVE, { orderId: `of ${variant.sku}`, lines: [{ sku: variant.sku, quantity }] });
        note(variant);
      };
      await Promise.all([
        adjust(insist, moved, -16).then(() => adjust(insist, moved, -1)),
        reserve(reserved, 17),
        reserve(given, 2).then(async () => {
          await insist(RELEASE, { orderId: `of ${given.sku}` });
          note(given);
        }),
      ]);
    },
    async theirs(untilTold) {
      await delay(SECOND_MS);
      const [sold, gone] = [sell(), sell()] as const;
      for (const variant of [sold, gone]) change(variant, 12);
      change(sold, -2);
      change(gone, -3);
      await untilTold();
      shop.deleteProduct(shop.products.get(gone.productId) as ShopProduct);
    },
    twoSteps() {
      const variant = sell();
      return [() => change(variant, 9), () => change(variant, -1)];
    },
    async editThrice(insist) {
      const variant = sell();
      await adjust(insist, variant, 8);
      await setReorderPoint(insist, variant);
      for (const delta of [-4, -1]) await adjust(insist, variant, delta);
      shop.changeVariant(variant, { price: '12.00' });
    },
    happened,
    // Shopify tells how a level is: of what it was in between, only what our own writes saw is told for sure.
    isOptional: (id, quantity) => quantity !== happened()[id]?.at(-1),
    async effects(ask) {
      const { data } = await ask('{ messages(first: 100) { nodes { text } } }');
      return data.messages.nodes.map(({ text }: { text: string }) => text);
    },
    dueEffects: () =>
      [...history].flatMap(([{ inventoryItemId }, quantities]) => {
        const sku = [...shop.variants.values()].find((variant) => variant.inventoryItemId === inventoryItemId)?.sku;
        return sku != null && (quantities.at(-1) ?? 0) < REORDER_POINT ? [`Low ${sku}`] : [];
      }),
    [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose](),
  };
}

describeVendorFaults('Shopify stock', start);
