import { randomUUID } from 'node:crypto';
import type { VendorClock } from '../vendorClock.ts';
import { recordInvalid, recordNotFound, ZendeskError } from './zendeskErrors.ts';

const STATUSES = ['new', 'open', 'pending', 'hold', 'solved', 'closed'] as const;
const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;

export interface ZendeskUser {
  readonly id: number;
  readonly email: string | null;
  readonly name: string;
  readonly role: 'end-user' | 'agent' | 'admin';
  /** Whether the user has proven that the address is theirs. */
  readonly verified: boolean;
  readonly externalId: string | null;
  readonly createdAt: string;
}

export interface ZendeskTicket {
  readonly id: number;
  externalId: string | null;
  subject: string;
  readonly description: string;
  priority: string | null;
  /** One of `STATUSES`; `deleted` once it was. */
  status: string;
  requesterId: number;
  assigneeId: number | null;
  tags: readonly string[];
  customFields: readonly { readonly id: number; readonly value: unknown }[];
  readonly createdAt: string;
  updatedAt: string;
  /** Milliseconds since 1970 of the last change, by which exports are sorted. */
  generatedAt: number;
  readonly audits: ZendeskAudit[];
}

/** What one request did to a ticket. */
export interface ZendeskAudit {
  readonly id: number;
  readonly authorId: number;
  readonly createdAt: string;
  /** What the request said about itself. */
  readonly custom: object;
  readonly comment: { readonly id: number; readonly body: string; readonly isPublic: boolean } | null;
  readonly changes: readonly {
    readonly id: number;
    readonly field: string;
    readonly from: unknown;
    readonly to: unknown;
  }[];
}

/** What a request may say about a ticket. */
export interface TicketInput {
  readonly subject?: string;
  readonly comment?: { readonly body?: string; readonly public?: boolean; readonly author_id?: number };
  readonly description?: string;
  readonly priority?: string | null;
  readonly status?: string;
  readonly requester?: { readonly name?: string; readonly email?: string };
  readonly requester_id?: number;
  readonly assignee_id?: number | null;
  readonly external_id?: string | null;
  readonly tags?: readonly string[];
  readonly custom_fields?: readonly { readonly id: number; readonly value: unknown }[];
  readonly metadata?: object;
  readonly safe_update?: boolean;
  readonly updated_stamp?: string;
}

/** An event of a ticket, as webhooks tell it. */
export interface ZendeskEvent {
  /** Such as `status_changed`. */
  readonly type: string;
  readonly ticket: Readonly<ZendeskTicket>;
  readonly event: object;
  readonly actorId: number;
  /** Events of one request have the same. */
  readonly sequence: string;
  readonly position: number;
}

export interface ZendeskAccountOptions {
  readonly clock: VendorClock;
  readonly onEvent: (event: ZendeskEvent) => void;
}

/** The state of a Zendesk account. Whatever changes a ticket, by the API or by an agent's hand, makes events. */
export class ZendeskAccount {
  /** Whom the API acts as. */
  readonly me: ZendeskUser;
  readonly #options: ZendeskAccountOptions;
  readonly #users = new Map<number, ZendeskUser>();
  readonly #tickets = new Map<number, ZendeskTicket>();
  #lastTicketId = 0;
  #lastId = 900_000_000_000;

  constructor(options: ZendeskAccountOptions) {
    this.#options = options;
    this.me = this.addUser({ email: 'agent@sluice.example', name: 'Agent', role: 'admin', verified: true });
  }

