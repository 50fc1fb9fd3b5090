import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import {
  CloseCode,
  type ConnectionInitMessage,
  type Message,
  MessageType,
  parseMessage,
  type SubscribeMessage,
  stringifyMessage,
} from 'graphql-ws';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { ClientRequest } from './clientRequest.ts';
import type { OpenPiece } from './openWork.ts';
import type { PipelineAnswer } from './pipeline.ts';
import type { ErrorPresenter } from './presentError.ts';
import { PresentedError } from './presentEvents.ts';
import { resultText } from './resultText.ts';
import { runSocketOperation, type SocketOperationsOptions } from './socketOperation.ts';
import type { PingedSocket, SocketPings } from './socketPings.ts';
import { SocketSubscription } from './socketSubscription.ts';
import type { SocketWriter, WriterOwner } from './socketWriter.ts';
import { webSocketHeaders } from './webSocketHeaders.ts';

/** RFC 6455: the endpoint is "going away". Clients of graphql-ws connect again on it. */
const GOING_AWAY = 1001;

/** The client reads slower than events come; it should connect again and resume. One of those that are free for use. */
const TOO_SLOW = 4490;

/** A client has so long to initialise its connection. */
const INITIALISATION_MS = 3_000;

/** What all sockets have in common. */
export interface SocketSessionOptions extends SocketOperationsOptions {
  readonly present: ErrorPresenter;
  /** Names, in lower case, of the headers that subgraphs receive. */
  readonly forwardHeaders: readonly string[];
  readonly logger: Logger;
  readonly pings: SocketPings;
}

/**
 * The server's side of `graphql-transport-ws` on one socket: what graphql-ws's server does, and messages are read and
 * written by that library, but with one object for a socket instead of some forty, most of them closures. There are
 * thousands of sockets that wait for events, and each took twice the memory of a socket alone.
 *
 * Failures before the first result are `error` messages. Once events flow, an error in one of them is part of it.
 *
 * @see https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
 */
export class SocketSession implements OpenPiece, PingedSocket, WriterOwner {
  awaitsPong = false;
  readonly #options: SocketSessionOptions;
  readonly #socket: WebSocket;
  readonly #writer: SocketWriter;
  /** The upgrade. */
  readonly #clientRequest: ClientRequest;
  /** By their ids. A controller is an operation whose answer, or whose first event, is due. */
  readonly #operations = new Map<string, AbortController | SocketSubscription>();
  /** Undefined until the client has initialised the connection. */
  #forwardedHeaders: Readonly<Record<string, string>> | undefined;
  #initialisation: NodeJS.Timeout | undefined;

  constructor(options: SocketSessionOptions, socket: WebSocket, writer: SocketWriter, clientRequest: ClientRequest) {
    this.#options = options;
    this.#socket = socket;
    this.#writer = writer;
    this.#clientRequest = clientRequest;
    this.#initialisation = setTimeout(SocketSession.#giveUp, INITIALISATION_MS, socket);
    writer.owner = this;
    options.pings.add(this);
    options.work.add(this);
  }

  static #giveUp(socket: WebSocket): void {
    socket.close(CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout');
  }

  /** Takes a message of the client. */
  receive(text: string): void {
    const message = readMessage(text);
    switch (message?.type) {
      case MessageType.ConnectionInit:
        this.#initialise(message);
        break;
      case MessageType.Ping:
        this.#send({ ...message, type: MessageType.Pong });
        break;
      case MessageType.Pong:
        break;
      case MessageType.Subscribe:
        this.#subscribe(message);
        break;
      case MessageType.Complete:
        this.#leave(message.id);
        break;
      default:
        this.#socket.close(CloseCode.BadRequest, 'Invalid message received');
    }
  }

