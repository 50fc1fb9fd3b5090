/** The peer closed the connection, or it was cut: nothing that is written to it arrives any more. */
const BROKEN: ReadonlySet<unknown> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/** Whether a connection that there was has broken, by the code that undici or the system gives. */
export function isBrokenConnection(error: Error): boolean {
  return 'code' in error && BROKEN.has(error.code);
}
