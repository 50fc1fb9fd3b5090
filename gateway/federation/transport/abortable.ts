/**
 * Starts `work`, and settles as soon as the signal is aborted even if the work goes on: graphql-js cannot be
 * interrupted, only the resolvers can, by the signal in their context.
 *
 * The listener is removed with each piece of work. (`Promise.race` against one promise for the abort would keep every
 * piece of a long subscription reachable until its end.)
 *
 * @param onAbort gives the result, or throws
 */
export async function settleWhenAborted<Result>(
  signal: AbortSignal,
  work: () => Promise<Result>,
  onAbort: () => Result,
): Promise<Result> {
  if (signal.aborted) return onAbort();
  return new Promise<Result>((resolve, reject) => {
    const abort = (): void => {
      try {
        resolve(onAbort());
      } catch (error) {
        reject(error);
      }
    };
    signal.addEventListener('abort', abort, { once: true });
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });
}

/**
 * Iterates over events until they end or the signal is aborted, and then ends their source, without waiting for a
 * pending event first.
 */
export async function* pullUntilAborted<Item>(
  events: AsyncIterable<Item>,
  signal: AbortSignal,
): AsyncGenerator<Item, void, void> {
  const iterator = events[Symbol.asyncIterator]();
  let hasEnded = false;
  const pull = async (): Promise<IteratorResult<Item, unknown>> => {
    try {
      const result = await iterator.next();
      hasEnded = result.done === true;
      return result;
    } catch (error) {
      hasEnded = true;
      throw error;
    }
  };
  try {
    for (;;) {
      const result = await settleWhenAborted(signal, pull, () => ({ done: true, value: undefined }) as const);
      if (result.done) return;
      yield result.value;
    }
  } finally {
    if (!hasEnded) endSource(iterator);
  }
}

/**
 * A generator that awaits something ends only when that settles, so that nobody waits for its end; what it throws then
 * is the consequence of having been ended.
 */
function endSource(iterator: AsyncIterator<unknown>): void {
  iterator.return?.().catch(() => {});
}
