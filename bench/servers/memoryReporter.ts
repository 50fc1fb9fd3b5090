/** V8 sweeps, and gives memory back to the system, on other threads, some time after a collection. */
const SETTLE_MS = 4_000;

/**
 * Loaded before a server that is measured, with `--expose-gc`: tells the process that started it how much memory is in
 * use, whenever that asks, after what is garbage has been collected.
 */
process.on('message', () => {
  const collect = globalThis.gc;
  if (!collect) throw new Error('The memory reporter needs --expose-gc.');
  collect();
  // What finalizers let go of is garbage only in a second round.
  setTimeout(() => collect(), SETTLE_MS / 2);
  setTimeout(() => process.send?.(process.memoryUsage()), SETTLE_MS);
});
// It must not keep the server alive.
process.channel?.unref();
