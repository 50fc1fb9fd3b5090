import { addressOfHost, isAllowedAddress } from '../../kit/addressPolicy.ts';
import { parseChangeTypePattern } from '../../kit/changes/changeTypePattern.ts';
import type { Transactional } from '../../kit/database/database.ts';
import { lockRow } from '../../kit/database/lockRow.ts';
import { defineSqlTable } from '../../kit/database/sqlTable.ts';
import { BadUserInputError, NotFoundError, SluiceError } from '../../kit/errors.ts';
import { newId } from '../../kit/ids.ts';
import { parseHttpUrl, parseOptionalText } from '../../kit/input.ts';
import type { SubgraphServices } from '../../kit/subgraph.ts';
import type {
  CreateWebhookEndpointInput,
  DeleteWebhookEndpointInput,
  DisableWebhookEndpointInput,
  EnableWebhookEndpointInput,
  RotateWebhookSecretInput,
  UpdateWebhookEndpointInput,
} from '../generated/resolvers.ts';
import type { WebhookEndpointRecord } from '../records.ts';
import { newWebhookSecret, parseWebhookSecret } from './webhookSecret.ts';
import type { WebhookTables } from './webhookTables.ts';

const TABLE = 'sluice_webhook_endpoint';
const MAX_TYPES = 50;
const MAX_TEXT = 300;
const MAX_KEEP_PREVIOUS_SECONDS = 604_800;

export type WebhookEndpointRow = WebhookTables[typeof TABLE];

/** An endpoint, and the secret that its owner is told once. */
export interface EndpointWithSecret {
  readonly webhookEndpoint: WebhookEndpointRecord;
  readonly secret: string;
}

/** The endpoints' table. */
export const webhookEndpoints = defineSqlTable<WebhookEndpointRow, WebhookEndpointRecord>(TABLE, toEndpoint);

/** The endpoint begins at the head of the log: what is committed from now on, it is told. */
export async function createWebhookEndpoint(
  { changes, settings }: SubgraphServices,
  transaction: Transactional,
  input: CreateWebhookEndpointInput,
): Promise<EndpointWithSecret> {
  const now = new Date().toISOString();
  const row: WebhookEndpointRow = {
    id: newId('whe'),
    url: parseEndpointUrl(settings, input.url),
    types: JSON.stringify(parseTypes(input.types)),
    description: parseOptionalText('input.description', input.description, MAX_TEXT),
    status: 'ENABLED',
    disabled_reason: null,
    secret: input.secret == null ? newWebhookSecret() : parseWebhookSecret('input.secret', input.secret),
    previous_secret: null,
    previous_secret_until: null,
    position: await changes.headPosition(transaction),
    failures: 0,
    failing_since: null,
    created_at: now,
    updated_at: now,
  };
  await transaction.withTables<WebhookTables>().insertInto(TABLE).values(row).execute();
  return { webhookEndpoint: toEndpoint(row), secret: row.secret };
}

export async function updateWebhookEndpoint(
  { settings }: SubgraphServices,
  transaction: Transactional,
  { id, url, types, description }: UpdateWebhookEndpointInput,
): Promise<WebhookEndpointRecord> {
  const row = await lockEndpoint(transaction, id);
  return write(transaction, row, {
    ...(url != null && { url: parseEndpointUrl(settings, url) }),
    ...(types != null && { types: JSON.stringify(parseTypes(types)) }),
    ...(description !== undefined && {
      description: parseOptionalText('input.description', description, MAX_TEXT),
    }),
  });
}

export async function enableWebhookEndpoint(
  { changes }: SubgraphServices,
  transaction: Transactional,
  { id, missed }: EnableWebhookEndpointInput,
): Promise<WebhookEndpointRecord> {
  const row = await lockEndpoint(transaction, id);
  if (row.status !== 'DISABLED') return toEndpoint(row);
  return write(transaction, row, {
    status: 'ENABLED',
    disabled_reason: null,
    failures: 0,
    failing_since: null,
    ...(!missed && { position: await changes.headPosition(transaction) }),
  });
}

