import { chunked } from '../kit/vendor/chunked.ts';
import { KeyRefusedError, requireScopes } from '../kit/vendor/keyRefused.ts';
import type { VendorActivity } from '../kit/vendor/vendorActivity.ts';
import { askVendor, type VendorAnswer, type VendorRequest } from '../kit/vendor/vendorHttp.ts';
import { type VendorCall, VendorPolicy } from '../kit/vendor/vendorPolicy.ts';

export interface HubspotAccount {
  readonly apiBase: string;
  readonly accessToken: string;
}

/** A record as HubSpot gives it; `properties` has those that were asked for. */
export interface HubspotObject {
  readonly id: string;
  readonly properties: Readonly<Record<string, string | null>>;
  /** Each value that these properties have had, the latest first; of a read that asked for it. */
  readonly propertiesWithHistory?: Readonly<Record<string, readonly HubspotVersion[]>>;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Of an upsert: whether it was made. */
  readonly new?: boolean;
}

/** A value that a property has had, from then on. */
export interface HubspotVersion {
  readonly value: string;
  readonly timestamp: string;
}

/** What a search asks for: https://developers.hubspot.com/docs/api-reference/search/guide */
export interface HubspotSearch {
  readonly filterGroups: readonly { readonly filters: readonly HubspotFilter[] }[];
  readonly sorts: readonly { readonly propertyName: string; readonly direction: 'ASCENDING' | 'DESCENDING' }[];
  readonly properties: readonly string[];
  readonly limit: number;
  readonly after?: string;
}

export interface HubspotFilter {
  readonly propertyName: string;
  readonly operator: 'EQ' | 'IN' | 'GT' | 'GTE' | 'LT' | 'LTE' | 'HAS_PROPERTY';
  readonly value?: string;
  readonly values?: readonly string[];
}

/** A property of ours: https://developers.hubspot.com/docs/api-reference/crm-properties-v3/guide */
export interface HubspotProperty {
  readonly name: string;
  readonly label: string;
  readonly groupName: string;
  readonly type: 'string';
  readonly fieldType: 'text';
  readonly hasUniqueValue?: boolean;
}

/** HubSpot refused a call, in its own words. */
export class HubspotRefusal extends Error {
  readonly status: number;
  /** Such as `CONFLICT`. */
  readonly category: string;

  constructor({ status, body }: VendorAnswer) {
    const { message = `status ${status}`, category = '' } = (body ?? {}) as { message?: string; category?: string };
    super(message);
    this.name = 'HubspotRefusal';
    this.status = status;
    this.category = category;
  }
}

type Call = Pick<VendorCall, 'signal' | 'patienceMs'>;

/** Of 190 in ten seconds; searches have a limit of their own: https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines */
const CALLS_PER_SECOND = 15;
const SEARCHES_PER_SECOND = 4;
const MAX_BATCH = 100;
/** Of records with what their properties have been. */
const MAX_HISTORIES = 50;

const KEY = { system: 'crm', vendor: 'HubSpot', variable: 'HUBSPOT_ACCESS_TOKEN' };

/** Notes belong to the contacts that they are about. */
const SCOPES = [
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.schemas.contacts.read',
  'crm.schemas.contacts.write',
  'crm.objects.owners.read',
];

/**
 * The part of HubSpot's CRM API that the adapter uses. The SDK repeats a create after a 500 without any key, and has no
 * time-out; what is sent here is repeated only where that comes to the same.
 */
export class HubspotClient {
  readonly #account: HubspotAccount;
  readonly #policy: VendorPolicy;
  readonly #searchPolicy: VendorPolicy;

  constructor(account: HubspotAccount, timeoutMs: number, activity?: VendorActivity) {
    this.#account = account;
    const common = { system: 'crm', vendor: 'HubSpot', timeoutMs, activity };
    this.#policy = new VendorPolicy({ ...common, callsPerSecond: CALLS_PER_SECOND });
    this.#searchPolicy = new VendorPolicy({ ...common, callsPerSecond: SEARCHES_PER_SECOND, concurrency: 4 });
  }

  /**
   * The records with these ids, or with these values of a unique property, a hundred a call, or fifty with what properties
   * have been; without those that do not exist.
   *
   * @throws VendorUnavailableError; HubspotRefusal
   */
  async readMany(
    type: 'contacts' | 'notes',
    ids: readonly string[],
    {
      properties,
      propertiesWithHistory,
      idProperty,
      ...call
    }: Call & {
      readonly properties: readonly string[];
      readonly propertiesWithHistory?: readonly string[];
      readonly idProperty?: string;
    },
  ): Promise<readonly HubspotObject[]> {
    const size = propertiesWithHistory ? MAX_HISTORIES : MAX_BATCH;
    const answers = await Promise.all(
      chunked(ids, size).map((chunk) => {
        const inputs = chunk.map((id) => ({ id }));
        const body = { inputs, properties, propertiesWithHistory, ...(idProperty !== undefined && { idProperty }) };
        return this.#ask<{ results: HubspotObject[] }>('POST', `/crm/v3/objects/${type}/batch/read`, body, call);
      }),
    );
    return answers.flatMap(({ results }) => results);
  }

