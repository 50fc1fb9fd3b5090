import type { VendorRequest, VendorResponse } from '../emulator.ts';
import type { RouteHandler } from '../routes.ts';
import type { HubspotAccount, HubspotObject, ObjectType, Properties } from './hubspotAccount.ts';
import { notFound, validationError } from './hubspotErrors.ts';
import { DEFAULT_PROPERTIES } from './hubspotProperties.ts';
import { type SearchRequest, searchObjects } from './hubspotSearch.ts';

interface ObjectInput {
  readonly id?: string;
  readonly idProperty?: string;
  readonly properties?: Properties;
  readonly associations?: readonly { readonly to: { readonly id: string | number } }[];
}

interface BatchInput {
  readonly inputs: readonly ObjectInput[];
  readonly properties?: readonly string[];
  readonly propertiesWithHistory?: readonly string[];
  readonly idProperty?: string;
}

const MAX_BATCH = 100;
/** Of records with what their properties have been. */
const MAX_HISTORIES = 50;
const MAX_PAGE = 100;

/**
 * The routes of records: one at a time, in batches, and by search.
 *
 * @see https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/guide
 */
export function objectRoutes(account: HubspotAccount): Readonly<Record<string, RouteHandler>> {
  return {
    'POST /crm/v3/objects/:type/search': search,
    'POST /crm/v3/objects/:type/batch/read': batchRead,
    'POST /crm/v3/objects/:type/batch/create': (request, { type }) =>
      batch(request, 201, (input) => present(create(typeOf(type), input))),
    'POST /crm/v3/objects/:type/batch/update': (request, { type }) =>
      batch(request, 200, ({ id = '', idProperty, properties = {} }) =>
        present(account.update(account.get(typeOf(type), id, idProperty), properties)),
      ),
    'POST /crm/v3/objects/:type/batch/upsert': (request, { type }) =>
      batch(request, 200, (input) => upsert(typeOf(type), input)),
    'POST /crm/v3/objects/:type/batch/archive': (request, { type }) => {
      for (const { id = '' } of parseBatch(request).inputs) {
        const object = account.find(typeOf(type), id);
        if (object) account.archive(object);
      }
      return { status: 204, body: '' };
    },
    'GET /crm/v3/objects/:type': list,
    'POST /crm/v3/objects/:type': ({ body }, { type }) => ({
      status: 201,
      body: present(create(typeOf(type), JSON.parse(body) as ObjectInput)),
    }),
    'GET /crm/v3/objects/:type/:id': ({ query }, { type, id = '' }) => {
      const object = account.get(typeOf(type), id, query.get('idProperty') ?? undefined);
      const associations = query.has('associations') && { associations: presentAssociations(object) };
      return { status: 200, body: { ...present(object, listed(query)), ...associations } };
    },
    'PATCH /crm/v3/objects/:type/:id': ({ query, body }, { type, id = '' }) => {
      const object = account.get(typeOf(type), id, query.get('idProperty') ?? undefined);
      const { properties = {} } = JSON.parse(body) as ObjectInput;
      return { status: 200, body: present(account.update(object, properties)) };
    },
    'DELETE /crm/v3/objects/:type/:id': (_request, { type, id = '' }) => {
      const object = account.find(typeOf(type), id);
      if (object) account.archive(object);
      return { status: 204, body: '' };
    },
  };

  function create(type: ObjectType, { properties = {}, associations = [] }: ObjectInput): HubspotObject {
    const contacts = associations.map(({ to }) => account.get('contacts', String(to.id)));
    const object = account.create(type, properties);
    for (const contact of contacts) account.associate(object, contact);
    return object;
  }

  function upsert(type: ObjectType, { id = '', idProperty, properties = {} }: ObjectInput) {
    if (idProperty === undefined) throw validationError('idProperty is required');
    const known = account.find(type, id, idProperty);
    if (known) return { ...present(account.update(known, properties)), new: false };
    return { ...present(account.create(type, { ...properties, [idProperty]: id })), new: true };
  }

  function batch(request: VendorRequest, status: number, work: (input: ObjectInput) => unknown): VendorResponse {
    return { status, body: batchBody(parseBatch(request).inputs.map(work)) };
  }

  function batchRead(request: VendorRequest, { type }: Readonly<Record<string, string>>): VendorResponse {
    const { inputs, properties, propertiesWithHistory, idProperty } = parseBatch(request);
    if (propertiesWithHistory && inputs.length > MAX_HISTORIES) {
      throw validationError(
        `The maximum number of inputs supported in a batch request for property histories is ${MAX_HISTORIES}.`,
      );
    }
    const shown = (object: HubspotObject) => ({
      ...present(object, properties),
      ...(propertiesWithHistory && { propertiesWithHistory: presentHistory(object, propertiesWithHistory) }),
    });
    const sought = inputs.map(({ id = '' }) => ({ id, object: account.find(typeOf(type), id, idProperty) }));
    const results = sought.flatMap(({ object }) => (object ? [shown(object)] : []));
    const missing = sought.flatMap(({ id, object }) => (object ? [] : [id]));
    if (missing.length === 0) return { status: 200, body: batchBody(results) };
    const error = {
      status: 'error',
      category: 'OBJECT_NOT_FOUND',
      message: 'Could not get some objects, they may be deleted or not exist. Check that ids are valid.',
      context: { ids: missing },
    };
    return { status: 207, body: { ...batchBody(results), numErrors: 1, errors: [error] } };
  }

  function batchBody(results: readonly unknown[]) {
    const at = new Date().toISOString();
    return { status: 'COMPLETE', results, startedAt: at, completedAt: at };
  }

  function list({ query, path }: VendorRequest, { type }: Readonly<Record<string, string>>): VendorResponse {
    const limit = Number(query.get('limit') ?? 10);
    if (!(limit >= 1 && limit <= MAX_PAGE)) throw validationError(`limit must be 1 to ${MAX_PAGE}`);
    const after = Number(query.get('after') ?? 0);
    const objects = account.list(typeOf(type)).filter(({ id }) => Number(id) >= after);
    const results = objects.slice(0, limit).map((object) => present(object, listed(query)));
    const next = objects[limit];
    const paging = next && { paging: { next: { after: next.id, link: `${path}?after=${next.id}` } } };
    return { status: 200, body: { results, ...paging } };
  }

  function search({ body }: VendorRequest, { type }: Readonly<Record<string, string>>): VendorResponse {
    const request = JSON.parse(body) as SearchRequest;
    const { total, results, after } = searchObjects(account.indexed(typeOf(type)), request);
    const presented = results.map(({ object, version }) =>
      present(
        { ...object, properties: { ...version.properties }, updatedAt: new Date(version.at).toISOString() },
        request.properties,
      ),
    );
    return { status: 200, body: { total, results: presented, ...(after && { paging: { next: { after } } }) } };
  }

  function presentAssociations(object: HubspotObject) {
    const other = object.type === 'notes' ? 'contacts' : 'notes';
    const kind = object.type === 'notes' ? 'note_to_contact' : 'contact_to_note';
    return { [other]: { results: account.associated(object).map(({ id }) => ({ id, type: kind })) } };
  }
}

