/**
 * Runs a generator that can be ended while it waits. A plain async generator queues `return()` behind the pending
 * `next()`, so that an upstream which happens to be silent would stay open; here `return()` aborts the signal that the
 * generator was started with, and the pending `next()` answers that the stream is done.
 *
 * Nothing runs before the first `next()`. Aborting `outer` ends the stream the same way.
 *
 * @param generate must end soon after its signal is aborted
 */
export function closableStream<Item>(
  outer: AbortSignal,
  generate: (signal: AbortSignal) => AsyncGenerator<Item, void, void>,
): AsyncGenerator<Item, void, void> {
  const inner = new AbortController();
  let items: AsyncGenerator<Item, void, void> | undefined;

  const abort = (): void => inner.abort(outer.reason);
  const settle = (): void => outer.removeEventListener('abort', abort);
  const start = (): AsyncGenerator<Item, void, void> => {
    if (outer.aborted) abort();
    else outer.addEventListener('abort', abort, { once: true });
    return generate(inner.signal);
  };
  const end = async (): Promise<IteratorReturnResult<void>> => {
    inner.abort();
    settle();
    await items?.return();
    return { done: true, value: undefined };
  };

  const stream: AsyncGenerator<Item, void, void> = {
    async next() {
      if (!items && inner.signal.aborted) return { done: true, value: undefined };
      items ??= start();
      const result = await items.next();
      if (result.done) settle();
      return result;
    },
    return: end,
    async throw(error) {
      await end();
      throw error;
    },
    [Symbol.asyncIterator]: () => stream,
    [Symbol.asyncDispose]: async () => {
      await end();
    },
  };
  return stream;
}
