import type { VendorRequest } from './emulator.ts';

/** Reads that are POSTs: searches, batches, Slack's lists, queries of GraphQL. */
const READS = { path: /\/(search|read|conversations\.\w+)$/, body: /^\{"query":"query / };

/** Whether a request changes something at the vendor. */
export function isWrite({ method, path, body }: VendorRequest): boolean {
  return method !== 'GET' && !READS.path.test(path) && !READS.body.test(body);
}