  get users(): readonly ZendeskUser[] {
    return [...this.#users.values()];
  }

  /** Tickets that are not deleted, oldest first. */
  get tickets(): readonly ZendeskTicket[] {
    return this.allTickets.filter(({ status }) => status !== 'deleted');
  }

  /** Deleted ones too. */
  get allTickets(): readonly ZendeskTicket[] {
    return [...this.#tickets.values()];
  }

  /** @throws ZendeskError when there is none */
  ticket(id: number): ZendeskTicket {
    const ticket = this.#tickets.get(id);
    if (!ticket || ticket.status === 'deleted') throw recordNotFound();
    return ticket;
  }

  /** @throws ZendeskError when there is none */
  user(id: number): ZendeskUser {
    const user = this.#users.get(id);
    if (!user) throw recordNotFound();
    return user;
  }

  userByEmail(email: string): ZendeskUser | undefined {
    return this.users.find((user) => user.email === email.trim().toLowerCase());
  }

  addUser(given: Partial<Omit<ZendeskUser, 'id' | 'createdAt'>>): ZendeskUser {
    const { email = null, name = email ?? 'Unknown', role = 'end-user', verified = false, externalId = null } = given;
    if (email !== null && !/^[^\s@]+@[^\s@]+$/.test(email)) {
      throw recordInvalid('email', `Email: ${email} is not properly formatted`);
    }
    const normalised = email?.trim().toLowerCase() ?? null;
    const user = { id: this.#nextId(), email: normalised, name, role, verified, externalId, createdAt: this.#now() };
    this.#users.set(user.id, user);
    return user;
  }

  /** @throws ZendeskError when a field is wrong */
  createTicket(input: TicketInput): ZendeskTicket {
    const body = input.comment?.body ?? input.description ?? '';
    if (body.trim() === '') throw recordInvalid('base', 'Description: cannot be blank', 'BlankValue');
    checkFields(input);
    const requester = this.#requester(input) ?? this.me;
    const now = this.#now();
    this.#lastTicketId += 1;
    const ticket: ZendeskTicket = {
      id: this.#lastTicketId,
      externalId: input.external_id ?? null,
      subject: input.subject ?? body.slice(0, 150),
      description: body,
      priority: input.priority ?? null,
      status: input.status ?? 'new',
      requesterId: requester.id,
      assigneeId: input.assignee_id ?? null,
      tags: lowerCased(input.tags),
      customFields: input.custom_fields ?? [],
      createdAt: now,
      updatedAt: now,
      generatedAt: this.#options.clock.now(),
      audits: [],
    };
    this.#tickets.set(ticket.id, ticket);
    this.#audit(ticket, input, { body, public: input.comment?.public ?? true }, requester.id, []);
    this.#tell(ticket, this.me.id, [{ type: 'created', event: {} }]);
    return ticket;
  }

  /** @throws ZendeskError when a field is wrong, the ticket is closed, or another was faster than a safe update */
  updateTicket(ticket: ZendeskTicket, input: TicketInput, actor = this.me): ZendeskTicket {
    if (ticket.status === 'closed') throw recordInvalid('status', 'Status: closed prevents ticket update');
    if (input.safe_update && input.updated_stamp !== ticket.updatedAt) {
      throw new ZendeskError(409, 'UpdateConflict', 'Safe Update prevented the update due to outdated ticket data.');
    }
    checkFields(input);
    if (input.status === 'new' && ticket.status !== 'new') {
      throw recordInvalid('status', 'Status: cannot be set to new after having been something else');
    }
    const requesterId = this.#requester(input)?.id;
    const solved = input.status === 'solved' && ticket.assigneeId === null;
    const wanted: Partial<ZendeskTicket> = {
      ...(input.subject !== undefined && { subject: input.subject }),
      ...(input.priority !== undefined && { priority: input.priority }),
      ...(input.status !== undefined && { status: input.status }),
      ...(input.external_id !== undefined && { externalId: input.external_id }),
      ...(input.tags !== undefined && { tags: lowerCased(input.tags) }),
      ...(requesterId !== undefined && { requesterId }),
      // An agent who solves a ticket that nobody has takes it.
      ...((input.assignee_id !== undefined || solved) && { assigneeId: input.assignee_id ?? actor.id }),
    };
    const changes = Object.entries(wanted).flatMap(([field, to]) => {
      const from = ticket[field as keyof ZendeskTicket];
      return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ id: this.#nextId(), field, from, to }];
    });
    const comment =
      input.comment?.body === undefined ? null : { body: input.comment.body, public: input.comment.public };
    if (changes.length === 0 && !comment) return ticket;
    Object.assign(ticket, Object.fromEntries(changes.map(({ field, to }) => [field, to])));
    ticket.updatedAt = this.#now();
    ticket.generatedAt = this.#options.clock.now();
    const audit = this.#audit(ticket, input, comment, input.comment?.author_id ?? actor.id, changes);
    const told: { type: string; event: object }[] = changes.flatMap(({ field, from, to }) => {
      const type = EVENT_TYPES[field];
      return type ? [{ type, event: { current: presentValue(to), previous: presentValue(from) } }] : [];
    });
    if (audit.comment) {
      const { id, body, isPublic } = audit.comment;
      told.push({ type: 'comment_added', event: { comment: { id: String(id), body, is_public: isPublic } } });
    }
    this.#tell(ticket, actor.id, told);
    return ticket;
  }

  deleteTicket(ticket: ZendeskTicket, actor = this.me): void {
    ticket.status = 'deleted';
    ticket.updatedAt = this.#now();
    ticket.generatedAt = this.#options.clock.now();
    this.#tell(ticket, actor.id, [{ type: 'soft_deleted', event: {} }]);
  }

  #requester({ requester_id: id, requester }: TicketInput): ZendeskUser | undefined {
    if (id !== undefined) {
      const user = this.#users.get(id);
      if (!user) throw recordInvalid('requester', 'Requester: is invalid');
      return user;
    }
    if (requester?.email === undefined) return undefined;
    return this.userByEmail(requester.email) ?? this.addUser(requester);
  }

  #audit(
    ticket: ZendeskTicket,
    input: TicketInput,
    comment: { readonly body: string; readonly public?: boolean | undefined } | null,
    authorId: number,
    changes: ZendeskAudit['changes'],
  ): ZendeskAudit {
    const audit: ZendeskAudit = {
      id: this.#nextId(),
      authorId,
      createdAt: this.#now(),
      custom: input.metadata ?? {},
      comment: comment && { id: this.#nextId(), body: comment.body, isPublic: comment.public ?? true },
      changes,
    };
    ticket.audits.push(audit);
    return audit;
  }

  #tell(ticket: ZendeskTicket, actorId: number, events: readonly { readonly type: string; readonly event: object }[]) {
    const sequence = randomUUID();
    events.forEach(({ type, event }, position) => {
      this.#options.onEvent({ type, event, ticket: { ...ticket }, actorId, sequence, position });
    });
  }

  /** Zendesk's times are whole seconds. */
  #now(): string {
    return `${new Date(this.#options.clock.now()).toISOString().slice(0, 19)}Z`;
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }
}

