import type { VendorRequest, VendorResponse } from '../emulator.ts';
import { startEmulator, type VendorEmulator } from '../emulator.ts';
import { RateLimit } from '../rateLimit.ts';
import { defineRoutes, type RouteHandler } from '../routes.ts';
import { hastyClock, type VendorClock } from '../vendorClock.ts';
import { WebhookSender } from '../webhookSender.ts';
import { HubspotAccount, type HubspotObject } from './hubspotAccount.ts';
import { HubspotError, internalError, notFound, rateLimited, validationError } from './hubspotErrors.ts';
import { objectRoutes } from './hubspotObjects.ts';
import type { PropertyDefinition } from './hubspotProperties.ts';
import { createEventSender, hubspotRetries, PORTAL_ID } from './hubspotWebhooks.ts';

export interface HubspotOptions {
  /** What the requests must carry. @default `pat-eu1-emulated` */
  readonly accessToken?: string;
  /** What webhooks are signed with. @default `hubspot-client-secret` */
  readonly clientSecret?: string;
  /** @default the real time; an hour between two tries of a webhook passes in seconds */
  readonly clock?: VendorClock;
  /** What the token may do. @default all that Sluice needs */
  readonly scopes?: readonly string[];
  /** How long a change takes until a search finds it, in milliseconds. @default 3,000 */
  readonly searchLagMs?: number;
  /** @default 190 */
  readonly requestsPerTenSeconds?: number;
  /** @default 5 */
  readonly searchesPerSecond?: number;
}

/** HubSpot's CRM API with its state, which a test may change by hand as a user of HubSpot would. */
export interface HubspotEmulator extends VendorEmulator {
  readonly account: HubspotAccount;
  readonly accessToken: string;
  readonly clientSecret: string;
}

/** Starts HubSpot: contacts, notes, properties, owners, associations, searches, and webhooks of contacts. */
export async function startHubspot(options: HubspotOptions = {}): Promise<HubspotEmulator> {
  const {
    accessToken = 'pat-eu1-emulated',
    clientSecret = 'hubspot-client-secret',
    clock = hastyClock(20_000),
  } = options;
  const { scopes = SCOPES, searchLagMs = 3_000, requestsPerTenSeconds = 190, searchesPerSecond = 5 } = options;
  const requests = new RateLimit(clock, requestsPerTenSeconds, 10_000);
  const searches = new RateLimit(clock, searchesPerSecond, 1_000);
  const webhooks = new WebhookSender({ clock, retries: hubspotRetries });
  const account = new HubspotAccount({
    clock,
    searchLagMs,
    onEvents: createEventSender(webhooks, clock, clientSecret),
  });
  const route = defineRoutes({ ...objectRoutes(account), ...accountRoutes(account, scopes) }, () =>
    notFound().toResponse(),
  );

  function handle(request: VendorRequest): VendorResponse {
    if (request.headers.authorization !== `Bearer ${accessToken}`) return unauthorised();
    if (request.path.endsWith('/search') && searches.exceeds()) return rateLimited('SECONDLY');
    if (requests.exceeds()) return rateLimited('TEN_SECONDLY_ROLLING');
    try {
      const response = route(request);
      return { ...response, headers: { ...response.headers, ...limitHeaders(requestsPerTenSeconds, requests) } };
    } catch (error) {
      if (error instanceof HubspotError) return error.toResponse();
      if (error instanceof SyntaxError) return validationError(`Invalid input JSON: ${error.message}`).toResponse();
      throw error;
    }
  }

  const throttled = () => rateLimited('TEN_SECONDLY_ROLLING');
  const emulator = await startEmulator(() => ({ handle, throttled, failed: internalError }), webhooks);
  return Object.assign(emulator, { account, accessToken, clientSecret });
}

const SCOPES = [
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.schemas.contacts.read',
  'crm.schemas.contacts.write',
  'crm.objects.owners.read',
];

