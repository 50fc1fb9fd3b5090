/** Parameters as Stripe's forms have them: texts, nested in objects and lists. */
export interface Parameters {
  readonly [name: string]: Parameter;
}

export type Parameter = string | readonly Parameter[] | Parameters;

/**
 * Reads `a=1&metadata[order_id]=ord_1&lines[0][amount]=5&expand[]=payments`, as Stripe's API takes it in bodies and
 * queries. An object whose names are numbers is a list.
 */
export function parseForm(form: string | URLSearchParams): Parameters {
  const root: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(form)) {
    const path = name.split(/[[\]]+/).filter((part, index) => index === 0 || part !== '');
    if (name.endsWith('[]')) path.push(String(Object.keys(at(root, path)).length));
    const last = path.pop() as string;
    at(root, path)[last] = value;
  }
  return listed(root) as Parameters;
}

/** The text of a parameter, when there is one. */
export function textOf(parameters: Parameters, name: string): string | undefined {
  const value = parameters[name];
  return typeof value === 'string' ? value : undefined;
}

/** The parameters inside one, or none. */
export function within(parameters: Parameters, name: string): Parameters {
  const value = parameters[name];
  return typeof value === 'object' && !Array.isArray(value) ? (value as Parameters) : {};
}

/** The list inside a parameter, or an empty one. */
export function listOf(parameters: Parameters, name: string): readonly Parameter[] {
  const value = parameters[name];
  return Array.isArray(value) ? value : [];
}

function at(root: Record<string, unknown>, path: readonly string[]): Record<string, unknown> {
  let inner = root;
  for (const part of path) {
    inner[part] ??= {};
    inner = inner[part] as Record<string, unknown>;
  }
  return inner;
}

function listed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, listed(inner)] as const);
  const isList = entries.length > 0 && entries.every(([name]) => /^\d+$/.test(name));
  return isList ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}
