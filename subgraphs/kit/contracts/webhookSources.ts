/** What came from a source since the process started. Refused webhooks are counted, and recorded nowhere. */
export interface WebhookSourceCounts {
  /** Such as `stripe`, or `standard/erp`. */
  readonly source: string;
  /** Events that were stored. */
  readonly stored: number;
  /** When the last of them came, ISO 8601 in UTC; null when none has. */
  readonly lastStoredAt: string | null;
  /** Events that had been stored before. */
  readonly repeated: number;
  /** Webhooks that were refused, by the reason. */
  readonly refused: Readonly<Record<string, number>>;
}
