import { parseEmail, parseHttpUrl, parseText } from '../kit/input.ts';
import type { MessageChannel } from './generated/resolvers.ts';

const MAX_SLACK_CHANNEL = 200;

/** To whom a message can go by its channel. @throws BadUserInputError */
export function parseRecipient(field: string, channel: MessageChannel, to: string): string {
  switch (channel) {
    case 'EMAIL':
      return parseEmail(field, to);
    case 'SLACK':
      return parseText(field, to, MAX_SLACK_CHANNEL);
    case 'WEBHOOK':
      return parseHttpUrl(field, to);
  }
}