export async function disableWebhookEndpoint(
  _services: SubgraphServices,
  transaction: Transactional,
  { id, reason }: DisableWebhookEndpointInput,
): Promise<WebhookEndpointRecord> {
  const row = await lockEndpoint(transaction, id);
  const disabled_reason = parseOptionalText('input.reason', reason, MAX_TEXT) ?? 'Disabled by a mutation.';
  return row.status === 'DISABLED' ? toEndpoint(row) : write(transaction, row, { status: 'DISABLED', disabled_reason });
}

export async function deleteWebhookEndpoint(
  _services: SubgraphServices,
  transaction: Transactional,
  { id }: DeleteWebhookEndpointInput,
): Promise<{ readonly id: string }> {
  await lockEndpoint(transaction, id);
  await transaction.withTables<WebhookTables>().deleteFrom(TABLE).where('id', '=', id).execute();
  return { id };
}

/** A secret that was still being rotated out ends: there are never more than two. */
export async function rotateWebhookSecret(
  _services: SubgraphServices,
  transaction: Transactional,
  { id, secret, keepPreviousSeconds = 86_400 }: RotateWebhookSecretInput,
): Promise<EndpointWithSecret> {
  if (keepPreviousSeconds < 0 || keepPreviousSeconds > MAX_KEEP_PREVIOUS_SECONDS) {
    throw new BadUserInputError(
      'input.keepPreviousSeconds',
      `It must be from 0 to ${MAX_KEEP_PREVIOUS_SECONDS} seconds, not ${keepPreviousSeconds}.`,
    );
  }
  const row = await lockEndpoint(transaction, id);
  const next = secret == null ? newWebhookSecret() : parseWebhookSecret('input.secret', secret);
  const isKept = keepPreviousSeconds > 0 && row.secret !== next;
  const webhookEndpoint = await write(transaction, row, {
    secret: next,
    previous_secret: isKept ? row.secret : null,
    previous_secret_until: isKept ? new Date(Date.now() + keepPreviousSeconds * 1_000).toISOString() : null,
  });
  return { webhookEndpoint, secret: next };
}

async function lockEndpoint(transaction: Transactional, id: string): Promise<WebhookEndpointRow> {
  const row = await lockRow<WebhookEndpointRow>(transaction, TABLE, id);
  if (!row) throw new NotFoundError('WebhookEndpoint', id);
  return row;
}

async function write(
  transaction: Transactional,
  before: WebhookEndpointRow,
  fields: Partial<WebhookEndpointRow>,
): Promise<WebhookEndpointRecord> {
  const changed = { ...fields, updated_at: new Date().toISOString() };
  await transaction.withTables<WebhookTables>().updateTable(TABLE).set(changed).where('id', '=', before.id).execute();
  return toEndpoint({ ...before, ...changed });
}

/** A name is judged by what it resolves to when it is called; an address can be refused at once. */
function parseEndpointUrl({ allowedPrivateAddresses = false }: SubgraphServices['settings'], value: string): string {
  const url = parseHttpUrl('input.url', value);
  const address = addressOfHost(new URL(url).hostname);
  if (address !== undefined && !isAllowedAddress(address, allowedPrivateAddresses)) {
    throw new SluiceError(
      'ADDRESS_REFUSED',
      `${address} is no public address. WEBHOOK_ALLOW_PRIVATE can allow it, when it is meant to be called from here.`,
      { extensions: { field: 'input.url' } },
    );
  }
  return url;
}

function parseTypes(types: readonly string[]): readonly string[] {
  const distinct = [...new Set(types.map((type) => parseChangeTypePattern('input.types', type)))];
  if (distinct.length === 0 || distinct.length > MAX_TYPES) {
    throw new BadUserInputError('input.types', `Give from 1 to ${MAX_TYPES} types; ${distinct.length} were given.`);
  }
  return distinct;
}

function toEndpoint(row: WebhookEndpointRow): WebhookEndpointRecord {
  const isRotating = row.previous_secret_until !== null && row.previous_secret_until > new Date().toISOString();
  return {
    id: row.id,
    url: row.url,
    types: JSON.parse(row.types) as string[],
    description: row.description,
    status: row.status,
    disabledReason: row.disabled_reason,
    failingSince: row.failing_since,
    previousSecretUntil: isRotating ? row.previous_secret_until : null,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
