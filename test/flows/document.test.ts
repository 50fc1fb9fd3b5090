import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse, print } from 'graphql';
import { describe, expect, it } from 'vitest';
import { loadSupergraph } from '../../gateway/federation/supergraph.ts';
import { readFlow } from '../../gateway/flows/document/readFlow.ts';
import type { FlowOperation } from '../../gateway/flows/flow.ts';
import { SHOP } from './shopSchema.ts';

const read = (source: string, environmentNames: ReadonlySet<string> | null = new Set()) =>
  readFlow({ source, file: 'f.graphql', schema: SHOP, environmentNames });

/** An operation with its document compared as text. */
const operation = (query: string): FlowOperation => {
  const name = /(?:subscription|mutation|query) (\w+)/.exec(query)?.[1] ?? '';
  const text = print(parse(query));
  return { name, query: text, document: parse(text, { noLocation: true }) };
};

describe('A flow document', () => {
  it('becomes a flow', () => {
    const source = `"When a payment succeeds, make its customer's CRM contact a customer and note the payment there."
subscription PaymentSucceeded @flow(once: "paymentId", scopes: ["crm:write"]) {
  paymentChanged(status: [SUCCEEDED], changed: [STATUS]) {
    payment {
      id @export(as: "paymentId")
      amount { amount @export(as: "amount") currencyCode @export(as: "currency") }
      customer { contact { id @export(as: "contactId") stage @export(as: "stage") } }
    }
  }
}
mutation MarkCustomer($contactId: ID!) @when(value: "stage", notIn: [CUSTOMER]) {
  updateContact(input: { id: $contactId, stage: CUSTOMER }) { contact { id } }
}
mutation NotePayment($contactId: ID!, $text: String! @template(text: "Paid {amount} {currency} ({paymentId})")) {
  logActivity(input: { contactId: $contactId, text: $text }) { activity { id } }
}
`;
    const { apiSchema: schema } = loadSupergraph(readFileSync('schema/supergraph.graphql', 'utf8'));
    const normalised = print(parse(source));
    const contactId = {
      name: 'contactId',
      type: 'ID!',
      required: true,
      source: { kind: 'export', name: 'contactId' },
    };
    expect(readFlow({ source, file: 'flows/paid.graphql', schema, environmentNames: new Set() })).toEqual({
      name: 'PaymentSucceeded',
      description: "When a payment succeeds, make its customer's CRM contact a customer and note the payment there.",
      file: 'flows/paid.graphql',
      source: normalised,
      version: createHash('sha256').update(normalised).digest('hex'),
      options: {
        once: 'paymentId',
        maxAttempts: 12,
        timeoutMs: 30_000,
        concurrency: 8,
        ordered: false,
        scopes: ['crm:write'],
        imports: false,
        maxAgeSeconds: null,
      },
      trigger: {
        operation: operation(`subscription PaymentSucceeded($sluice_after: Cursor) {
          paymentChanged(status: [SUCCEEDED], changed: [STATUS], after: $sluice_after) {
            payment { id amount { amount currencyCode } customer { contact { id stage } } }
          }
        }`),
        rootName: 'paymentChanged',
        exports: [
          { name: 'paymentId', path: ['paymentChanged', 'payment', 'id'], type: 'ID!' },
          { name: 'amount', path: ['paymentChanged', 'payment', 'amount', 'amount'], type: 'Decimal!' },
          { name: 'currency', path: ['paymentChanged', 'payment', 'amount', 'currencyCode'], type: 'CurrencyCode!' },
          { name: 'contactId', path: ['paymentChanged', 'payment', 'customer', 'contact', 'id'], type: 'ID!' },
          { name: 'stage', path: ['paymentChanged', 'payment', 'customer', 'contact', 'stage'], type: 'ContactStage!' },
        ],
      },
      steps: [
        {
          name: 'MarkCustomer',
          kind: 'mutation',
          operation: operation(`mutation MarkCustomer($contactId: ID!, $sluice_idempotencyKey: ID) {
            updateContact(input: { id: $contactId, stage: CUSTOMER, idempotencyKey: $sluice_idempotencyKey }) { contact { id } }
          }`),
          variables: [contactId],
          when: { value: 'stage', in: null, notIn: ['CUSTOMER'] },
          onError: null,
          each: null,
          exports: [],
        },
        {
          name: 'NotePayment',
          kind: 'mutation',
          operation: operation(`mutation NotePayment($contactId: ID!, $text: String!, $sluice_idempotencyKey: ID) {
            logActivity(input: { contactId: $contactId, text: $text, idempotencyKey: $sluice_idempotencyKey }) { activity { id } }
          }`),
          variables: [
            contactId,
            {
              name: 'text',
              type: 'String!',
              required: true,
              source: {
                kind: 'template',
                parts: [
                  'Paid ',
                  { name: 'amount', from: 'export' },
                  ' ',
                  { name: 'currency', from: 'export' },
                  ' (',
                  { name: 'paymentId', from: 'export' },
                  ')',
                ],
              },
            },
          ],
          when: null,
          onError: null,
          each: null,
          exports: [],
        },
      ],
    });
  });

  it('is what flows/README.md shows', () => {
    const [, source = ''] = /```graphql\n([\s\S]*?)```/.exec(readFileSync('flows/README.md', 'utf8')) ?? [];
    const { apiSchema: schema } = loadSupergraph(readFileSync('schema/supergraph.graphql', 'utf8'));
    const flow = readFlow({ source, file: 'flows/README.md', schema, environmentNames: new Set() });
    expect(flow.steps.map(({ name }) => name)).toEqual(['MarkCustomer', 'NotePayment']);
  });

  it('is plain data', () => {
    const flow = read(`subscription Paid @flow { paymentChanged { id @export(as: "id") } }
mutation Note($id: ID!) { updateContact(input: { id: $id }) { contact { id } } }`);
    expect(JSON.parse(JSON.stringify(flow))).toEqual(flow);
  });

  it('has the same version whatever its comments and its layout are, and another one when it means something else', () => {
    const version = (subscription: string) =>
      read(`${subscription}\nmutation Note { updateContact(input: { id: "1" }) { contact { id } } }`).version;
    const first = version('subscription Paid @flow { paymentChanged { id } }');
    expect(version('# Why\nsubscription Paid @flow {\n  paymentChanged {\n    id\n  }\n}\n\n')).toBe(first);
    expect(version('subscription Paid @flow { paymentChanged { at } }')).not.toBe(first);
  });

  it('is read again from the text that a run keeps', () => {
    const flow = read(`"Why" subscription Paid @flow(ordered: true) { paymentChanged { id @export(as: "id") } }
mutation Note($id: ID!) { updateContact(input: { id: $id }) { contact { id } } }`);
    expect(read(flow.source)).toEqual(flow);
  });

  it('may export what a query or a mutation has found, for later steps', () => {
    const { steps } = read(`subscription Paid @flow { paymentChanged { id @export(as: "id") } }
query Look($id: ID!) { found: contact(id: $id) { email @export(as: "email") } }
mutation Note($id: ID!, $email: String!) { updateContact(input: { id: $id, email: $email }) { contact { stage @export(as: "now") } } }
mutation Mark($id: ID!, $now: Stage) @when(value: "now", in: [LEAD]) { updateContact(input: { id: $id, stage: $now }) { contact { id } } }`);
    expect(steps.map(({ name, kind, exports }) => ({ name, kind, exports }))).toEqual([
      { name: 'Look', kind: 'query', exports: [{ name: 'email', path: ['found', 'email'], type: 'String' }] },
      {
        name: 'Note',
        kind: 'mutation',
        exports: [{ name: 'now', path: ['updateContact', 'contact', 'stage'], type: 'Stage!' }],
      },
      { name: 'Mark', kind: 'mutation', exports: [] },
    ]);
    expect(steps[0]?.operation.query).toBe(print(parse('query Look($id: ID!) { found: contact(id: $id) { email } }')));
    expect(steps[2]?.variables).toEqual([
      { name: 'id', type: 'ID!', required: true, source: { kind: 'export', name: 'id' } },
      { name: 'now', type: 'Stage', required: false, source: { kind: 'export', name: 'now' } },
    ]);
  });

  it('may feed an exported list of objects to a list of input objects that have its response names', () => {
    const { trigger, steps } = read(`subscription Paid @flow {
  paymentChanged { payment { id @export(as: "id") lines @export(as: "lines") { sku quantity } } }
}
mutation Reserve($id: ID!, $lines: [LineInput!]!) { reserveStock(input: { orderId: $id, lines: $lines }) { reserved } }`);
    expect(trigger.exports[1]).toEqual({
      name: 'lines',
      path: ['paymentChanged', 'payment', 'lines'],
      type: '[Line!]!',
    });
    expect(steps[0]?.variables[1]).toEqual({
      name: 'lines',
      type: '[LineInput!]!',
      required: true,
      source: { kind: 'export', name: 'lines' },
    });
  });

  it('gives a key that is required, in the type that the input wants it in', () => {
    const { steps } = read(`subscription Paid @flow { paymentChanged { payment { id @export(as: "id") } } }
mutation Reserve($id: ID!) { reserveStock(input: { orderId: $id, lines: [] }) { reserved } }`);
    expect(steps[0]?.operation.query).toContain('$sluice_idempotencyKey: ID!');
  });

  it('refuses to feed a list whose items may be null to one whose items may not', () => {
    expect(() =>
      read(`subscription Paid @flow { paymentChanged { payment { id @export(as: "id") gifts @export(as: "lines") { sku quantity } } } }
mutation Reserve($id: ID!, $lines: [LineInput!]!) { reserveStock(input: { orderId: $id, lines: $lines }) { reserved } }`),
    ).toThrow('"$lines" is [LineInput!]!, but the export "lines" is [Line]: Line may be null, LineInput! may not.');
  });

  it('repeats a step for each item, whose fields feed it before exports of the same name do', () => {
    const { steps } = read(`subscription Paid @flow {
  paymentChanged { payment { id @export(as: "id") note @export(as: "note") lines @export(as: "lines") { sku note } } }
}
mutation Note($id: ID!, $note: String!, $text: String @template(text: "{sku} of {id}")) @each(in: "lines", key: "sku") {
  updateContact(input: { id: $id, note: $note, email: $text }) { contact { id } }
}`);
    expect(steps[0]).toMatchObject({
      each: { in: 'lines', key: 'sku' },
      variables: [
        { name: 'id', source: { kind: 'export', name: 'id' } },
        { name: 'note', source: { kind: 'item', field: 'note' } },
        {
          name: 'text',
          source: {
            kind: 'template',
            parts: [{ name: 'sku', from: 'item' }, ' of ', { name: 'id', from: 'export' }],
          },
        },
      ],
    });
  });

  it('runs a step only when an earlier one has failed', () => {
    const { steps } = read(`subscription Paid @flow { paymentChanged { id @export(as: "id") } }
mutation Reserve($id: ID!) { reserveStock(input: { orderId: $id, lines: [] }) { reserved } }
mutation Note($id: ID!) @onError(of: "Reserve", codes: ["OUT_OF_STOCK"]) { updateContact(input: { id: $id }) { contact { id } } }`);
    expect(steps[1]?.onError).toEqual({ of: 'Reserve', codes: ['OUT_OF_STOCK'] });
  });

  it('takes environment variables, and the default of those that are not set', () => {
    const source = `subscription Paid @flow { paymentChanged { id } }
mutation Note($a: String! @env(name: "FLOW_A"), $b: ID! = "team" @env(name: "FLOW_B"), $c: Stage = LEAD) {
  updateContact(input: { id: $b, note: $a, stage: $c }) { contact { id } }
}`;
    const sources = (names: ReadonlySet<string> | null) => read(source, names).steps[0]?.variables.map((v) => v.source);
    expect(sources(new Set(['FLOW_A']))).toEqual([
      { kind: 'environment', name: 'FLOW_A' },
      { kind: 'default' },
      { kind: 'default' },
    ]);
    expect(sources(null)).toEqual([
      { kind: 'environment', name: 'FLOW_A' },
      { kind: 'environment', name: 'FLOW_B' },
      { kind: 'default' },
    ]);
  });

  it('may use fragments, which go with the operations that use them', () => {
    const { trigger, steps } = read(`subscription Paid @flow {
  paymentChanged { ...Change }
}
mutation Note($person: ID!) { updateContact(input: { id: $person }) { contact { ...Id } } }
"What is read" fragment Change on PaymentChange { payment { payer { ... on Person { id @export(as: "person") } } } }
fragment Id on Contact { id }`);
    expect(trigger).toMatchObject({
      exports: [{ name: 'person', path: ['paymentChanged', 'payment', 'payer', 'id'], type: 'ID' }],
      operation: {
        query: print(
          parse(`subscription Paid($sluice_after: Cursor) {
            paymentChanged(after: $sluice_after) { ...Change }
          }
          fragment Change on PaymentChange { payment { payer { ... on Person { id } } } }`),
        ),
      },
    });
    expect(steps[0]?.operation.query).not.toContain('Change');
    expect(steps[0]?.operation.query).toContain('fragment Id on Contact');
  });

  it('ends with a fault, not without end, when a fragment is part of itself', () => {
    expect(() =>
      read(`subscription Paid @flow { paymentChanged { payment { customer { contact { ...F } } } } }
mutation Note { updateContact(input: { id: "1" }) { contact { id } } }
fragment F on Contact { contacts { ...F } }`),
    ).toThrow('f.graphql:3:36: Cannot spread fragment "F" within itself.');
  });

  it('reads its options', () => {
    const { options } = read(`subscription Paid @flow(
  maxAttempts: 3, timeoutMs: 500, concurrency: 1, ordered: true, imports: true, maxAgeSeconds: 60, scopes: ["a", "b"]
) { paymentChanged { id } }
mutation Note { updateContact(input: { id: "1" }) { contact { id } } }`);
    expect(options).toEqual({
      once: null,
      maxAttempts: 3,
      timeoutMs: 500,
      concurrency: 1,
      ordered: true,
      imports: true,
      maxAgeSeconds: 60,
      scopes: ['a', 'b'],
    });
  });

  it('compares numbers, texts and truth values as answers have them', () => {
    const values = (value: string, list: string) =>
      read(`subscription Paid @flow {
  paymentChanged { kind @export(as: "kind") payment { amount @export(as: "amount") retries @export(as: "retries") } }
}
mutation Note @when(value: "${value}", in: ${list}) { updateContact(input: { id: "1" }) { contact { id } } }`).steps[0]
        ?.when?.in;
    expect(values('retries', '[1, 2]')).toEqual([1, 2]);
    expect(values('amount', '["1.00"]')).toEqual(['1.00']);
    expect(values('kind', 'CREATED')).toEqual(['CREATED']);
  });
});
