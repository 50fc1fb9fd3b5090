import { BadUserInputError } from '../kit/errors.ts';
import { parseEmail, parseText } from '../kit/input.ts';
import type { MessageChannel } from './generated/resolvers.ts';

const MAX_SLACK_CHANNEL = 200;
const MAX_URL = 2_000;

/** To whom a message can go by its channel. @throws BadUserInputError */
export function parseRecipient(field: string, channel: MessageChannel, to: string): string {
  switch (channel) {
    case 'EMAIL':
      return parseEmail(field, to);
    case 'SLACK':
      return parseText(field, to, MAX_SLACK_CHANNEL);
    case 'WEBHOOK':
      return parseWebhookUrl(field, to);
  }
}

function parseWebhookUrl(field: string, value: string): string {
  const text = parseText(field, value, MAX_URL);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new BadUserInputError(field, `${JSON.stringify(text)} is no http or https URL.`);
  }
  // Whoever may read messages would read them, and so would whoever follows the change log.
  if (url.username !== '' || url.password !== '') {
    throw new BadUserInputError(field, 'The URL must not carry a user or password.');
  }
  return url.toString();
}
