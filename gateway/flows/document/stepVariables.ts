import {
  type DirectiveNode,
  type GraphQLInputType,
  getNullableType,
  isInputType,
  Kind,
  print,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql';
import type { StepVariable, VariableSource } from '../flow.ts';
import type { ExportScope } from './exportScope.ts';
import { type ExportShape, isLeaf, mismatch } from './exportShape.ts';
import { directiveAt, textArgument } from './flowDirectives.ts';
import { type FlowReading, type NamedOperation, RESERVED_PREFIX } from './flowDocument.ts';
import { parseTemplate } from './template.ts';

/** A step whose variables are read. */
export interface StepContext {
  readonly operation: NamedOperation;
  readonly scope: ExportScope;
  /** Whether the step has `@each`. */
  readonly isRepeated: boolean;
  /** In a step with `@each`, what its items are like; null when that is not known. */
  readonly item: ExportShape | null;
  readonly reading: FlowReading;
}

type TemplateSource = Extract<VariableSource, { kind: 'template' }>;

type Found =
  | { readonly from: 'export' | 'item'; readonly shape: ExportShape | null }
  | { readonly from: 'nowhere'; readonly message: string | null };

/** The variables of a step and what feeds each; those that nothing can feed are reported and left out. */
export function readStepVariables(context: StepContext): readonly StepVariable[] {
  return (context.operation.variableDefinitions ?? []).flatMap((definition) => {
    const source = readSource(definition, context);
    if (!source) return [];
    const name = definition.variable.name.value;
    const required = definition.type.kind === Kind.NON_NULL_TYPE;
    return [{ name, type: print(definition.type), required, source }];
  });
}

function readSource(definition: VariableDefinitionNode, context: StepContext): VariableSource | undefined {
  const { faults } = context.reading;
  const name = definition.variable.name.value;
  const template = directiveAt(definition, 'template');
  const environment = directiveAt(definition, 'env');
  if (name.startsWith(RESERVED_PREFIX)) {
    faults.add(definition, `Variables that begin with ${RESERVED_PREFIX} are reserved; take another name.`);
    return undefined;
  }
  if (template && (environment || definition.defaultValue)) {
    const other = environment ? '@env' : 'its default';
    faults.add(template, `"$${name}" has two sources, @template and ${other}; keep one of them.`);
    return undefined;
  }
  if (template) return readTemplate(definition, template, context);
  if (environment) return readEnvironment(definition, environment, context);
  return readFed(definition, context);
}

function readTemplate(
  definition: VariableDefinitionNode,
  directive: DirectiveNode,
  context: StepContext,
): VariableSource | undefined {
  const { faults } = context.reading;
  checkTakesText(definition, directive, context);
  const text = textArgument(directive, 'text');
  if (text === undefined) return undefined;
  const template = parseTemplate(text);
  if ('fault' in template) {
    faults.add(directive, template.fault);
    return undefined;
  }
  if (template.parts.every((part) => typeof part === 'string')) {
    faults.add(directive, 'The template has no {name} in it; write the text where the variable is used.');
    return undefined;
  }
  const parts = template.parts.flatMap((part): TemplateSource['parts'] => {
    if (typeof part === 'string') return [part];
    const found = find(part.name, context);
    if (found.from === 'nowhere') {
      const unknown = `The template has "{${part.name}}", which has no value; export it (${available(context)}).`;
      faults.add(directive, found.message ?? unknown);
      return [];
    }
    if (found.shape && !isLeaf(found.shape)) {
      faults.add(
        directive,
        `The template has "{${part.name}}", a ${found.shape.type}; take a scalar or an enum of it.`,
      );
    }
    return [{ name: part.name, from: found.from }];
  });
  return { kind: 'template', parts };
}

function readEnvironment(
  definition: VariableDefinitionNode,
  directive: DirectiveNode,
  context: StepContext,
): VariableSource | undefined {
  const { faults, environmentNames } = context.reading;
  checkTakesText(definition, directive, context);
  const name = textArgument(directive, 'name');
  if (name === undefined) return undefined;
  if (!/^FLOW_\w+$/.test(name)) {
    faults.add(directive, `Flows see environment variables FLOW_… only, not ${name}; rename it.`);
    return undefined;
  }
  if (environmentNames === null || environmentNames.has(name)) return { kind: 'environment', name };
  if (definition.defaultValue) return { kind: 'default' };
  faults.add(directive, `The environment variable ${name} is not set; set it, or give the variable a default.`);
  return undefined;
}

/** Templates and environment values are text. */
function checkTakesText(definition: VariableDefinitionNode, directive: DirectiveNode, { reading }: StepContext): void {
  const type = inputType(definition, reading);
  if (!type || ['String', 'ID'].includes(String(getNullableType(type)))) return;
  reading.faults.add(
    directive,
    `@${directive.name.value} gives a text, but "$${definition.variable.name.value}" is ${type}; make it String or ID.`,
  );
}

/** A variable that an item's field or an export of its name feeds, or else its default. */
function readFed(definition: VariableDefinitionNode, context: StepContext): VariableSource | undefined {
  const { faults } = context.reading;
  const name = definition.variable.name.value;
  const found = find(name, context);
  if (found.from !== 'nowhere') {
    checkType(definition, found, context);
    return found.from === 'item' ? { kind: 'item', field: name } : { kind: 'export', name };
  }
  if (found.message === null && definition.defaultValue) return { kind: 'default' };
  if (found.message === null && context.isRepeated && !context.item) return undefined;
  const unbound = `Nothing feeds "$${name}": export a field as "${name}", or give the variable a @template, an @env or a default`;
  faults.add(definition, found.message ?? `${unbound} (${available(context)}).`);
  return undefined;
}

function checkType(
  definition: VariableDefinitionNode,
  found: Exclude<Found, { from: 'nowhere' }>,
  context: StepContext,
) {
  const type = inputType(definition, context.reading);
  const reason = type && found.shape && mismatch(found.shape, type);
  if (!reason) return;
  const name = definition.variable.name.value;
  const what = found.from === 'item' ? `the field "${name}" of the item` : `the export "${name}"`;
  context.reading.faults.add(
    definition,
    `"$${name}" is ${type}, but ${what} is ${found.shape?.type}: ${reason}. The types must be equal.`,
  );
}

/** What feeds a name in this step: the item's field first, then an export. */
function find(name: string, { item, scope, operation }: StepContext): Found {
  const field = item?.fields?.get(name);
  if (field !== undefined) return { from: 'item', shape: field };
  const resolved = scope.resolve(name, operation);
  if (resolved.kind === 'export') return { from: 'export', shape: resolved.shape };
  return { from: 'nowhere', message: resolved.kind === 'too early' ? resolved.message : null };
}

function available({ item, scope, operation }: StepContext): string {
  const fields = item?.fields ? `; fields of the item: ${[...item.fields.keys()].join(', ')}` : '';
  return scope.available(operation) + fields;
}

/** The variable's type; undefined when the schema has none of that name, which is reported elsewhere. */
function inputType({ type }: VariableDefinitionNode, { schema }: FlowReading): GraphQLInputType | undefined {
  const known = typeFromAST(schema, type as Parameters<typeof typeFromAST>[1]);
  return isInputType(known) ? known : undefined;
}
