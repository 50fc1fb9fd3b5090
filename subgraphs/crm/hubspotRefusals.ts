import { BadUserInputError, NotFoundError } from '../kit/errors.ts';
import { HubspotRefusal } from './hubspotClient.ts';

const ARGUMENT_OF_PROPERTY: Readonly<Record<string, string>> = {
  email: 'input.email',
  firstname: 'input.name',
  lastname: 'input.name',
  lifecyclestage: 'input.stage',
  hubspot_owner_id: 'input.owner',
  hs_note_body: 'input.text',
};

/** What HubSpot refused of a record, in our words; faults and what is no refusal pass as they are. */
export function toRefusal(error: unknown, type: string, id: string): unknown {
  if (!(error instanceof HubspotRefusal)) return error;
  if (error.status === 404) return new NotFoundError(type, id);
  const [, property = ''] = /"name":"(\w+)"/.exec(error.message) ?? [];
  return new BadUserInputError(ARGUMENT_OF_PROPERTY[property] ?? 'input', `HubSpot refuses it: ${error.message}`, {
    cause: error,
  });
}
