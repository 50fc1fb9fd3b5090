import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';

/** What an exported value looks like: its type, and of an object or a list of them the fields by response name. */
export interface ExportShape {
  readonly type: GraphQLOutputType;
  /** A field is null when the schema does not know it. */
  readonly fields: ReadonlyMap<string, ExportShape | null> | null;
}

/** Whether the value is one scalar or enum, such as a template or a condition takes. */
export function isLeaf({ type }: ExportShape): boolean {
  return isLeafType(getNullableType(type));
}

/** What one item of a list is like; null when the shape is no list of objects. */
export function itemShape({ type, fields }: ExportShape): ExportShape | null {
  const list = getNullableType(type);
  return isListType(list) && !isListType(getNullableType(list.ofType)) && fields ? { type: list.ofType, fields } : null;
}

/**
 * Why a value cannot feed a variable, or null when it can. Lists and named types must be equal; an object feeds an input
 * object whose fields have its response names. The value itself may be null where the variable may not: a null leaves
 * the step out. Nothing inside of it may.
 */
export function mismatch(from: ExportShape, to: GraphQLInputType): string | null {
  return nullableMismatch({ ...from, type: getNullableType(from.type) }, getNullableType(to));
}

function strictMismatch(from: ExportShape, to: GraphQLInputType): string | null {
  if (isNonNullType(to) && !isNonNullType(from.type)) return `${from.type} may be null, ${to} may not`;
  return mismatch(from, to);
}

function nullableMismatch(from: ExportShape, to: GraphQLInputType): string | null {
  const { type, fields } = from;
  if (isListType(type) && isListType(to)) return strictMismatch({ type: type.ofType, fields }, to.ofType);
  if (isListType(type) || isListType(to)) return `${type} is not ${to}`;
  if (fields && isInputObjectType(to)) return objectMismatch(fields, to);
  return getNamedType(type).name === getNamedType(to).name ? null : `${type} is not ${to}`;
}

function objectMismatch(fields: NonNullable<ExportShape['fields']>, to: GraphQLInputObjectType): string | null {
  const known = to.getFields();
  for (const [name, shape] of fields) {
    const field = known[name];
    if (!field) return `${to.name} has no field "${name}"`;
    const reason = shape && strictMismatch(shape, field.type);
    if (reason) return `its field "${name}": ${reason}`;
  }
  const missing = Object.values(known).find((field) => isRequiredInputField(field) && !fields.has(field.name));
  return missing ? `the field "${missing.name}" of ${to.name} is not selected` : null;
}
