import { describe, expect, it } from 'vitest';
import { readFlow } from '../../gateway/flows/document/readFlow.ts';
import { SHOP } from './shopSchema.ts';

/** What is wrong with a file: the lines of the error's message. */
function faultsOf(source: string, environmentNames: ReadonlySet<string> | null = new Set()): readonly string[] {
  try {
    readFlow({ source, file: 'f.graphql', schema: SHOP, environmentNames });
  } catch (error) {
    expect(error).toMatchObject({ code: 'FLOW_INVALID' });
    return (error as Error).message.split('\n');
  }
  return [];
}

/** A file of which the steps do not matter, or the subscription does not. */
const STEP = 'mutation Note($id: ID!) { updateContact(input: { id: $id }) { contact { id } } }';
const TRIGGER = `subscription Paid @flow {
  paymentChanged(changed: [STATUS]) {
    payment {
      id @export(as: "id")
      amount @export(as: "amount")
      note @export(as: "note")
      retries @export(as: "retries")
      tags @export(as: "tags")
      customer @export(as: "customer") { id contact { id @export(as: "contactId") stage @export(as: "stage") } }
      lines @export(as: "lines") { sku quantity note product { sku } }
    }
  }
}`;

describe('A flow file is refused when it', () => {
  it.each([
    [
      'is no GraphQL',
      'subscription Paid @flow {\n  paymentChanged {\n}',
      ['f.graphql:3:1: Syntax Error: Expected Name, found "}".'],
    ],
    [
      'selects an unknown field',
      `subscription Paid @flow {
  paymentChanged { payment { id @export(as: "id") totl } }
}
${STEP}`,
      ['f.graphql:2:51: Cannot query field "totl" on type "Payment". Did you mean "note"?'],
    ],
    [
      'names an unknown directive',
      `subscription Paid @flow { paymentChanged { id @exprot(as: "id") } }\n${STEP}`,
      [
        'f.graphql:1:47: Unknown directive "@exprot".',
        'f.graphql:2:15: Nothing feeds "$id": export a field as "id", or give the variable a @template, an @env or a default (nothing is exported before it).',
      ],
    ],
    [
      'gives a variable a wrong type',
      `${TRIGGER}\nmutation Note($id: String!) { updateContact(input: { id: "1", email: $id }) { contact { id } } }`,
      ['f.graphql:14:15: "$id" is String!, but the export "id" is ID!: ID is not String. The types must be equal.'],
    ],
    [
      'uses a variable where another type is wanted',
      `${TRIGGER}\nmutation Note($id: ID!) { updateContact(input: { id: "1", email: $id }) { contact { id } } }`,
      ['f.graphql:14:15: Variable "$id" of type "ID!" used in position expecting type "String".'],
    ],
    [
      'leaves a variable unbound',
      `subscription Paid @flow { paymentChanged { id @export(as: "paymentId") } }
mutation Note($contactId: ID!, $email: String) {
  updateContact(input: { id: $contactId, email: $email }) { contact { id } }
}`,
      [
        'f.graphql:2:15: Nothing feeds "$contactId": export a field as "contactId", or give the variable a @template, an @env or a default (exported before it: paymentId).',
        'f.graphql:2:32: Nothing feeds "$email": export a field as "email", or give the variable a @template, an @env or a default (exported before it: paymentId).',
      ],
    ],
    [
      'has two subscriptions',
      `subscription Paid @flow { paymentChanged { id @export(as: "id") } }
subscription Again @flow { paymentChanged { id } }
${STEP}`,
      ['f.graphql:2:14: The file has two subscriptions; give each flow a file of its own.'],
    ],
    [
      'has no subscription',
      'mutation Note { updateContact(input: { id: "1" }) { contact { id } } }',
      ['f.graphql:1:1: The file has no subscription; a flow begins with one, marked @flow.'],
    ],
    [
      'does not mark its subscription',
      `subscription Paid { paymentChanged { id @export(as: "id") } }\n${STEP}`,
      ['f.graphql:1:14: The subscription is not marked; write @flow behind its name.'],
    ],
    [
      'has no mutation',
      `subscription Paid @flow { paymentChanged { id @export(as: "id") } }
query Look($id: ID!) { contact(id: $id) { id } }`,
      ['f.graphql:1:14: The flow has no mutation, and so no effect; add one after the subscription.'],
    ],
    [
      'exports in a cycle',
      `subscription Paid @flow { paymentChanged { id @export(as: "id") } }
query One($b: String) { customer(email: $b) { contact { email @export(as: "a") } } }
query Two($a: String) { customer(email: $a) { contact { email @export(as: "b") } } }
${STEP}`,
      [
        'f.graphql:2:11: "b" is exported by "Two", which itself needs this step: a cycle; let one do without the other.',
      ],
    ],
    [
      'feeds a step with its own export',
      `subscription Paid @flow { paymentChanged { id @export(as: "id") } }
query One($a: String) { customer(email: $a) { contact { email @export(as: "a") } } }
${STEP}`,
      ['f.graphql:2:11: "a" is what this step itself exports, a cycle; export it from an earlier one.'],
    ],
    [
      'uses an export before it is there',
      `subscription Paid @flow { paymentChanged { id @export(as: "id") } }
mutation Note($id: ID!, $text: String! @template(text: "{a}")) { logActivity(input: { contactId: $id, text: $text }) { activity { id } } }
query Later($id: ID!) { contact(id: $id) { email @export(as: "a") } }`,
      ['f.graphql:2:40: "a" is exported by "Later", which comes later; move "Later" before this step.'],
    ],
    [
      'has a template without value',
      `${TRIGGER}
mutation Note($contactId: ID!, $text: String! @template(text: "Paid {amuont}")) {
  logActivity(input: { contactId: $contactId, text: $text }) { activity { id } }
}`,
      [
        'f.graphql:14:47: The template has "{amuont}", which has no value; export it (exported before it: id, amount, note, retries, tags, customer, contactId, stage, lines).',
      ],
    ],
    [
      'begins with a subscription that is not a change',
      `subscription Tick @flow { tick }\nmutation Note { updateContact(input: { id: "1" }) { contact { id } } }`,
      [
        'f.graphql:1:27: "tick" is no subscription to changes; take one with cursor, kind, at, id in its payload and the argument after.',
      ],
    ],
    [
      'begins with a subscription that cannot be resumed',
      `subscription Beat @flow { heartbeat { id } }\nmutation Note { updateContact(input: { id: "1" }) { contact { id } } }`,
      [
        'f.graphql:1:27: "heartbeat" is no subscription to changes; take one with cursor, kind, at, id in its payload and the argument after.',
      ],
    ],
    [
      'gives its subscription variables, or a cursor',
      `subscription Paid($ok: Boolean) @flow { paymentChanged(succeeded: $ok, after: "x") { id @export(as: "id") } }\n${STEP}`,
      [
        `f.graphql:1:19: Nothing can feed "$ok" of a flow's subscription; write the value.`,
        'f.graphql:1:72: The runner resumes the subscription by itself; leave out "after".',
      ],
    ],
    [
      'has an operation without a name',
      `subscription Paid @flow { paymentChanged { id } }\nmutation { updateContact(input: { id: "1" }) { contact { id } } }`,
      ['f.graphql:2:1: This mutation has no name, by which runs know it; write one behind the word.'],
    ],
    [
      'has two operations of one name',
      `subscription Paid @flow { paymentChanged { id @export(as: "id") } }\n${STEP}\n${STEP}`,
      ['f.graphql:2:10: There can be only one operation named "Note".'],
    ],
    [
      'has two root fields in an operation, or takes them from a fragment',
      `subscription Paid @flow { paymentChanged { id } }
mutation Two { a: updateContact(input: { id: "1" }) { contact { id } } b: ping(input: {}) }
query Look { ...F }
fragment F on Query { contact(id: "1") { id } }`,
      [
        'f.graphql:2:72: "Two" must have one root field, written out; make each further one an operation of its own.',
        'f.graphql:3:14: "Look" must have one root field, written out; make each further one an operation of its own.',
      ],
    ],
    [
      'exports two values by one name',
      `subscription Paid @flow { paymentChanged { id @export(as: "id") payment { id @export(as: "id") } } }\n${STEP}`,
      ['f.graphql:1:78: "id" is exported already, by "Paid"; give one of them another name.'],
    ],
    [
      'exports from inside a list',
      `subscription Paid @flow { paymentChanged { id @export(as: "id") payment { lines { product { sku @export(as: "sku") } } } } }\n${STEP}`,
      [
        'f.graphql:1:97: "sku" has a value for each item of "lines"; export the list itself, and repeat a step with @each.',
      ],
    ],
    [
      'exports what another type may answer for',
      `subscription Paid @flow {
  paymentChanged { id @export(as: "id") payment { payer { ... on Person { id @export(as: "person") } ... on Company { id } } } }
}
${STEP}`,
      ['f.graphql:2:78: "id" is selected for other types too; give the exported field an alias of its own.'],
    ],
    [
      'exports by a name that no variable can have',
      `subscription Paid @flow { paymentChanged { id @export(as: "id") kind @export(as: "a kind") at @export(as: "__proto__") } }\n${STEP}`,
      [
        'f.graphql:1:70: "a kind" cannot name a variable; take letters, digits and underscores.',
        'f.graphql:1:95: "__proto__" cannot name a variable; take letters, digits and underscores.',
      ],
    ],
    [
      "takes names that are Sluice's own",
      `subscription Paid @flow { paymentChanged { id } }
mutation Note($sluice_idempotencyKey: ID = "1") { updateContact(input: { id: $sluice_idempotencyKey }) { contact { id } } }
query sluice_look { contact(id: 1) { id } }`,
      [
        'f.graphql:2:15: Variables that begin with sluice_ are reserved; take another name.',
        'f.graphql:3:7: Names that begin with sluice_ are reserved; take another.',
      ],
    ],
    [
      'has an option that cannot be',
      `subscription Paid @flow(once: "payment", maxAttempts: 0, timeoutMs: 60000, concurrency: 1.5) {
  paymentChanged { id @export(as: "id") payment @export(as: "payment") { id } }
}
${STEP}`,
      [
        'f.graphql:1:31: "once" takes a scalar or an enum, and "payment" is Payment; export a field of it.',
        'f.graphql:1:55: "maxAttempts" is 0; take a number from 1 to 100.',
        'f.graphql:1:69: "timeoutMs" is 60000; take a number from 1 to 50000.',
        'f.graphql:1:89: Int cannot represent non-integer value: 1.5',
      ],
    ],
    [
      'has an option out of its range, of a wrong type, or of no meaning',
      `subscription Paid @flow(concurrency: 1001, maxAgeSeconds: 0, ordered: "yes", scopes: [1], retries: 3) {
  paymentChanged { id @export(as: "id") }
}
${STEP}`,
      [
        'f.graphql:1:38: "concurrency" is 1001; take a number from 1 to 1000.',
        'f.graphql:1:59: "maxAgeSeconds" is 0; take a number from 1 to 2147483647.',
        'f.graphql:1:71: Boolean cannot represent a non boolean value: "yes"',
        'f.graphql:1:87: String cannot represent a non string value: 1',
        'f.graphql:1:91: Unknown argument "retries" on directive "@flow".',
      ],
    ],
    [
      'is marked twice',
      `subscription Paid @flow @flow(once: "id") { paymentChanged { id @export(as: "id") } }\n${STEP}`,
      ['f.graphql:1:19: The directive "@flow" can only be used once at this location.'],
    ],
    [
      'filters by what there is not',
      `subscription Paid @flow { paymentChanged(status: PAID, changed: [STATE]) { id @export(as: "id") } }\n${STEP}`,
      [
        'f.graphql:1:42: Unknown argument "status" on field "Subscription.paymentChanged".',
        'f.graphql:1:66: Value "STATE" does not exist in "PaymentField" enum. Did you mean the enum value "STATUS"?',
      ],
    ],
    [
      'exports an object that may have nulls, or lacks a field, where the input object wants none',
      `subscription Paid @flow { paymentChanged { id @export(as: "id") payment {
  gifts @export(as: "gifts") { sku quantity }
  lines @export(as: "lines") { sku }
} } }
mutation One($id: ID!, $gifts: [LineInput!]!) { reserveStock(input: { orderId: $id, lines: $gifts }) { reserved } }
mutation Two($id: ID!, $lines: [LineInput!]!) { reserveStock(input: { orderId: $id, lines: $lines }) { reserved } }`,
      [
        'f.graphql:5:24: "$gifts" is [LineInput!]!, but the export "gifts" is [Line]: Line may be null, LineInput! may not. The types must be equal.',
        'f.graphql:6:24: "$lines" is [LineInput!]!, but the export "lines" is [Line!]!: the field "quantity" of LineInput is not selected. The types must be equal.',
      ],
    ],
    [
      'watches its own runs',
      `subscription Alarm @flow { flowRunChanged(flow: ["Paid", "Alarm"]) { id @export(as: "id") } }\n${STEP}`,
      ['f.graphql:1:43: A flow does not watch its own runs; leave "Alarm" out of "flow".'],
    ],
    [
      'leaves a fragment unused, or names one that there is not',
      `subscription Paid @flow { paymentChanged { id @export(as: "id") ...Missing } }
${STEP}
fragment Unused on Contact { id }`,
      ['f.graphql:1:68: Unknown fragment "Missing".', 'f.graphql:3:1: Fragment "Unused" is never used.'],
    ],
    [
      'runs once for what only a step exports',
      `subscription Paid @flow(once: "a") { paymentChanged { id @export(as: "id") } }
mutation Note($id: ID!) { updateContact(input: { id: $id }) { contact { id @export(as: "a") } } }`,
      ['f.graphql:1:31: The subscription exports no "a" to run once for; exported before it: id.'],
    ],
  ])('%s', (_what, source, expected) => {
    expect(faultsOf(source)).toEqual(expected);
  });

  it('has several faults: all are told, in the order of the file', () => {
    expect(
      faultsOf(`subscription Paid @flow(once: "nothing") {
  paymentChanged { id payment { id @export(as: "id") colour } }
}
mutation Note($text: Int @template(text: "{id")) {
  logActivity(input: { contactId: "1", text: $text }) { activity { id } }
}
mutation Ping { ping(input: {}) }
`),
    ).toEqual([
      'f.graphql:1:31: The subscription exports no "nothing" to run once for; exported before it: id.',
      'f.graphql:2:54: Cannot query field "colour" on type "Payment".',
      'f.graphql:4:15: Variable "$text" of type "Int" used in position expecting type "String!".',
      'f.graphql:4:26: @template gives a text, but "$text" is Int; make it String or ID.',
      'f.graphql:4:26: The template has a single "{"; write "{{" for a brace.',
      'f.graphql:7:17: "ping" takes no input.idempotencyKey, so that a retry could repeat it; add one to its input.',
    ]);
  });
});

