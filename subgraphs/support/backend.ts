import type { Caller } from '../kit/caller.ts';
import type { Page, Slice } from '../kit/pages.ts';
import type {
  AddTicketCommentInput,
  CreateTicketInput,
  TicketPriority,
  TicketStatus,
  UpdateTicketInput,
} from './generated/resolvers.ts';
import type { TicketCommentRecord, TicketRecord } from './records.ts';

/** Which tickets a list has; null is no restriction. */
export interface TicketFilter {
  readonly status: readonly TicketStatus[] | null;
  readonly priority: readonly TicketPriority[] | null;
}

/** What the support desk's adapter asks of the system behind it. Our own tables, or a vendor. */
export interface SupportBackend {
  tickets(filter: TicketFilter, page: Page): Promise<Slice<TicketRecord>>;
  ticketsById(ids: readonly string[]): Promise<readonly TicketRecord[]>;
  ticketsByCustomer(customerIds: readonly string[], page: Page): Promise<ReadonlyMap<string, Slice<TicketRecord>>>;
  ticketsByOrder(orderIds: readonly string[], page: Page): Promise<ReadonlyMap<string, Slice<TicketRecord>>>;
  commentsById(ids: readonly string[]): Promise<readonly TicketCommentRecord[]>;
  commentsByTicket(ticketIds: readonly string[], page: Page): Promise<ReadonlyMap<string, Slice<TicketCommentRecord>>>;
  createTicket(caller: Caller, input: CreateTicketInput): Promise<TicketRecord>;
  /** @throws SluiceError `INVALID_TRANSITION` when the ticket is closed and would change */
  updateTicket(caller: Caller, input: UpdateTicketInput): Promise<TicketRecord>;
  /** @throws SluiceError `INVALID_TRANSITION` when the ticket is closed */
  addTicketComment(caller: Caller, input: AddTicketCommentInput): Promise<TicketCommentRecord>;
}
