import { BadUserInputError, NotFoundError } from '../kit/errors.ts';
import { ZendeskRefusal } from './zendeskClient.ts';

const ARGUMENT_OF_FIELD: Readonly<Record<string, string>> = {
  subject: 'input.subject',
  base: 'input.body',
  description: 'input.body',
  comment: 'input.body',
  status: 'input.status',
  priority: 'input.priority',
  requester: 'input.customerEmail',
  email: 'input.customerEmail',
};

/** What Zendesk refused of a ticket, in our words; faults and what is no refusal pass as they are. */
export function toRefusal(error: unknown, id: string): unknown {
  if (!(error instanceof ZendeskRefusal)) return error;
  if (error.status === 404) return new NotFoundError('Ticket', id);
  const [field = ''] = Object.keys(error.details);
  return new BadUserInputError(ARGUMENT_OF_FIELD[field] ?? 'input', `Zendesk refuses it: ${error.message}`, {
    cause: error,
  });
}
