import type { EventStream, StreamedEvent } from './eventStream.ts';

/**
 * Iterates over events for a consumer that takes one at a time: the next one is not read before it is asked for. The
 * iteration, and with it the subscription, ends when the consumer leaves it or the signal is aborted, also while an event
 * is awaited. It throws what broke the events off.
 *
 * Nothing is opened before the first `next()`.
 */
export function pullEvents(stream: EventStream, signal: AbortSignal): AsyncGenerator<StreamedEvent, void, void> {
  const waiting: StreamedEvent[] = [];
  let ending: { readonly error?: unknown } | undefined;
  let asked = 0;
  let wake = (): void => {};
  const subscribe = () => {
    signal.addEventListener('abort', leave, { once: true });
    return stream.subscribe({
      deliver(event) {
        waiting.push(event);
        wake();
      },
      end(error) {
        finish(error === undefined ? {} : { error });
      },
      get isReady() {
        return waiting.length < asked;
      },
    });
  };
  let subscription: ReturnType<typeof subscribe> | undefined;
  const finish = (how: { readonly error?: unknown }): void => {
    ending ??= how;
    signal.removeEventListener('abort', leave);
    wake();
  };
  const leave = (): void => {
    waiting.length = 0;
    subscription?.unsubscribe();
    finish({});
  };

  const iterator: AsyncGenerator<StreamedEvent, void, void> = {
    async next() {
      if (signal.aborted) leave();
      asked++;
      try {
        if (!ending) subscription ??= subscribe();
        subscription?.ready();
        while (waiting.length === 0 && !ending) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      } finally {
        asked--;
      }
      const event = waiting.shift();
      if (event) return { done: false, value: event };
      const error = ending?.error;
      ending = {};
      if (error !== undefined) throw error;
      return { done: true, value: undefined };
    },
    async return() {
      leave();
      return { done: true, value: undefined };
    },
    async throw(error) {
      leave();
      throw error;
    },
    [Symbol.asyncIterator]: () => iterator,
    [Symbol.asyncDispose]: async () => leave(),
  };
  return iterator;
}
