/** An entity of which only the key is known here; other subgraphs know the rest. */
export interface EntityReference {
  readonly id: string;
}

/** The entity with this id, or null when there is none. */
export function entityReference(id: string | null): EntityReference | null {
  return id === null ? null : { id };
}
