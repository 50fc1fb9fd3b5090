import type { ObjectType, Properties } from './hubspotAccount.ts';
import { validationError } from './hubspotErrors.ts';

/** A property of records, as far as the emulator checks it. */
export interface PropertyDefinition {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly fieldType: string;
  readonly groupName: string;
  /** The values that it may have; empty when any. */
  readonly options: readonly { readonly label: string; readonly value: string }[];
  readonly unique: boolean;
  /** HubSpot's own; the account's owner has none of these made. */
  readonly hubspotDefined: boolean;
}

/** In the order in which a contact may move. */
export const LIFECYCLE_STAGES: readonly string[] = [
  'subscriber',
  'lead',
  'marketingqualifiedlead',
  'salesqualifiedlead',
  'opportunity',
  'customer',
  'evangelist',
  'other',
];

/** What a read without `properties` answers, beside the times and the id. */
export const DEFAULT_PROPERTIES: Readonly<Record<ObjectType, readonly string[]>> = {
  contacts: ['email', 'firstname', 'lastname'],
  notes: [],
};

const MAX_TEXT = 65_536;

/** The properties of HubSpot's that the emulator knows. */
export function standardProperties(type: ObjectType): Map<string, PropertyDefinition> {
  const names =
    type === 'contacts'
      ? ['email', 'firstname', 'lastname', 'phone', 'company', 'lifecyclestage', 'hs_lead_status', 'hubspot_owner_id']
      : ['hs_timestamp', 'hs_note_body', 'hubspot_owner_id'];
  return new Map(names.map((name) => [name, standardProperty(type, name)]));
}

function standardProperty(type: ObjectType, name: string): PropertyDefinition {
  const stages = name === 'lifecyclestage' ? LIFECYCLE_STAGES : [];
  return {
    name,
    label: name,
    type: stages.length > 0 ? 'enumeration' : 'string',
    fieldType: stages.length > 0 ? 'radio' : 'text',
    groupName: type === 'contacts' ? 'contactinformation' : 'engagement',
    options: stages.map((value) => ({ label: value, value })),
    unique: name === 'email',
    hubspotDefined: true,
  };
}

/** @throws HubspotError naming each property that is wrong, as HubSpot does: as JSON in the message */
export function checkProperties(
  definitions: ReadonlyMap<string, PropertyDefinition>,
  properties: Properties,
  owners: ReadonlyMap<string, unknown>,
): void {
  const faults = Object.entries(properties).flatMap(([name, value]) => {
    const error = findFault(definitions.get(name), name, value, owners);
    if (!error) return [];
    return [{ isValid: false, message: `Property "${name}": ${error}`, error, name, localizedErrorMessage: error }];
  });
  if (faults.length === 0) return;
  throw validationError(`Property values were not valid: ${JSON.stringify(faults)}`);
}

function findFault(
  definition: PropertyDefinition | undefined,
  name: string,
  value: string,
  owners: ReadonlyMap<string, unknown>,
): string | null {
  if (!definition) return 'PROPERTY_DOESNT_EXIST';
  if (value === '') return null;
  if (value.length > MAX_TEXT) return 'PROPERTY_VALUE_TOO_LONG';
  if (name === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) return 'INVALID_EMAIL';
  if (name === 'hubspot_owner_id' && !owners.has(value)) return 'INVALID_OWNER_ID';
  const { options } = definition;
  return options.length > 0 && !options.some((option) => option.value === value) ? 'INVALID_OPTION' : null;
}
