import { type DataObject, typenameOf } from './mergeData.ts';
import type { PreparedFetch } from './preparedPlan.ts';
import { representationText, scalarRequirement } from './representationText.ts';
import type { TypeConditions } from './typeConditions.ts';

type Level = Map<unknown, Level | string>;

/**
 * The representations of one fetch's entities as JSON. Where they hold scalars only, one text is kept for each tuple of
 * values: most objects of an answer are about few entities, values out of JSON have their hash at hand, and a text would
 * have to be put together, and hashed, for each object anew.
 */
export class RepresentationTexts {
  readonly #fetch: PreparedFetch;
  readonly #typeConditions: TypeConditions;
  readonly #isPlain: boolean;
  readonly #names = new Map<string, readonly string[] | undefined>();
  readonly #texts: Level = new Map();

  constructor(fetch: PreparedFetch, typeConditions: TypeConditions, isPlain: boolean) {
    this.#fetch = fetch;
    this.#typeConditions = typeConditions;
    this.#isPlain = isPlain;
  }

  /** See {@link representationText}. */
  of(entity: DataObject): string | undefined {
    const typename = typenameOf(entity);
    const names = typename === undefined ? undefined : this.#namesOf(typename);
    const lastName = names?.at(-1);
    if (!names || lastName === undefined) return this.#write(entity);
    let level = this.#texts;
    for (const name of names) {
      if (name === lastName) break;
      const next = level.get(entity[name]) ?? new Map();
      level.set(entity[name], next);
      level = next as Level;
    }
    const known = level.get(entity[lastName]) as string | undefined;
    if (known !== undefined) return known;
    const text = this.#write(entity);
    if (text !== undefined) level.set(entity[lastName], text);
    return text;
  }

  #namesOf(typename: string): readonly string[] | undefined {
    const known = this.#names.get(typename);
    if (known || this.#names.has(typename)) return known;
    const names = scalarRequirement(this.#fetch, typename, this.#typeConditions);
    this.#names.set(typename, names);
    return names;
  }

  #write(entity: DataObject): string | undefined {
    return representationText(this.#fetch, entity, this.#typeConditions, this.#isPlain);
  }
}
