import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { GraphQLError } from 'graphql';
import type { StreamedEvent } from '../federation/eventStream.ts';
import type { ErrorPresenter } from './presentError.ts';

/** A {@link StreamedEvent} whose errors have been decided on. */
export interface PresentedEvent {
  readonly result: FormattedExecutionResult;
  readonly cursor?: string;
}

/** A failure as the client may see it; it prints as exactly that. */
export class PresentedError extends GraphQLError {
  readonly presented: GraphQLFormattedError;

  constructor(presented: GraphQLFormattedError) {
    super(presented.message, { extensions: presented.extensions ?? {} });
    this.presented = presented;
  }

  override toJSON(): GraphQLFormattedError {
    return this.presented;
  }
}

/** The events of a subscription on their way to the client. Pulling one pulls one from the executor. */
export interface PresentedEvents extends AsyncIterableIterator<PresentedEvent, void, void> {
  return(): Promise<IteratorResult<PresentedEvent, void>>;
  throw(error: unknown): Promise<IteratorResult<PresentedEvent, void>>;
}

/**
 * Decides what the client sees of the errors in `events`: those never pass through Apollo Server, which formats the
 * first answer only. When the iteration itself fails, `next()` rejects with a {@link PresentedError}.
 *
 * Not an async generator, because `return()` of one waits for a `next()` that is under way; here it reaches the executor's
 * iterator at once, however long the next event takes.
 *
 * @param onEnd called once when the iteration is over, and before the executor learns that the consumer ended it
 */
export function presentEvents(
  events: AsyncGenerator<StreamedEvent, void, void>,
  present: ErrorPresenter,
  onEnd: () => void,
): PresentedEvents {
  const presentEvent = (event: StreamedEvent): PresentedEvent => {
    const { errors, ...rest } = event.result;
    const result = errors ? { errors: errors.map(present), ...rest } : rest;
    return event.cursor === undefined ? { result } : { result, cursor: event.cursor };
  };
  let over = false;
  const end = (): void => {
    if (!over) onEnd();
    over = true;
  };
  const step = async (
    pulled: Promise<IteratorResult<StreamedEvent, void>>,
  ): Promise<IteratorResult<PresentedEvent, void>> => {
    try {
      const { done, value } = await pulled;
      if (!done) return { done: false, value: presentEvent(value) };
      end();
      return { done: true, value: undefined };
    } catch (error) {
      end();
      throw new PresentedError(present(error));
    }
  };
  return {
    next: () => step(events.next()),
    return: () => {
      end();
      return step(events.return());
    },
    throw: (error) => step(events.throw(error)),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
