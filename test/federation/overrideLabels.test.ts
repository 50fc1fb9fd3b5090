import { describe, expect, it } from 'vitest';
import { decideLabels } from '../../gateway/federation/overrideLabels.ts';
import { composeGateway } from './composedGateway.ts';

type Reference = Record<string, unknown>;

const subgraphs = {
  old: {
    sdl: `
      type Query { bill: Bill, rate: Int }
      type Bill @key(fields: "id") { id: ID!, amount: Int, tax: Int }
    `,
    resolvers: {
      Query: { bill: () => ({ id: '1', amount: 1, tax: 1 }), rate: () => 1 },
      Bill: { __resolveReference: ({ id }: Reference) => ({ id, amount: 1, tax: 1 }) },
    },
  },
  new: {
    sdl: `
      type Query { rate: Int @override(from: "old", label: "percent(30)") }
      type Bill @key(fields: "id") {
        id: ID!
        amount: Int @override(from: "old", label: "new-billing")
        tax: Int @override(from: "old", label: "percent(30)")
      }
    `,
    resolvers: { Query: { rate: () => 2 }, Bill: { amount: () => 2, tax: () => 2 } },
  },
};

describe('@override with a label', () => {
  it('leaves the field where it was until the label is on', async () => {
    const off = await composeGateway(subgraphs, { decideLabel: decideLabels([]) });
    expect(await off.query('{ bill { amount } }')).toEqual({ data: { bill: { amount: 1 } } });
    expect(off.requests.map(({ subgraph }) => subgraph)).toEqual(['old']);
    const on = await composeGateway(subgraphs, { decideLabel: decideLabels(['new-billing']) });
    expect(await on.query('{ bill { id amount } }')).toEqual({ data: { bill: { id: '1', amount: 2 } } });
    expect(on.requests.map(({ subgraph }) => subgraph)).toEqual(['old', 'new']);
  });

  it('is decided anew for each operation when it is a percentage, and once for all fields of one', async () => {
    const draws = [0.29, 0.31, 0.3];
    const { query } = await composeGateway(subgraphs, { decideLabel: decideLabels([], () => draws.shift() ?? 1) });
    const answers = [];
    for (let i = 0; i < 3; i++) answers.push((await query('{ rate bill { tax amount } }')).data);
    expect(answers).toEqual([
      { rate: 2, bill: { tax: 2, amount: 1 } },
      { rate: 1, bill: { tax: 1, amount: 1 } },
      { rate: 1, bill: { tax: 1, amount: 1 } },
    ]);
  });
});
