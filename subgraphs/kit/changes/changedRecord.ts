/** Which record of which system changed: its GraphQL type, such as `Payment`, and its id. */
export interface ChangedRecordReference {
  readonly type: string;
  readonly id: string;
}

/**
 * Resolves a field of `ChangedRecord`, to which each system adds a field for each of its types of records: the record as of
 * now, when it is of that type and still there.
 */
export async function recordOfType<Stored>(
  { type, id }: ChangedRecordReference,
  fieldType: string,
  loader: { load(id: string): Promise<Stored | null> },
): Promise<Stored | null> {
  return type === fieldType ? loader.load(id) : null;
}
