/**
 * Loaded before a server that is measured, with `--expose-gc`: tells the process that started it how much memory is in
 * use, whenever that asks, after what is garbage has been collected.
 */
process.on('message', () => {
  const collect = globalThis.gc;
  if (!collect) throw new Error('The memory reporter needs --expose-gc.');
  collect();
  // What finalizers let go of is garbage only in a second round.
  setTimeout(() => {
    collect();
    process.send?.(process.memoryUsage());
  }, 200);
});
// It must not keep the server alive.
process.channel?.unref();
