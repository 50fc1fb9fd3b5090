import { describe, expect, it } from 'vitest';
import { engines, type TestEngine } from '../harness/engines.ts';
import { spawnSluice } from '../harness/spawnSluice.ts';
import { ask, startSluice } from '../harness/startSluice.ts';

const QUERY = `query ($first: Int!) {
  customers(first: $first) {
    nodes {
      name
      contact { stage activities(first: 5) { nodes { text } } }
      orders(first: 5) {
        nodes {
          status
          lines { quantity product { title stock { location available } } }
          payments(first: 5) { nodes { status } }
          tickets(first: 5) { nodes { status } }
        }
      }
      payments(first: 5) { nodes { status amount { amount } } }
      tickets(first: 5) { nodes { subject comments(first: 5) { nodes { body } } } }
      messages(first: 5) { nodes { channel status } }
    }
  }
}`;
const SYSTEM_TABLES = /integration_|crm_|support_|payments_|commerce_|inventory_|messaging_/;

describe('A query over all six systems', () => {
  it('answers a first start, its demo data included', async () => {
    await using storage = await (engines[0] as TestEngine).create();
    await using sluice = await spawnSluice({ variables: storage.variables, fromSources: true });
    const { data, errors } = await ask(sluice.url, QUERY, { first: 20 });
    expect(errors).toBeUndefined();
    expect(data.customers.nodes).toHaveLength(20);
  });

  it.each(engines)('takes as many SQL statements at 100 as at 10, on $name', async (engine) => {
    await using sluice = await startSluice({ engine, seed: 'demo' });
    const count = async (first: number) => {
      sluice.takeStatements();
      const { data, errors } = await sluice.ask(QUERY, { first });
      expect(errors).toBeUndefined();
      const customers = data.customers.nodes as { orders: { nodes: { lines: unknown[] }[] } }[];
      expect(customers).toHaveLength(first);
      expect(customers.some(({ orders }) => orders.nodes.some(({ lines }) => lines.length > 1))).toBe(true);
      return sluice.takeStatements().filter((sql) => SYSTEM_TABLES.test(sql)).length;
    };
    const [ten, hundred] = [await count(10), await count(100)];
    expect(hundred).toBe(ten);
    expect(ten).toBeLessThan(20);
  });
});
