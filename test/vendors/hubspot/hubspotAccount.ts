import type { VendorClock } from '../vendorClock.ts';
import { conflict, notFound, validationError } from './hubspotErrors.ts';
import { checkProperties, LIFECYCLE_STAGES, type PropertyDefinition, standardProperties } from './hubspotProperties.ts';

/** The kinds of records that the emulator keeps. */
export type ObjectType = 'contacts' | 'notes';

/** Values are texts; an empty one takes the value away. */
export type Properties = Readonly<Record<string, string>>;

/** What a record was from some time on. */
export interface ObjectVersion {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly properties: Properties;
}

/** A record of the CRM. */
export interface HubspotObject {
  readonly type: ObjectType;
  readonly id: string;
  readonly properties: Record<string, string>;
  readonly createdAt: string;
  updatedAt: string;
  /** What the record was since when, oldest first: the search index lags behind. */
  readonly versions: ObjectVersion[];
}

/** A user whom records may be assigned to. */
export interface HubspotOwner {
  readonly id: string;
  readonly email: string;
  readonly createdAt: string;
}

/** What happened to a record, as webhooks tell it. */
export type HubspotEvent = {
  readonly objectId: string;
  readonly type: ObjectType;
  readonly occurredAt: number;
  readonly source: string;
} & (
  | { readonly kind: 'creation' | 'deletion' }
  | { readonly kind: 'propertyChange'; readonly propertyName: string; readonly propertyValue: string }
);

export interface HubspotAccountOptions {
  readonly clock: VendorClock;
  /** How long a change takes until a search finds it, in milliseconds. */
  readonly searchLagMs: number;
  /** Told the events of each change, together. */
  readonly onEvents: (events: readonly HubspotEvent[]) => void;
}

/** The state of a HubSpot account. Whatever changes in it, by the API or by a user's hand, makes events. */
export class HubspotAccount {
  readonly #options: HubspotAccountOptions;
  readonly #objects = new Map<string, HubspotObject>();
  readonly #definitions: Record<ObjectType, Map<string, PropertyDefinition>>;
  readonly #owners = new Map<string, HubspotOwner>();
  /** Ids of contacts by id of their note. */
  readonly #contactsOfNote = new Map<string, Set<string>>();
  #lastId = 50_000;

  constructor(options: HubspotAccountOptions) {
    this.#options = options;
    this.#definitions = { contacts: standardProperties('contacts'), notes: standardProperties('notes') };
  }

