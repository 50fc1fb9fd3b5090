import { defineRecordType } from '../kit/changes/recordType.ts';
import type { ContactRecord } from './records.ts';

/** Contacts in the change log. */
export const contactType = defineRecordType<ContactRecord, 'Contact'>({
  system: 'crm',
  name: 'Contact',
  fields: ['email', 'name', 'stage', 'backendStatus', 'owner', 'customerId'],
});
