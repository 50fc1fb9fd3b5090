import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runSluice } from '../harness/spawnSluice.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';

const FLOW = `subscription OrderPlaced @flow(once: "orderId") {
  orderChanged(changed: [STATUS]) {
    kind @export(as: "kind")
    order {
      id @export(as: "orderId")
      lines @export(as: "lines") { sku quantity }
      customer { email @export(as: "email") contact { id @export(as: "contactId") } }
    }
  }
}
mutation Reserve($orderId: ID!, $lines: [StockLineInput!]!) {
  reserveStock(input: { orderId: $orderId, lines: $lines }) { reservation { status @export(as: "reserved") } }
}
mutation Fail($orderId: ID!) @onError(of: "Reserve", codes: ["OUT_OF_STOCK"]) {
  updateOrderStatus(input: { id: $orderId, status: FAILED }) { order { id } }
}
mutation Note($contactId: ID!, $text: String! @template(text: "{orderId}: {reserved}")) {
  logActivity(input: { contactId: $contactId, text: $text }) { activity { id } }
}
mutation Thank($email: String!, $text: String! @template(text: "Reserved: {reserved}")) @when(value: "reserved", in: [RESERVED]) {
  sendMessage(input: { channel: EMAIL, to: $email, subject: "Order", text: $text }) { message { id } }
}
mutation Tell($channel: String! @env(name: "FLOW_CHANNEL"), $text: String! @template(text: "{{{quantity} of {sku}}}"))
@each(in: "lines", key: "sku") {
  sendMessage(input: { channel: SLACK, to: $channel, text: $text }) { message { id } }
}
mutation Welcome($email: String!) @when(value: "kind", in: [CREATED]) {
  sendMessage(input: { channel: EMAIL, to: $email, subject: "Welcome", text: "Welcome" }) { message { id } }
}
`;

/** Tries the flow for a change. */
async function tryFlow(flow: string, change: string, variables: Record<string, string> = { FLOW_CHANNEL: '#ops' }) {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'flow.graphql');
  const changeFile = join(folder.path, 'change.json');
  await writeFile(file, flow);
  await writeFile(changeFile, change);
  const { code, stdout, stderr } = await runSluice({ args: ['flow', 'try', file, '--change', changeFile], variables });
  return { code, stdout: stdout.replaceAll(`${folder.path}/`, ''), stderr: stderr.replaceAll(`${folder.path}/`, '') };
}

describe('npm run flow -- try', () => {
  it('prints what the change binds, and what each step would do', async () => {
    const change = {
      orderChanged: {
        kind: 'UPDATED',
        order: {
          id: 'o-1',
          lines: [
            { sku: 'MUG', quantity: 2 },
            { sku: 'PEN', quantity: 1 },
          ],
          customer: { email: '{orderId}@example.com', contact: null },
        },
      },
    };
    const tried = await tryFlow(FLOW, JSON.stringify(change));
    expect(tried).toEqual({
      code: 0,
      stderr: '',
      stdout: `OrderPlaced, flow.graphql
One run ever for orderId = "o-1"

Bindings
  kind = "UPDATED"
  orderId = "o-1"
  lines = [{"sku":"MUG","quantity":2},{"sku":"PEN","quantity":1}]
  email = "{orderId}@example.com"
  contactId = null

Reserve: runs
  $orderId = "o-1"
  $lines = [{"sku":"MUG","quantity":2},{"sku":"PEN","quantity":1}]

Fail: runs if Reserve fails with OUT_OF_STOCK
  $orderId = "o-1"

Note: left out: contactId is null

Thank: runs if <reserved of Reserve> is one of ["RESERVED"]
  $email = "{orderId}@example.com"
  $text = "Reserved: <reserved of Reserve>"

Tell: runs, for 2 of lines
  sku = "MUG"
    $channel = "#ops"
    $text = "{2 of MUG}"
  sku = "PEN"
    $channel = "#ops"
    $text = "{1 of PEN}"

Welcome: left out: kind is "UPDATED", and @when wants one of ["CREATED"]

Nothing was done.
`,
    });
  });

  it('refuses a flow that is not valid, with its faults', async () => {
    const tried = await tryFlow(FLOW.replace('{ sku quantity }', '{ sku }'), '{}', {});
    expect(tried).toMatchObject({ code: 1, stdout: '' });
    expect(tried.stderr.trimEnd().split('\n')).toEqual([
      'flow.graphql:11:33: "$lines" is [StockLineInput!]!, but the export "lines" is [OrderLine!]!: the field "quantity" of StockLineInput is not selected. The types must be equal.',
      'flow.graphql:23:33: The environment variable FLOW_CHANNEL is not set; set it, or give the variable a default.',
      expect.stringMatching(
        /^flow\.graphql:23:76: The template has "\{quantity\}", which has no value; export it .* \(FLOW_INVALID\)$/,
      ),
    ]);
  });

  it.each([
    ['is no JSON', '{', 'change.json is no valid JSON'],
    [
      'is another change',
      '{ "paymentChanged": {} }',
      'change.json is no change of OrderPlaced; write it as the subscription delivers it: { "orderChanged": { … } }.',
    ],
  ])('refuses a change that %s', async (_what, change, message) => {
    const tried = await tryFlow(FLOW, change);
    expect(tried).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(message) });
  });

  it('says how it is called when it is called otherwise', async () => {
    for (const args of [['flow'], ['flow', 'try', 'a.graphql'], ['flow', 'run', 'a.graphql', '--change', 'b.json']]) {
      const { code, stderr } = await runSluice({ args });
      expect(code).toBe(1);
      expect(stderr).toContain('flow try FILE --change FILE');
    }
  });
});

describe('npm run check', () => {
  it('fails with every fault of the flows beside rover.yaml, whatever is set here', async () => {
    await using folder = await temporaryFolder();
    const at = (file: string) => join(folder.path, file);
    await writeFile(
      at('rover.yaml'),
      'subgraphs:\n  crm:\n    routing_url: http://127.0.0.1:1/graphql\n    schema:\n      file: crm.graphql\n',
    );
    await writeFile(
      at('crm.graphql'),
      `type Query { a: Int }
type Mutation { note(input: NoteInput!): Int }
input NoteInput { text: String! idempotencyKey: ID }
type Subscription { changed(after: String): Change! }
type Change { cursor: String! kind: String! at: String! id: ID! }`,
    );
    await mkdir(at('flows'));
    const flow =
      'subscription A @flow { changed { id } }\nmutation M($x: String! @env(name: "FLOW_X")) { note(input: { text: $x }) }';
    await writeFile(at('flows/a.graphql'), flow);
    const options = ['--config', at('rover.yaml'), '--supergraph', at('supergraph.graphql')];
    await runSluice({ args: ['compose', ...options] });
    expect(await runSluice({ args: ['check', ...options] })).toMatchObject({ code: 0, stderr: '' });

    await writeFile(at('flows/a.graphql'), flow.replace('text', 'txt'));
    await writeFile(at('flows/b.graphql'), flow);
    await writeFile(at('flows/c.graphql'), flow);
    const { code, stdout } = await runSluice({ args: ['check', ...options] });
    expect(code).toBe(1);
    expect(stdout.replaceAll(`${folder.path}/`, '').trimEnd().split('\n\n')).toEqual([
      'supergraph.graphql is what rover.yaml composes to.',
      expect.stringContaining(
        'flows/a.graphql:2:60: Field "NoteInput.text" of required type "String!" was not provided.',
      ),
      'flows/c.graphql: The flow "A" is in flows/b.graphql too; rename one of the subscriptions.',
    ]);
  });
});
