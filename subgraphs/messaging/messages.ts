import { defineRecordType } from '../kit/changes/recordType.ts';
import type { MessageRecord } from './records.ts';

/** Messages in the change log. */
export const messageType = defineRecordType<MessageRecord, 'Message'>({
  system: 'messaging',
  name: 'Message',
  fields: ['externalId', 'channel', 'to', 'customerId', 'subject', 'text', 'status', 'backendStatus', 'failureCode'],
});
