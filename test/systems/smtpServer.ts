import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/** An e-mail whose DATA the server has seen. */
export interface ReceivedEmail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and text, as they came. */
  readonly content: string;
}

/** What to answer: undefined accepts, a number is the reply's code, `cut` ends the connection without a reply. */
type Answer = number | 'cut' | undefined;

export interface TestSmtpOptions {
  /** Answers RCPT TO, the `nth` of all, from 1. @default accepts */
  readonly recipient?: (nth: number) => Answer;
  /** Answers the end of DATA, the `nth` of all, from 1. @default accepts */
  readonly data?: (nth: number) => Answer | Promise<Answer>;
  /** Who may log in; without it, nobody has to. */
  readonly password?: string;
}

export interface TestSmtpServer extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  /** Whatever came as DATA, accepted or not. */
  readonly received: readonly ReceivedEmail[];
  /** How many RCPT TO came. */
  recipients(): number;
}

/** A real SMTP server on a free port, that answers as it is told. */
export async function startSmtpServer(options: TestSmtpOptions = {}): Promise<TestSmtpServer> {
  const { recipient = () => undefined, data = () => undefined, password } = options;
  const received: ReceivedEmail[] = [];
  let recipients = 0;
  /** The connection of the session, or all. */
  const cut = (session?: SMTPServerSession) => {
    type Connection = { readonly session: SMTPServerSession; readonly _socket: { destroy(): void } };
    for (const connection of server.connections as Set<Connection>) {
      if (session === undefined || connection.session === session) connection._socket.destroy();
    }
  };
  const reply = (answer: Answer, session: SMTPServerSession, callback: (error?: Error) => void) => {
    if (answer === 'cut') cut(session);
    else if (answer === undefined) callback();
    else callback(Object.assign(new Error('As told'), { responseCode: answer }));
  };
  const server = new SMTPServer({
    authOptional: password === undefined,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onAuth: (auth, session, callback) =>
      auth.password === password ? callback(null, { user: auth.username }) : reply(535, session, callback),
    onRcptTo: (_address, session, callback) => {
      recipients += 1;
      reply(recipient(recipients), session, callback);
    },
    async onData(stream, session, callback) {
      const { envelope } = session;
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      received.push({
        from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
        to: envelope.rcptTo.map(({ address }) => address),
        content: Buffer.concat(chunks).toString(),
      });
      reply(await data(received.length), session, callback);
    },
  });
  // A connection that the test cuts, or that a client drops, is an error here.
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    received,
    recipients: () => recipients,
    async [Symbol.asyncDispose]() {
      cut();
      await new Promise<void>((resolve) => server.close(resolve));
    },
  };
}