  addOwner(email: string): HubspotOwner {
    const owner = { id: this.#nextId(), email, createdAt: this.#now() };
    this.#owners.set(owner.id, owner);
    return owner;
  }

  get owners(): readonly HubspotOwner[] {
    return [...this.#owners.values()];
  }

  definitions(type: ObjectType): ReadonlyMap<string, PropertyDefinition> {
    return this.#definitions[type];
  }

  /** @throws HubspotError when there is a property with the name */
  define(type: ObjectType, definition: PropertyDefinition): void {
    if (this.#definitions[type].has(definition.name)) {
      throw conflict(`A property named '${definition.name}' already exists.`);
    }
    this.#definitions[type].set(definition.name, definition);
  }

  /** Records that are not archived, oldest first. */
  list(type: ObjectType): readonly HubspotObject[] {
    return [...this.#objects.values()].filter((object) => object.type === type);
  }

  /** By the id, or by another property that is unique. */
  find(type: ObjectType, value: string, idProperty?: string): HubspotObject | undefined {
    if (idProperty === undefined || idProperty === 'hs_object_id') {
      const object = this.#objects.get(value);
      return object?.type === type ? object : undefined;
    }
    if (!this.#definitions[type].get(idProperty)?.unique) {
      throw validationError(`idProperty: ${idProperty} is not a unique property.`);
    }
    const sought = normalise(idProperty, value);
    return this.list(type).find(({ properties }) => properties[idProperty] === sought);
  }

  /** @throws HubspotError when there is none */
  get(type: ObjectType, value: string, idProperty?: string): HubspotObject {
    const object = this.find(type, value, idProperty);
    if (!object) throw notFound();
    return object;
  }

  /** @throws HubspotError when a property is wrong, or a unique one is taken */
  create(type: ObjectType, given: Properties, source = 'INTEGRATION'): HubspotObject {
    const properties = this.#check(type, given, undefined);
    const now = this.#now();
    const id = this.#nextId();
    const defaults = type === 'contacts' ? { lifecyclestage: 'lead' } : {};
    const object: HubspotObject = { type, id, properties: {}, createdAt: now, updatedAt: now, versions: [] };
    const changes = this.#write(object, { ...defaults, ...properties }, source);
    this.#objects.set(id, object);
    const creation = { objectId: id, type, occurredAt: this.#options.clock.now(), source, kind: 'creation' as const };
    this.#options.onEvents([creation, ...changes]);
    return object;
  }

  /** @throws HubspotError when a property is wrong, or a unique one is taken */
  update(object: HubspotObject, given: Properties, source = 'INTEGRATION'): HubspotObject {
    const changes = this.#write(object, this.#check(object.type, given, object), source);
    if (changes.length > 0) this.#options.onEvents(changes);
    return object;
  }

  archive(object: HubspotObject, source = 'INTEGRATION'): void {
    const occurredAt = this.#options.clock.now();
    this.#objects.delete(object.id);
    this.#contactsOfNote.delete(object.id);
    this.#options.onEvents([{ objectId: object.id, type: object.type, occurredAt, source, kind: 'deletion' }]);
  }

  associate(note: HubspotObject, contact: HubspotObject): void {
    const contacts = this.#contactsOfNote.get(note.id) ?? new Set();
    this.#contactsOfNote.set(note.id, contacts.add(contact.id));
  }

  /** The records of the other kind that the record is associated with. */
  associated({ type, id }: HubspotObject): readonly HubspotObject[] {
    if (type === 'notes') {
      return [...(this.#contactsOfNote.get(id) ?? [])].flatMap((contactId) => this.#objects.get(contactId) ?? []);
    }
    return this.list('notes').filter((note) => this.#contactsOfNote.get(note.id)?.has(id));
  }

  /** What a search sees of each record at present: what it was before the lag. */
  indexed(type: ObjectType): readonly { readonly object: HubspotObject; readonly version: ObjectVersion }[] {
    const until = this.#options.clock.now() - this.#options.searchLagMs;
    return this.list(type).flatMap((object) => {
      const version = object.versions.findLast(({ at }) => at <= until);
      return version ? [{ object, version }] : [];
    });
  }

  #check(type: ObjectType, given: Properties, object: HubspotObject | undefined): Properties {
    const definitions = this.#definitions[type];
    const properties = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, normalise(name, String(value))]),
    );
    checkProperties(definitions, properties, this.#owners);
    for (const [name, value] of Object.entries(properties)) {
      if (!definitions.get(name)?.unique || value === '') continue;
      const holder = this.list(type).find((other) => other !== object && other.properties[name] === value);
      if (holder && name === 'email') throw conflict(`Contact already exists. Existing ID: ${holder.id}`);
      if (holder) throw conflict(`The value ${value} of ${name} is taken by the object ${holder.id}.`);
    }
    return properties;
  }

  /** Writes what differs. Returns an event for each property that changed. */
  #write(object: HubspotObject, given: Properties, source: string): readonly HubspotEvent[] {
    const at = this.#options.clock.now();
    const base = { objectId: object.id, type: object.type, occurredAt: at, source, kind: 'propertyChange' as const };
    const changes = Object.entries(given).flatMap(([propertyName, propertyValue]) => {
      const before = object.properties[propertyName] ?? '';
      if (propertyValue === before) return [];
      if (propertyName === 'lifecyclestage' && movesBackward(before, propertyValue)) return [];
      return [{ ...base, propertyName, propertyValue }];
    });
    for (const { propertyName, propertyValue } of changes) {
      if (propertyValue === '') delete object.properties[propertyName];
      else object.properties[propertyName] = propertyValue;
    }
    if (changes.length === 0 && object.versions.length > 0) return changes;
    object.updatedAt = new Date(at).toISOString();
    object.versions.push({ at, properties: { ...object.properties } });
    return changes;
  }

  #now(): string {
    return new Date(this.#options.clock.now()).toISOString();
  }

  #nextId(): string {
    this.#lastId += 1;
    return String(this.#lastId);
  }
}

/** HubSpot keeps a stage that a write would move backward, without a word; taken away first, any can be set. */
function movesBackward(before: string, after: string): boolean {
  if (before === '' || after === '') return false;
  return LIFECYCLE_STAGES.indexOf(after) < LIFECYCLE_STAGES.indexOf(before);
}

function normalise(name: string, value: string): string {
  return name === 'email' ? value.trim().toLowerCase() : value;
}