const EVENT_TYPES: Readonly<Record<string, string>> = {
  subject: 'subject_changed',
  priority: 'priority_changed',
  status: 'status_changed',
  externalId: 'external_id_changed',
  tags: 'tags_changed',
  requesterId: 'requester_changed',
  assigneeId: 'agent_assignment_changed',
};

/** Statuses and priorities are in capitals in events, ids are texts. */
function presentValue(value: unknown): unknown {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && [...STATUSES, ...PRIORITIES].includes(value as never)
    ? value.toUpperCase()
    : value;
}

function lowerCased(tags: readonly string[] = []): readonly string[] {
  return [...new Set(tags.map((tag) => tag.toLowerCase()))];
}

function checkFields({ status, priority, subject }: TicketInput): void {
  if (status !== undefined && !STATUSES.includes(status as never)) {
    throw recordInvalid('status', `Status: ${status} is not a valid status`, 'InvalidValue');
  }
  if (priority != null && !PRIORITIES.includes(priority as never)) {
    throw recordInvalid('priority', `Priority: ${priority} is not a valid priority`, 'InvalidValue');
  }
  if (subject !== undefined && subject.length > 255) {
    throw recordInvalid('subject', 'Subject: is too long (maximum is 255 characters after encoding)', 'ValueTooLong');
  }
}