  /** Makes a record, or changes the one that has this value of the unique property. */
  async upsert(
    type: 'contacts' | 'notes',
    idProperty: string,
    id: string,
    properties: Readonly<Record<string, string>>,
    call: Call,
  ): Promise<HubspotObject> {
    const body = { inputs: [{ idProperty, id, properties }] };
    const answer = await this.#ask<{ results: HubspotObject[] }>(
      'POST',
      `/crm/v3/objects/${type}/batch/upsert`,
      body,
      call,
    );
    const [object] = answer.results;
    if (!object) throw new TypeError('HubSpot answered an upsert without a record.');
    return object;
  }

  async update(id: string, properties: Readonly<Record<string, string>>, call: Call): Promise<void> {
    await this.#ask('PATCH', `/crm/v3/objects/contacts/${encodeURIComponent(id)}`, { properties }, call);
  }

  /** Sees what is older than the lag of HubSpot's index, which is seconds. */
  async search(
    search: HubspotSearch,
    call: Call = {},
  ): Promise<{ results: HubspotObject[]; after?: string | undefined }> {
    const path = '/crm/v3/objects/contacts/search';
    type Answer = { results: HubspotObject[]; paging?: { next?: { after: string } } };
    const { results, paging } = await this.#ask<Answer>('POST', path, search, call, this.#searchPolicy);
    return { results, after: paging?.next?.after };
  }

  /** The ids of the notes of each contact, or of the contacts of each note; nothing for those that have none. */
  async associated(
    from: 'contacts' | 'notes',
    ids: readonly string[],
    call: Call = {},
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const to = from === 'contacts' ? 'notes' : 'contacts';
    const body = { inputs: ids.map((id) => ({ id })) };
    type Answer = { results: { from: { id: string }; to: { toObjectId: number }[] }[] };
    const { results } = await this.#ask<Answer>('POST', `/crm/v4/associations/${from}/${to}/batch/read`, body, call);
    return new Map(results.map((one) => [one.from.id, one.to.map(({ toObjectId }) => String(toObjectId))]));
  }

  /** Says that a note is about a contact. */
  async associateNote(noteId: string, contactId: string, call: Call): Promise<void> {
    await this.#ask(
      'PUT',
      `/crm/v4/objects/notes/${noteId}/associations/default/contacts/${contactId}`,
      undefined,
      call,
    );
  }

  async owners(call: Call = {}): Promise<readonly { readonly id: string; readonly email: string | null }[]> {
    const owners: { id: string; email: string | null }[] = [];
    type Answer = { results: typeof owners; paging?: { next?: { after: string } } };
    for (let after = ''; ; ) {
      const page = await this.#ask<Answer>(
        'GET',
        `/crm/v3/owners?limit=500${after && `&after=${after}`}`,
        undefined,
        call,
      );
      owners.push(...page.results);
      if (!page.paging?.next) return owners;
      after = encodeURIComponent(page.paging.next.after);
    }
  }

  /**
   * Asks what the token may do: https://developers.hubspot.com/docs/apps/legacy-apps/private-apps/overview
   *
   * @throws SluiceError when it lacks a scope; as {@link readMany}
   */
  async checkScopes(call: Call): Promise<{ readonly hubId: number }> {
    const tokenKey = this.#account.accessToken;
    const path = '/oauth/v2/private-apps/get/access-token-info';
    const { hubId, scopes } = await this.#ask<{ hubId: number; scopes: string[] }>('POST', path, { tokenKey }, call);
    requireScopes(KEY, SCOPES, scopes);
    return { hubId };
  }

  /** Makes a property of ours, unless it is there. */
  async ensureProperty(type: 'contacts' | 'notes', property: HubspotProperty, call: Call): Promise<void> {
    const path = `/crm/v3/properties/${type}`;
    try {
      await this.#ask('GET', `${path}/${property.name}`, undefined, call);
    } catch (error) {
      if (!(error instanceof HubspotRefusal) || error.status !== 404) throw error;
      await this.#ask('POST', path, property, call).catch((refusal: unknown) => {
        // Another process was faster.
        if (!(refusal instanceof HubspotRefusal) || refusal.status !== 409) throw refusal;
      });
    }
  }

  /** Everything that is sent here may be sent twice: reads, and writes that set what they set. */
  async #ask<Body>(
    method: VendorRequest['method'],
    path: string,
    body: unknown,
    call: Call,
    policy = this.#policy,
  ): Promise<Body> {
    const { apiBase, accessToken } = this.#account;
    const request = { method, url: `${apiBase}${path}`, headers: { authorization: `Bearer ${accessToken}` }, body };
    const answer = await policy.call({ ...call, repeatable: true }, (signal) => askVendor(request, signal));
    if (answer.status === 401 || answer.status === 403) {
      throw new KeyRefusedError({ ...KEY, lacks: 'lacks a scope' }, answer.status);
    }
    if (answer.status >= 400) throw new HubspotRefusal(answer);
    return answer.body as Body;
  }
}