function accountRoutes(account: HubspotAccount, scopes: readonly string[]): Readonly<Record<string, RouteHandler>> {
  return {
    'POST /oauth/v2/private-apps/get/access-token-info': () => ({
      status: 200,
      body: { userId: 1, hubId: PORTAL_ID, appId: 1, scopes },
    }),
    'GET /account-info/v3/details': () => ({
      status: 200,
      body: { portalId: PORTAL_ID, accountType: 'DEVELOPER_TEST', timeZone: 'Europe/Berlin', companyCurrency: 'EUR' },
    }),
    'GET /crm/v3/owners': ({ query }) => {
      const email = query.get('email');
      const owners = account.owners.filter((owner) => email === null || owner.email === email);
      return { status: 200, body: { results: owners.map(presentOwner) } };
    },
    'GET /crm/v3/owners/:id': (_request, { id }) => {
      const owner = account.owners.find((candidate) => candidate.id === id);
      if (!owner) throw notFound();
      return { status: 200, body: presentOwner(owner) };
    },
    'GET /crm/v3/properties/:type': (_request, { type }) => {
      const definitions = account.definitions(type === 'notes' ? 'notes' : 'contacts');
      return { status: 200, body: { results: [...definitions.values()].map(presentProperty) } };
    },
    'GET /crm/v3/properties/:type/:name': (_request, { type, name = '' }) => {
      const definition = account.definitions(type === 'notes' ? 'notes' : 'contacts').get(name);
      if (!definition) throw notFound();
      return { status: 200, body: presentProperty(definition) };
    },
    'POST /crm/v3/properties/:type': ({ body }, { type }) => {
      const given = JSON.parse(body) as Partial<PropertyDefinition> & { name: string; hasUniqueValue?: boolean };
      const definition: PropertyDefinition = {
        name: given.name,
        label: given.label ?? given.name,
        type: given.type ?? 'string',
        fieldType: given.fieldType ?? 'text',
        groupName: given.groupName ?? 'contactinformation',
        options: given.options ?? [],
        unique: given.hasUniqueValue ?? false,
        hubspotDefined: false,
      };
      account.define(type === 'notes' ? 'notes' : 'contacts', definition);
      return { status: 201, body: presentProperty(definition) };
    },
    'POST /crm/v4/associations/:from/:to/batch/read': ({ body }, { from }) => {
      const { inputs } = JSON.parse(body) as { inputs: readonly { id: string }[] };
      const results = inputs.flatMap(({ id }) => {
        const object = account.find(from === 'notes' ? 'notes' : 'contacts', id);
        const to = object ? account.associated(object).map(presentAssociation) : [];
        return to.length > 0 ? [{ from: { id }, to }] : [];
      });
      return { status: 200, body: { status: 'COMPLETE', results } };
    },
    'PUT /crm/v4/objects/notes/:id/associations/default/contacts/:contactId': (
      _request,
      { id = '', contactId = '' },
    ) => {
      account.associate(account.get('notes', id), account.get('contacts', contactId));
      return { status: 200, body: { status: 'COMPLETE', results: [] } };
    },
    'GET /crm/v4/objects/:from/:id/associations/:to': (_request, { from, id = '' }) => {
      const object = account.get(from === 'notes' ? 'notes' : 'contacts', id);
      return { status: 200, body: { results: account.associated(object).map(presentAssociation) } };
    },
  };
}

function presentOwner({ id, email, createdAt }: HubspotAccount['owners'][number]) {
  return { id, email, type: 'PERSON', firstName: '', lastName: '', createdAt, updatedAt: createdAt, archived: false };
}

function presentProperty({ unique, ...definition }: PropertyDefinition) {
  return { ...definition, hasUniqueValue: unique, description: '', hidden: false, formField: false };
}

function presentAssociation({ id, type }: HubspotObject) {
  const typeId = type === 'notes' ? 201 : 202;
  return { toObjectId: Number(id), associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId, label: null }] };
}

function limitHeaders(max: number, requests: RateLimit): Readonly<Record<string, string>> {
  return {
    'x-hubspot-ratelimit-max': String(max),
    'x-hubspot-ratelimit-remaining': String(requests.remaining),
    'x-hubspot-ratelimit-interval-milliseconds': '10000',
  };
}

function unauthorised(): VendorResponse {
  const message = 'Authentication credentials not found. This API supports OAuth 2.0 authentication.';
  return new HubspotError(401, 'INVALID_AUTHENTICATION', message).toResponse();
}
