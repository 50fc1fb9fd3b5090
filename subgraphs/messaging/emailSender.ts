import { isIP } from 'node:net';
import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { SluiceError, UpstreamUnavailableError } from '../kit/errors.ts';
import { KeyRefusedError } from '../kit/vendor/keyRefused.ts';
import type { MessageSender, SendOutcome } from './messageSender.ts';

/** E-mails on their way at once, each on a connection of its own; mail servers often allow no more than ten. */
const CONCURRENCY = 5;
const CONNECT_TIMEOUT_MS = 10_000;
const GREETING_TIMEOUT_MS = 10_000;
/** Without a byte from the server. Each e-mail whose last reply is not waited for is an unknown outcome. */
const SILENCE_TIMEOUT_MS = 120_000;
/** For all of it; shorter than a delivery's lease. */
const SEND_TIMEOUT_MS = 240_000;

const ADDRESS = /^[^\s<>@]+@[^\s<>@]+$/;

/** Commands whose refusal is about this e-mail, not about the session. */
const MESSAGE_COMMANDS: ReadonlySet<unknown> = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);

/**
 * Sends by the SMTP server at `smtpUrl`, as nodemailer has it (https://nodemailer.com/smtp). The Message-ID is made of the
 * message's id, and so is the same however often the e-mail is sent. The sender's address is the
 * URL's parameter `from`, else its user when that is an address, else `sluice` at the URL's host.
 *
 * @throws SluiceError `CONFIGURATION_INVALID` when `from` is no address
 */
export function createSmtpSender(smtpUrl: string): MessageSender {
  const { url, from } = readSmtpUrl(smtpUrl);
  const domain = from.slice(from.lastIndexOf('@') + 1);
  return {
    concurrency: CONCURRENCY,
    async send({ id, to, subject, text }, signal) {
      const transport = createTransport({
        url,
        connectionTimeout: CONNECT_TIMEOUT_MS,
        greetingTimeout: GREETING_TIMEOUT_MS,
        socketTimeout: SILENCE_TIMEOUT_MS,
      });
      // nodemailer says of a lost connection only that it was lost, not in which state. It reads the e-mail when, and
      // only when, the server has answered DATA: from then on the e-mail may arrive, and before it certainly does not.
      let dataBegun = false;
      transport.use('stream', ({ message }, done) => {
        message?.processFunc((content) =>
          Readable.from(
            onceRead(content, () => {
              dataBegun = true;
            }),
          ),
        );
        done();
      });
      const messageId = `<${id}@${domain}>`;
      try {
        await transport.sendMail({
          from: { name: '', address: from },
          to: { name: '', address: to },
          subject: subject ?? '',
          text,
          messageId,
          signal: AbortSignal.any([signal, AbortSignal.timeout(SEND_TIMEOUT_MS)]),
        });
        return { kind: 'sent', externalId: messageId };
      } catch (error) {
        return outcomeOf(error, dataBegun);
      } finally {
        transport.close();
      }
    },
    async check(signal) {
      const transport = createTransport({
        url,
        connectionTimeout: CONNECT_TIMEOUT_MS,
        greetingTimeout: GREETING_TIMEOUT_MS,
        socketTimeout: CONNECT_TIMEOUT_MS,
      });
      const closed = () => transport.close();
      signal.addEventListener('abort', closed, { once: true });
      try {
        await transport.verify();
        return `The SMTP server answers; e-mail goes out as ${from}.`;
      } catch (error) {
        throw refusalOf(error);
      } finally {
        signal.removeEventListener('abort', closed);
        closed();
      }
    },
  };
}

/** The server's words are left out, as below; SMTP_URL, which has the password, too. */
function refusalOf(error: unknown): SluiceError {
  const { code, command, responseCode } = detailsOf(error);
  const reply = [code, command, responseCode].filter(Boolean).join(' ');
  if (code === 'EAUTH') {
    const lacks = 'its user may not send';
    return new KeyRefusedError({ system: 'messaging', vendor: 'The SMTP server', variable: 'SMTP_URL', lacks }, reply);
  }
  return new UpstreamUnavailableError('messaging', `the SMTP server at SMTP_URL cannot be used (${reply})`, {
    cause: error,
  });
}

function readSmtpUrl(smtpUrl: string): { readonly url: string; readonly from: string } {
  const url = new URL(smtpUrl);
  const given = url.searchParams.get('from');
  if (given !== null && !ADDRESS.test(given)) {
    throw new SluiceError(
      'CONFIGURATION_INVALID',
      `The parameter \`from\` of SMTP_URL must be an e-mail address alone, not ${JSON.stringify(given)}.`,
    );
  }
  const user = decodeURIComponent(url.username);
  const host = isIP(url.hostname) || url.hostname.startsWith('[') ? 'localhost' : url.hostname;
  const from = given ?? (ADDRESS.test(user) ? user : `sluice@${host}`);
  url.searchParams.delete('from');
  return { url: url.toString(), from };
}

async function* onceRead(content: Readable, begun: () => void): AsyncGenerator<Uint8Array> {
  begun();
  yield* content;
}

/** https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1: 5yz is a refusal for good, 4yz one for now. */
function outcomeOf(error: unknown, dataBegun: boolean): SendOutcome {
  const { code, command, responseCode } = detailsOf(error);
  const refused = responseCode !== undefined && responseCode >= 400;
  // The text of the error is left out: it repeats the server's reply, which may hold addresses.
  const reason = [code, command, responseCode].filter(Boolean).join(' ');
  // Nobody can be asked whether it arrived.
  if (dataBegun && !refused) return { kind: 'unknown', reason };
  const failureCode = refused ? `SMTP_${responseCode}` : 'SMTP_UNREACHABLE';
  // A greeting or a login that is refused says nothing about the e-mail: the next try may come after it is mended.
  if (refused && responseCode >= 500 && (dataBegun || MESSAGE_COMMANDS.has(command)))
    return { kind: 'failed', failureCode };
  return { kind: 'notSent', failureCode, reason };
}

interface SmtpErrorDetails {
  /** nodemailer's, such as `ECONNECTION`. */
  readonly code?: unknown;
  /** The SMTP command that was answered, or `CONN`. */
  readonly command?: unknown;
  /** The server's reply, where it replied. */
  readonly responseCode?: number;
}

function detailsOf(error: unknown): SmtpErrorDetails {
  if (!(error instanceof Error)) return {};
  const { code, command, responseCode } = error as { code?: unknown; command?: unknown; responseCode?: unknown };
  return { code, command, ...(typeof responseCode === 'number' && { responseCode }) };
}
