import {
  checkFields,
  checksVariable,
  contextVariables,
  type ExpressionContext,
  isExpressionContext,
  isVariable,
  rangeMacros,
  type Variable,
  type VariableName,
  variables,
} from '../model/goalContext.ts';
import { checkIds, idsIn } from './checkIds.ts';
import type { Completion } from './completionItem.ts';
import { cursorAt } from './cursor/cursor.ts';
import { forms, schemasAt } from './schemaWalk.ts';

type Item = Omit<Completion, 'start' | 'end'>;

/**
 * What can be written in an expression, by the variables of its kind. By words alone: `checks.` is no expression yet, so
 * there is nothing to parse.
 */
export function goalCompletions(text: string, offset: number): readonly Completion[] {
  const before = text.slice(Math.max(0, offset - 4096), offset);
  const word = /\w*$/.exec(before)?.[0] ?? '';
  const place = { start: offset - word.length, end: offset };
  const context = contextAt(text, offset);
  return items(text, before.slice(0, before.length - word.length), context).map((item) => ({ ...item, ...place }));
}

/** The kind of expression that an offset is in, as the schema says. */
function contextAt(text: string, offset: number): ExpressionContext {
  const cursor = cursorAt(text, offset);
  if (cursor.kind === 'none') return 'goal';
  const metas = schemasAt(cursor.path)
    .flatMap(forms)
    .map((schema) => schema['x-loop']);
  const context = metas.find((meta) => meta?.lang === 'cel')?.context ?? '';
  return isExpressionContext(context) ? context : 'goal';
}

function items(text: string, before: string, context: ExpressionContext): readonly Item[] {
  const owner = /(\w+)\s*\.\s*$/.exec(before)?.[1];
  const bound = [...before.matchAll(/(\w+)\s*\.\s*(\w+)\(\s*([A-Za-z_]\w*)\s*,/g)].filter((match) =>
    Object.hasOwn(rangeMacros, match[2] ?? ''),
  );
  if (owner === undefined)
    return names(
      text,
      bound.map((match) => match[3] ?? ''),
      context,
    );
  const here: readonly string[] = contextVariables[context];
  const isMember = /\w\s*\.\s*\w+\s*\.\s*$/.test(before);
  if (isMember) {
    const outer = /(\w+)\s*\.\s*\w+\s*\.\s*$/.exec(before)?.[1] ?? '';
    return outer === checksVariable && here.includes(outer) ? fields(checkFields, 'passed') : [];
  }
  const range = bound.findLast((match) => match[3] === owner)?.[1];
  if (range !== undefined) return range === checksVariable ? fields(checkFields, 'passed') : [];
  return isVariable(owner) && here.includes(owner) ? members(text, owner) : [];
}

/** What stands after `checks.`, `metrics.`, `run.` and so on. */
function members(text: string, owner: VariableName): readonly Item[] {
  const variable: Variable = variables[owner];
  if (variable.holds === 'checks') return [...checkIds(text).map(checkItem), ...macros()];
  if (variable.holds === 'numbers') {
    return idsIn(text, ['metrics']).map((id) => name(id, `The metric \`${id}\`. ${variable.description}`));
  }
  if (owner === 'inputs') return idsIn(text, ['on', 'manual', 'inputs']).map((id) => name(id, `The input \`${id}\`.`));
  return fields(variable.fields ?? {}, 'passed');
}

const name = (id: string, documentation: string): Item => ({
  label: id,
  kind: 'name',
  insert: id,
  documentation,
  preferred: true,
});

const checkItem = (id: string): Item => name(id, `The check \`${id}\`.`);

function macros(): readonly Item[] {
  return Object.entries(rangeMacros).map(([label, documentation]) => ({
    label,
    kind: 'function',
    insert: `${label}(c, \${1:c.passed})`,
    documentation,
  }));
}

function fields(of: NonNullable<Variable['fields']>, preferred: string): readonly Item[] {
  return Object.entries(of).map(([label, { type, description }]) => ({
    label,
    kind: 'field',
    insert: label,
    documentation: `\`${type}\`. ${description}`,
    preferred: label === preferred,
  }));
}

/** What an expression can begin with: for a goal that some check passed, elsewhere the variables. */
function names(text: string, bound: readonly string[], context: ExpressionContext): readonly Item[] {
  const here = contextVariables[context];
  const passed = context === 'goal' ? checkIds(text).map(passedItem) : [];
  const all = here.some((variable) => variable === checksVariable) ? [everyCheckPassed] : [];
  return [
    ...bound.map((label): Item => ({ label, kind: 'name', insert: label, documentation: 'One of them.' })),
    ...passed,
    ...all,
    ...here.map((label): Item => ({ label, kind: 'name', insert: label, documentation: variables[label].description })),
  ];
}

function passedItem(id: string): Item {
  const insert = `${checksVariable}.${id}.passed`;
  return {
    label: insert,
    kind: 'value',
    insert,
    documentation: `True if the check \`${id}\` passed.`,
    preferred: true,
  };
}

const everyCheckPassed: Item = {
  label: 'checks.all(c, c.passed)',
  kind: 'value',
  insert: 'checks.all(c, c.passed)',
  documentation: 'True if every check passed.',
};