  /** Closes the socket once what is being answered has been; subscriptions can be resumed elsewhere. */
  onClosing(): void {
    for (const operation of this.#operations.values()) if (operation instanceof AbortController) return;
    this.#socket.close(GOING_AWAY, 'Going away');
  }

  onPong(): void {
    this.awaitsPong = false;
  }

  onError(error: Error): void {
    this.#options.logger.debug({ err: error }, 'A WebSocket failed');
  }

  /** The socket has closed: aborts and ends all that runs for it. */
  end(): void {
    clearTimeout(this.#initialisation);
    this.#leaveAll();
    this.#options.pings.remove(this);
    this.#options.work.remove(this);
  }

  ping(): void {
    this.#socket.ping();
  }

  terminate(): void {
    this.#socket.terminate();
  }

  /** The client reads again. */
  onRoom(): void {
    for (const operation of this.#operations.values()) if (operation instanceof SocketSubscription) operation.ready();
  }

  /** Too much waits for the client: it is told to come back, and its subscriptions end. */
  onTooSlow(): void {
    this.#socket.close(TOO_SLOW, 'Too slow');
    this.#leaveAll();
  }

  /** The events of a subscription have come to their end, or `error` broke them off. */
  onEnd(id: string, error: GraphQLFormattedError | undefined): void {
    this.#operations.delete(id);
    if (error) this.#sendErrors(id, [error]);
    else this.#send({ id, type: MessageType.Complete });
  }

  #initialise({ payload }: ConnectionInitMessage): void {
    if (this.#forwardedHeaders) {
      this.#socket.close(CloseCode.TooManyInitialisationRequests, 'Too many initialisation requests');
      return;
    }
    clearTimeout(this.#initialisation);
    this.#initialisation = undefined;
    const { headers } = this.#clientRequest;
    this.#forwardedHeaders = webSocketHeaders(headers, payload, this.#options.forwardHeaders);
    this.#send({ type: MessageType.ConnectionAck });
  }

  #subscribe({ id, payload }: SubscribeMessage): void {
    const forwardedHeaders = this.#forwardedHeaders;
    if (!forwardedHeaders) {
      this.#socket.close(CloseCode.Unauthorized, 'Unauthorized');
      return;
    }
    if (this.#operations.has(id)) {
      this.#socket.close(CloseCode.SubscriberAlreadyExists, 'Subscriber already exists');
      return;
    }
    const controller = new AbortController();
    this.#operations.set(id, controller);
    const origin = { clientRequest: this.#clientRequest, forwardedHeaders, signal: controller.signal };
    runSocketOperation(this.#options, payload, origin)
      .then(
        (answer) => this.#isDue(id, controller) && this.#handOut(id, answer),
        (error: unknown) => this.#isDue(id, controller) && this.#refuse(id, error),
      )
      .catch((error: unknown) => this.#fail(error));
  }

  /** The client may have left the operation, and even given another the same id. */
  #isDue(id: string, controller: AbortController): boolean {
    return this.#operations.get(id) === controller;
  }

  #handOut(id: string, { events, result }: PipelineAnswer): void {
    if (events) {
      const subscription = new SocketSubscription(id, this.#writer, this);
      this.#operations.set(id, subscription);
      subscription.begin(events);
      return;
    }
    this.#operations.delete(id);
    if (result.errors && result.data === undefined) this.#sendErrors(id, result.errors);
    else {
      this.#sendResult(id, result);
      this.#send({ id, type: MessageType.Complete });
    }
    this.#afterAnswer();
  }

  #refuse(id: string, error: unknown): void {
    this.#operations.delete(id);
    this.#sendErrors(id, [error instanceof PresentedError ? error.presented : this.#options.present(error)]);
    this.#afterAnswer();
  }

  #afterAnswer(): void {
    if (this.#options.work.closing) this.onClosing();
  }

  /** A fault of ours. */
  #fail(error: unknown): void {
    this.#options.logger.error({ err: error }, 'A WebSocket message failed unexpectedly');
    this.#socket.close(CloseCode.InternalServerError, 'Internal server error');
  }

  #leaveAll(): void {
    for (const id of [...this.#operations.keys()]) this.#leave(id);
  }

  #leave(id: string): void {
    const operation = this.#operations.get(id);
    this.#operations.delete(id);
    if (operation instanceof AbortController) operation.abort();
    else operation?.leave();
  }

  #sendErrors(id: string, errors: readonly GraphQLFormattedError[]): void {
    this.#socket.send(JSON.stringify({ id, type: MessageType.Error, payload: errors }));
  }

  #sendResult(id: string, result: FormattedExecutionResult): void {
    this.#socket.send(`{"type":"next","payload":${resultText(result).text},"id":${JSON.stringify(id)}}`);
  }

  #send(message: Message): void {
    this.#socket.send(stringifyMessage(message));
  }
}

/** Undefined when the text is no message of the protocol. */
function readMessage(text: string): Message | undefined {
  try {
    return parseMessage(text);
  } catch {
    return undefined;
  }
}