function typeOf(type: string | undefined): ObjectType {
  if (type === 'contacts' || type === '0-1') return 'contacts';
  if (type === 'notes' || type === '0-46') return 'notes';
  throw notFound();
}

function listed(query: URLSearchParams): readonly string[] | undefined {
  return query.has('properties') ? query.getAll('properties').flatMap((names) => names.split(',')) : undefined;
}

function parseBatch({ body }: VendorRequest): BatchInput {
  const parsed = JSON.parse(body) as BatchInput;
  if (parsed.inputs.length > MAX_BATCH) throw validationError(`A batch has at most ${MAX_BATCH} inputs`);
  return parsed;
}

/** With the properties that were asked for, null where there is none; without such a list, the usual ones or all written. */
function present(
  { type, id, properties, createdAt, updatedAt }: HubspotObject,
  names: readonly string[] = [...DEFAULT_PROPERTIES[type], ...Object.keys(properties)],
) {
  const times = type === 'contacts' ? ['createdate', 'lastmodifieddate'] : ['hs_createdate', 'hs_lastmodifieddate'];
  const own = Object.fromEntries(names.map((name) => [name, properties[name] ?? null]));
  return {
    id,
    properties: { ...own, [String(times[0])]: createdAt, [String(times[1])]: updatedAt, hs_object_id: id },
    createdAt,
    updatedAt,
    archived: false,
  };
}

/** Each value that the properties have had, the latest first. */
function presentHistory({ versions }: HubspotObject, names: readonly string[]) {
  return Object.fromEntries(
    names.map((name) => {
      const values = versions.map(({ at, properties }) => ({ at, value: properties[name] ?? '' }));
      const changes = values.filter(({ value }, index) => value !== (values[index - 1]?.value ?? ''));
      const told = changes.map(({ at, value }) => ({
        value,
        timestamp: new Date(at).toISOString(),
        sourceType: 'INTEGRATION',
      }));
      return [name, told.reverse()];
    }),
  );
}
