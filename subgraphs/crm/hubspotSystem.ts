import type { SubgraphServices } from '../kit/subgraph.ts';
import { CallLedger } from '../kit/vendor/callLedger.ts';
import { withHiddenFields } from '../kit/vendor/hiddenFields.ts';
import { createShadow, type Shadow } from '../kit/vendor/shadow.ts';
import { VendorWrites } from '../kit/vendor/vendorWrites.ts';
import { contactType } from './contacts.ts';
import { type HubspotAccount, HubspotClient } from './hubspotClient.ts';
import { HubspotOwners } from './hubspotOwners.ts';
import { CALL_PROPERTY, type HubspotContact } from './hubspotRecords.ts';
import { STAGE_PROPERTY } from './hubspotStage.ts';
import type { ContactRecord } from './records.ts';

/** What the parts of the HubSpot backend share. */
export interface HubspotSystem {
  readonly services: SubgraphServices;
  readonly client: HubspotClient;
  readonly writes: VendorWrites;
  readonly owners: HubspotOwners;
  readonly contacts: Shadow<HubspotContact>;
  /** Makes the properties of ours in HubSpot, where they are not yet. Once done, it does nothing. */
  prepare(signal: AbortSignal): Promise<void>;
}

const TEXT = { type: 'string', fieldType: 'text' } as const;
const CALL = { ...TEXT, name: CALL_PROPERTY, label: 'Sluice call', hasUniqueValue: true };
const STAGE = { ...TEXT, name: STAGE_PROPERTY, label: 'Sluice stage' };

/** Contacts with what they were made of, which the change log need not know. */
const { type, shown } = withHiddenFields<HubspotContact, ContactRecord, 'Contact'>(contactType, ['properties']);

export const hubspotContactType = type;

/** The contact as the graph and the log have it. */
export const withoutProperties = shown;

export function createHubspotSystem(services: SubgraphServices, account: HubspotAccount): HubspotSystem {
  const { database, settings } = services;
  const { vendorDeadlineMs = 30_000, vendorTimeoutMs = 5_000 } = settings;
  const client = new HubspotClient(account, vendorTimeoutMs, services.vendorActivity);
  const ledger = new CallLedger({ database, system: 'crm', deadlineMs: vendorDeadlineMs });
  let prepared: Promise<void> | undefined;

  async function prepare(signal: AbortSignal): Promise<void> {
    await client.ensureProperty('contacts', { ...CALL, groupName: 'contactinformation' }, { signal });
    await client.ensureProperty('contacts', { ...STAGE, groupName: 'contactinformation' }, { signal });
    await client.ensureProperty('notes', { ...CALL, groupName: 'engagement' }, { signal });
  }

  return {
    services,
    client,
    writes: new VendorWrites(services, ledger),
    owners: new HubspotOwners(client),
    contacts: createShadow({ type: hubspotContactType, owner: ({ externalId }) => externalId }),
    prepare(signal) {
      prepared ??= prepare(signal).catch((error: unknown) => {
        prepared = undefined;
        throw error;
      });
      return prepared;
    },
  };
}
