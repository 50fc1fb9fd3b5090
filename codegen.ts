import { readdirSync } from 'node:fs';
import type { CodegenConfig } from '@graphql-codegen/cli';

const entity = '../../kit/entityReference.ts#EntityReference';
const change = '../../kit/changes/changeSubscription.ts#ChangePayload';
const record = (name: string) => `../records.ts#${name}Record`;

/**
 * Resolver types from the SDL: `npm run codegen` writes `subgraphs/<system>/generated/resolvers.ts`, checked in. The
 * mappers say which type stands behind a GraphQL type where that is not the GraphQL type's own shape.
 */
const mappers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  integration: { Customer: record('Customer'), CustomerChange: change },
  crm: { Contact: record('Contact'), Activity: record('Activity'), ContactChange: change, Customer: entity },
  payments: {
    Payment: record('Payment'),
    Invoice: record('Invoice'),
    InvoiceLine: record('InvoiceLine'),
    Money: '../../kit/money.ts#MinorUnits',
    PaymentChange: change,
    InvoiceChange: change,
    Customer: entity,
    Order: entity,
  },
  commerce: {
    Order: record('Order'),
    OrderLine: record('OrderLine'),
    Product: record('Product'),
    Money: '../../kit/money.ts#MinorUnits',
    OrderChange: change,
    ProductChange: change,
    Customer: entity,
  },
  inventory: {
    StockLevel: record('StockLevel'),
    StockAdjustment: record('StockAdjustment'),
    Reservation: record('Reservation'),
    ReservationLine: record('ReservationLine'),
    StockLevelChange: change,
    Product: '../records.ts#ProductReference',
    Order: entity,
  },
  support: {
    Ticket: record('Ticket'),
    TicketComment: record('TicketComment'),
    TicketChange: change,
    Customer: entity,
    Order: entity,
  },
  messaging: { Message: record('Message'), MessageChange: change, Customer: entity },
};

const systems = readdirSync('schema')
  .filter((file) => file.endsWith('.graphql') && file !== 'supergraph.graphql')
  .map((file) => file.replace(/\.graphql$/, ''));

const config: CodegenConfig = {
  generates: Object.fromEntries(
    systems.map((system) => [
      `subgraphs/${system}/generated/resolvers.ts`,
      {
        schema: `schema/${system}.graphql`,
        plugins: ['typescript', 'typescript-resolvers'],
        config: {
          federation: true,
          useTypeImports: true,
          enumsAsTypes: true,
          scalars: { DateTime: 'string', Decimal: 'string', CurrencyCode: 'string', Cursor: 'string', ID: 'string' },
          contextType: '../index.ts#Context',
          mappers: mappers[system] ?? {},
          immutableTypes: true,
          emitLegacyCommonJSImports: false,
          importExtension: '.ts',
        },
      },
    ]),
  ),
};

export default config;
