import { buildSchema } from 'graphql';

/** A small schema of payments, contacts and stock that flows are checked against. */
export const SHOP = buildSchema(`
  scalar Cursor
  scalar DateTime
  scalar Decimal
  enum ChangeKind { CREATED UPDATED DELETED }
  enum Stage { LEAD CUSTOMER }
  enum PaymentField { STATUS }

  type Query {
    contact(id: ID!): Contact
    customer(id: ID, email: String): Customer
  }
  type Mutation {
    updateContact(input: UpdateContactInput!): UpdateContactPayload!
    logActivity(input: LogActivityInput!): LogActivityPayload!
    reserveStock(input: ReserveStockInput!): ReserveStockPayload
    ping(input: PingInput!): Boolean
    retryFlowRun(input: RetryFlowRunInput!): RetryFlowRunPayload!
    replayFlow(input: RetryFlowRunInput!): RetryFlowRunPayload!
  }
  type Subscription {
    paymentChanged(succeeded: Boolean, changed: [PaymentField!], after: Cursor): PaymentChange!
    flowRunChanged(flow: [String!], after: Cursor): FlowRunChange!
    tick(after: Cursor): Int!
    heartbeat: Heartbeat!
  }

  type PaymentChange { cursor: Cursor! kind: ChangeKind! at: DateTime! id: ID! payment: Payment }
  type FlowRunChange { cursor: Cursor! kind: ChangeKind! at: DateTime! id: ID! flowRun: FlowRun }
  type FlowRun { id: ID! }
  type Heartbeat { cursor: Cursor! kind: ChangeKind! at: DateTime! id: ID! }
  type Payment {
    id: ID!
    amount: Decimal!
    note: String
    retries: Int!
    customer: Customer
    payer: Party
    lines: [Line!]!
    gifts: [Line]
    tags: [String!]!
  }
  type Line { sku: String! quantity: Int! note: String product: Product }
  type Product { sku: String! }
  type Customer { id: ID! contact: Contact }
  type Contact { id: ID! stage: Stage! email: String contacts: [Contact!]! }
  union Party = Person | Company
  type Person { id: ID! name: String! }
  type Company { id: ID! taxId: String! }

  input UpdateContactInput { id: ID! stage: Stage email: String note: String idempotencyKey: ID }
  input LogActivityInput { contactId: ID! text: String! idempotencyKey: ID }
  input ReserveStockInput { orderId: ID! lines: [LineInput!]! idempotencyKey: ID! }
  input LineInput { sku: String! quantity: Int! note: String = "" }
  input PingInput { times: Int }
  input RetryFlowRunInput { id: ID! idempotencyKey: ID }
  type RetryFlowRunPayload { flowRun: FlowRun! }
  type UpdateContactPayload { contact: Contact! }
  type LogActivityPayload { activity: Activity! }
  type Activity { id: ID! text: String! }
  type ReserveStockPayload { reserved: Boolean! lines: [Line!]! }
`);
