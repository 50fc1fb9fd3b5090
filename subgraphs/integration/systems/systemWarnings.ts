import type { SystemWarning } from '../generated/resolvers.ts';
import type { SystemVendorRecord } from '../records.ts';

/** A gap that was bridged stays to be seen for so long. */
const GAP_SHOWN_MS = 30 * 86_400_000;

/** What an operator should look at. */
export function warningsOf(vendor: SystemVendorRecord | null, now = Date.now()): readonly SystemWarning[] {
  if (!vendor) return [];
  const { gap, lastFailure, parkedWebhooks, pollError, state } = vendor;
  const warnings: SystemWarning[] = [];
  if (gap && (gap.bridgedAt === null || now - Date.parse(gap.bridgedAt) < GAP_SHOWN_MS)) {
    const rest =
      gap.bridgedAt === null
        ? 'All records are being compared.'
        : `All records were compared by ${gap.bridgedAt}: they are as the vendor has them, and what led there is not told.`;
    const message = `The vendor no longer tells what happened from ${gap.from} to ${gap.to}. ${rest}`;
    warnings.push({ code: 'RECONCILIATION_GAP', message });
  }
  if (state === 'FAILING' || state === 'LEFT_ALONE') {
    warnings.push({ code: 'VENDOR_FAILING', message: `The last call failed: ${lastFailure ?? 'no reason is known'}.` });
  }
  if (pollError !== null) {
    warnings.push({ code: 'POLL_FAILING', message: `The last poll failed, and is repeated: ${pollError}` });
  }
  if (parkedWebhooks > 0) {
    const message = `${parkedWebhooks} webhooks could not be understood: see parkedWebhooks.`;
    warnings.push({ code: 'WEBHOOKS_PARKED', message });
  }
  return warnings;
}
