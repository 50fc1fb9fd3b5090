/** Where a function is: `url` is empty for what V8 and Node bring as native code, and for `(idle)` and its like. */
export interface CallFrame {
  readonly functionName: string;
  readonly url: string;
}

/**
 * A profile as V8 writes it: a tree of calls, and samples that each name the node that was running.
 *
 * @see https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#type-Profile
 */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: CallFrame;
    readonly children?: readonly number[];
  }[];
  /** In microseconds of the machine's monotonic clock, the one that `process.hrtime` shows. */
  readonly startTime: number;
  readonly samples: readonly number[];
  /** Before each sample, since the one before. */
  readonly timeDeltas: readonly number[];
}

/** A span of the monotonic clock, in microseconds. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** The monotonic clock now, in microseconds. */
export function monotonicMicroseconds(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

/** One stack that was seen, from the function that ran to the one that everything began with, and for how long. */
export interface SampledStack {
  readonly frames: readonly CallFrame[];
  readonly microseconds: number;
}

/** The stacks that were seen within a span, each once. */
export function stacksWithin(profile: CpuProfile, { from, to }: TimeSpan): readonly SampledStack[] {
  const microseconds = new Map<number, number>();
  let at = profile.startTime;
  for (const [index, node] of profile.samples.entries()) {
    const delta = profile.timeDeltas[index] ?? 0;
    at += delta;
    if (at >= from && at < to) microseconds.set(node, (microseconds.get(node) ?? 0) + delta);
  }
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const parents = new Map(profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  return [...microseconds].map(([node, spent]) => ({ frames: stackOf(node, frames, parents), microseconds: spent }));
}

function stackOf(
  leaf: number,
  frames: ReadonlyMap<number, CallFrame>,
  parents: ReadonlyMap<number, number>,
): readonly CallFrame[] {
  const stack: CallFrame[] = [];
  for (let node: number | undefined = leaf; node !== undefined; node = parents.get(node)) {
    const frame = frames.get(node);
    if (frame) stack.push(frame);
  }
  return stack;
}
