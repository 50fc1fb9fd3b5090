import { CloudEvent, HTTP } from 'cloudevents';
import { describe, expect, it } from 'vitest';
import type { Change } from '../../subgraphs/kit/changes/change.ts';
import { changeEventType, toChangeEvent } from '../../subgraphs/kit/changes/changeEvent.ts';

const CHANGE: Change = {
  position: 1_204,
  id: '0199a3c0-0000-7000-8000-000000000000',
  system: 'commerce',
  recordType: 'Order',
  recordId: 'ord_1',
  kind: 'UPDATED',
  changedFields: ['STATUS'],
  snapshot: {
    id: 'ord_1',
    status: 'PAID',
    total: { minor: 1_250, currencyCode: 'EUR' },
    lines: [{ sku: 'mug', quantity: 1, unitPrice: { minor: 1_250, currencyCode: 'JPY' } }],
  },
  snapshotVersion: 1,
  superseded: false,
  imported: false,
  at: '2026-11-01T09:30:00.000Z',
  customerId: 'cus_1',
  cause: null,
};

describe('The event of a change', () => {
  it('says what happened, with amounts as the graph has them', () => {
    expect(toChangeEvent(CHANGE)).toEqual({
      specversion: '1.0',
      id: '0199a3c0-0000-7000-8000-000000000000',
      source: '/systems/commerce',
      type: 'sluice.commerce.order.updated',
      subject: 'ord_1',
      time: '2026-11-01T09:30:00.000Z',
      sequence: '0000000000001204',
      datacontenttype: 'application/json',
      data: {
        kind: 'UPDATED',
        changedFields: ['STATUS'],
        superseded: false,
        record: {
          id: 'ord_1',
          status: 'PAID',
          total: { amount: '12.50', currencyCode: 'EUR' },
          lines: [{ sku: 'mug', quantity: 1, unitPrice: { amount: '1250', currencyCode: 'JPY' } }],
        },
      },
    });
  });

  it('has no record when that was deleted or erased', () => {
    expect(toChangeEvent({ ...CHANGE, kind: 'DELETED' }).data.record).toBeNull();
    expect(toChangeEvent({ ...CHANGE, snapshot: null }).data.record).toBeNull();
  });

  it('is a CloudEvent for the official SDK, which reads from its JSON what was written', () => {
    const event = toChangeEvent(CHANGE);
    const read = HTTP.toEvent({
      headers: { 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify(event),
    });
    expect(read).toBeInstanceOf(CloudEvent);
    expect((read as CloudEvent).validate()).toBe(true);
    expect((read as CloudEvent).toJSON()).toEqual(event);
  });
});

describe('The type of a change', () => {
  it.each([
    ['payments', 'Payment', 'CREATED', 'sluice.payments.payment.created'],
    ['inventory', 'StockLevel', 'UPDATED', 'sluice.inventory.stockLevel.updated'],
    ['gift-cards', 'GiftCard', 'DELETED', 'sluice.gift-cards.giftCard.deleted'],
  ] as const)('of %s %s %s is named by system, record and kind', (system, recordType, kind, type) => {
    expect(changeEventType({ system, recordType, kind })).toBe(type);
  });
});