describe('A step of a flow is refused when', () => {
  it.each([
    [
      'its mutation takes no idempotency key',
      'mutation Ping { ping(input: { times: 1 }) }',
      ['f.graphql:14:17: "ping" takes no input.idempotencyKey, so that a retry could repeat it; add one to its input.'],
    ],
    [
      'its mutation is given a key',
      'mutation Note { updateContact(input: { id: "1", idempotencyKey: "k" }) { contact { id } } }',
      ['f.graphql:14:49: The runner gives each step its key; leave out "idempotencyKey".'],
    ],
    [
      "its mutation's input is a variable",
      'mutation Note($i: UpdateContactInput! = { id: 1 }) { updateContact(input: $i) { contact { id } } }',
      ['f.graphql:14:68: The runner adds to the input; write it out, input: { … }, with variables inside.'],
    ],
    [
      'its mutation repeats runs',
      `mutation Retry($id: ID!) { retryFlowRun(input: { id: $id }) { flowRun { id } } }
mutation Replay($id: ID!) { replayFlow(input: { id: $id }) { flowRun { id } } }`,
      [
        'f.graphql:14:28: "retryFlowRun" is for operators, and a flow does not repeat runs; leave it out.',
        'f.graphql:15:29: "replayFlow" is for operators, and a flow does not repeat runs; leave it out.',
      ],
    ],
    [
      'its input lacks a field, or has one too many',
      'mutation Note { logActivity(input: { contactId: 1, title: "a" }) { activity { id } } }',
      [
        'f.graphql:14:36: Field "LogActivityInput.text" of required type "String!" was not provided.',
        'f.graphql:14:52: Field "title" is not defined by type "LogActivityInput".',
      ],
    ],
    [
      'it uses a variable that it does not define, or none of one that it does',
      'mutation Note($id: ID!) { updateContact(input: { id: $contactId }) { contact { id } } }',
      [
        'f.graphql:14:15: Variable "$id" is never used in operation "Note".',
        'f.graphql:14:54: Variable "$contactId" is not defined by operation "Note".',
      ],
    ],
    [
      'a variable is of a type that there is not, or of one that is no input',
      `query One($id: Contact) { contact(id: $id) { id } }
query Two($stage: Stagge) { contact(id: $stage) { id } }`,
      [
        'f.graphql:14:11: Variable "$id" of type "Contact" used in position expecting type "ID!".',
        'f.graphql:14:16: Variable "$id" cannot be non-input type "Contact".',
        'f.graphql:15:19: Unknown type "Stagge". Did you mean "Stage"?',
      ],
    ],
    [
      'a template has a single brace',
      'mutation Note($t: String! @template(text: "a } {id}")) { updateContact(input: { id: 1, note: $t }) { contact { id } } }',
      ['f.graphql:14:27: The template has a single "}"; write "}}" for a brace.'],
    ],
    [
      'a template has braces around what is no name',
      'mutation Note($t: String! @template(text: "{id.x}")) { updateContact(input: { id: 1, note: $t }) { contact { id } } }',
      ['f.graphql:14:27: "{id.x}" names no export; write {name}, and "{{" and "}}" for braces.'],
    ],
    [
      'a template has no placeholder',
      'mutation Note($t: String! @template(text: "Hello {{id}}")) { updateContact(input: { id: 1, note: $t }) { contact { id } } }',
      ['f.graphql:14:27: The template has no {name} in it; write the text where the variable is used.'],
    ],
    [
      'a template puts in an object or a list',
      'mutation Note($t: String! @template(text: "{customer} {tags}")) { updateContact(input: { id: 1, note: $t }) { contact { id } } }',
      [
        'f.graphql:14:27: The template has "{customer}", a Customer; take a scalar or an enum of it.',
        'f.graphql:14:27: The template has "{tags}", a [String!]!; take a scalar or an enum of it.',
      ],
    ],
    [
      'a variable has a template and a default, or an environment variable',
      `mutation Note(
  $t: String = "x" @template(text: "{id}")
  $u: String @template(text: "{id}") @env(name: "FLOW_X")
) { updateContact(input: { id: 1, note: $t, email: $u }) { contact { id } } }`,
      [
        'f.graphql:15:20: "$t" has two sources, @template and its default; keep one of them.',
        'f.graphql:16:14: "$u" has two sources, @template and @env; keep one of them.',
      ],
    ],
    [
      "an environment variable is not the flows', or not set",
      `mutation Note($t: String @env(name: "HOME"), $u: String @env(name: "FLOW_TEAM"), $v: Stage @env(name: "FLOW_SET")) {
  updateContact(input: { id: 1, note: $t, email: $u, stage: $v }) { contact { id } }
}`,
      [
        'f.graphql:14:26: Flows see environment variables FLOW_… only, not HOME; rename it.',
        'f.graphql:14:57: The environment variable FLOW_TEAM is not set; set it, or give the variable a default.',
        'f.graphql:14:92: @env gives a text, but "$v" is Stage; make it String or ID.',
      ],
    ],
    [
      'a variable is a list and its export is not, or the other way round',
      `query Look($id: [ID!]) { customer(id: $id) { id } }
query Tags($tags: String) { customer(email: $tags) { id } }`,
      [
        'f.graphql:14:12: Variable "$id" of type "[ID!]" used in position expecting type "ID".',
        'f.graphql:14:12: "$id" is [ID!], but the export "id" is ID!: ID is not [ID!]. The types must be equal.',
        'f.graphql:15:12: "$tags" is String, but the export "tags" is [String!]!: [String!] is not String. The types must be equal.',
      ],
    ],
    [
      'an exported object has not the fields of the input object',
      `mutation Reserve($id: ID!, $lines: [LineInput!]!) { reserveStock(input: { orderId: $id, lines: $lines }) { reserved } }`,
      [
        'f.graphql:14:28: "$lines" is [LineInput!]!, but the export "lines" is [Line!]!: LineInput has no field "product". The types must be equal.',
      ],
    ],
    [
      '@when names no export, or what is no single value',
      `mutation One @when(value: "stag", in: [LEAD]) { updateContact(input: { id: 1 }) { contact { id } } }
mutation Two @when(value: "tags", in: ["a"]) { updateContact(input: { id: 1 }) { contact { id } } }`,
      [
        'f.graphql:14:14: "stag" is no export; name one that is (exported before it: id, amount, note, retries, tags, customer, contactId, stage, lines).',
        'f.graphql:15:14: @when compares a scalar or an enum, and "tags" is [String!]!; export a field of it.',
      ],
    ],
    [
      '@when has no list, both, or an empty one',
      `mutation One @when(value: "stage") { updateContact(input: { id: 1 }) { contact { id } } }
mutation Two @when(value: "stage", in: [LEAD], notIn: [CUSTOMER]) { updateContact(input: { id: 1 }) { contact { id } } }
mutation Three @when(value: "stage", notIn: []) { updateContact(input: { id: 1 }) { contact { id } } }`,
      [
        'f.graphql:14:14: @when has neither "in" nor "notIn"; give one of them.',
        'f.graphql:15:14: @when has both "in" and "notIn"; give one of them.',
        'f.graphql:16:45: The list has no value, and decides nothing; write one into it, or leave out @when.',
      ],
    ],
    [
      '@when compares with values of another type',
      `mutation One @when(value: "stage", in: [LEAD, CHURNED, "CUSTOMER"]) { updateContact(input: { id: 1 }) { contact { id } } }
mutation Two @when(value: "retries", in: [1, 2.5]) { updateContact(input: { id: 1 }) { contact { id } } }
mutation Three @when(value: "amount", notIn: ["0.00", ZERO]) { updateContact(input: { id: 1 }) { contact { id } } }`,
      [
        'f.graphql:14:47: CHURNED is no value of "stage", which is Stage; write one of LEAD, CUSTOMER.',
        'f.graphql:14:56: "CUSTOMER" is no value of "stage", which is Stage; write one of LEAD, CUSTOMER.',
        'f.graphql:15:46: 2.5 is no value of "retries", which is Int; write a literal Int.',
        'f.graphql:16:55: ZERO is no value of "amount", which is Decimal; write a literal Decimal.',
      ],
    ],
    [
      '@onError names no earlier step, or no code',
      `mutation One @onError(of: "Two", codes: ["X"]) { updateContact(input: { id: 1 }) { contact { id } } }
mutation Two @onError(of: "One", codes: []) { updateContact(input: { id: 1 }) { contact { id } } }`,
      [
        'f.graphql:14:14: "Two" is no step before this one; name one that is (this is the first).',
        'f.graphql:15:14: The list of codes is empty; name those that the step is for.',
      ],
    ],
    [
      '@each names no list of objects',
      `mutation One @each(in: "customer", key: "id") { updateContact(input: { id: 1 }) { contact { id } } }
mutation Two @each(in: "tags", key: "id") { updateContact(input: { id: 1 }) { contact { id } } }
mutation Three @each(in: "none", key: "id") { updateContact(input: { id: 1 }) { contact { id } } }`,
      [
        'f.graphql:14:14: @each repeats for a list of objects, and "customer" is Customer; export such a list.',
        'f.graphql:15:14: @each repeats for a list of objects, and "tags" is [String!]!; export such a list.',
        'f.graphql:16:16: "none" is no export; name one that is (exported before it: id, amount, note, retries, tags, customer, contactId, stage, lines).',
      ],
    ],
    [
      'the key of @each is no field, may be null, or is an object',
      `mutation One @each(in: "lines", key: "id") { updateContact(input: { id: 1 }) { contact { id } } }
mutation Two @each(in: "lines", key: "note") { updateContact(input: { id: 1 }) { contact { id } } }
mutation Three @each(in: "lines", key: "product") { updateContact(input: { id: 1 }) { contact { id } } }`,
      [
        'f.graphql:14:14: The items of "lines" have no "id"; select it below the exported list.',
        'f.graphql:15:14: The key "note" is String; take a field that is one value and never null.',
        'f.graphql:16:16: The key "product" is Product; take a field that is one value and never null.',
      ],
    ],
    [
      'it is repeated and feeds a variable with nothing, or with another type',
      `mutation One($sku: ID!, $name: String) @each(in: "lines", key: "sku") {
  updateContact(input: { id: $sku, note: $name }) { contact { id } }
}`,
      [
        'f.graphql:14:14: "$sku" is ID!, but the field "sku" of the item is String!: String is not ID. The types must be equal.',
        'f.graphql:14:25: Nothing feeds "$name": export a field as "name", or give the variable a @template, an @env or a default (exported before it: id, amount, note, retries, tags, customer, contactId, stage, lines; fields of the item: sku, quantity, note, product).',
      ],
    ],
    [
      'it is repeated and exports',
      `mutation One($sku: String!) @each(in: "lines", key: "sku") {
  updateContact(input: { id: 1, note: $sku }) { contact { id @export(as: "noted") } }
}`,
      ['f.graphql:15:62: A step with @each has a value of "noted" for each item; leave out @export.'],
    ],
    [
      'a directive is where it has no meaning',
      'mutation One @flow { updateContact(input: { id: 1 }) { contact @when(value: "id", in: [1]) { id } } }',
      [
        'f.graphql:14:14: Directive "@flow" may not be used on MUTATION.',
        'f.graphql:14:64: Directive "@when" may not be used on FIELD.',
      ],
    ],
  ])('%s', (_what, step, expected) => {
    const mutation = 'mutation Last { updateContact(input: { id: "1" }) { contact { id } } }';
    expect(faultsOf(`${TRIGGER}\n${step}\n${mutation}`, new Set(['FLOW_SET']))).toEqual(expected);
  });
});
