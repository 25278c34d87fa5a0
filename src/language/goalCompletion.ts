import { checkFields, checksVariable, rangeMacros } from '../model/goalContext.ts';
import { checkIds } from './checkIds.ts';
import type { Completion } from './completionItem.ts';

type Item = Omit<Completion, 'start' | 'end'>;

/**
 * What can be written in a goal. By words alone: `checks.` is no expression yet, so there is nothing to parse.
 */
export function goalCompletions(text: string, offset: number): readonly Completion[] {
  const before = text.slice(Math.max(0, offset - 4096), offset);
  const word = /\w*$/.exec(before)?.[0] ?? '';
  const place = { start: offset - word.length, end: offset };
  return items(text, before.slice(0, before.length - word.length)).map((item) => ({ ...item, ...place }));
}

function items(text: string, before: string): readonly Item[] {
  const owner = /(\w+)\s*\.\s*$/.exec(before)?.[1];
  const variables = [...before.matchAll(/\.\s*(\w+)\(\s*([A-Za-z_]\w*)\s*,/g)]
    .filter((match) => Object.hasOwn(rangeMacros, match[1] ?? ''))
    .map((match) => match[2] ?? '');
  if (owner === undefined) return names(text, variables);
  if (owner === checksVariable) return [...checkIds(text).map(checkItem), ...macros()];
  const isCheck = new RegExp(`\\b${checksVariable}\\s*\\.\\s*\\w+\\s*\\.\\s*$`).test(before);
  return isCheck || variables.includes(owner) ? fields() : [];
}

const checkItem = (id: string): Item => ({
  label: id,
  kind: 'name',
  insert: id,
  documentation: `The check \`${id}\`.`,
  preferred: true,
});

function macros(): readonly Item[] {
  return Object.entries(rangeMacros).map(([name, documentation]) => ({
    label: name,
    kind: 'function',
    insert: `${name}(c, \${1:c.passed})`,
    documentation,
  }));
}

function fields(): readonly Item[] {
  return Object.entries(checkFields).map(([name, { type, description }]) => ({
    label: name,
    kind: 'field',
    insert: name,
    documentation: `\`${type}\`. ${description}`,
    preferred: name === 'passed',
  }));
}

function names(text: string, variables: readonly string[]): readonly Item[] {
  const passed = checkIds(text).map((id): Item => {
    const insert = `${checksVariable}.${id}.passed`;
    return {
      label: insert,
      kind: 'value',
      insert,
      documentation: `True if the check \`${id}\` passed.`,
      preferred: true,
    };
  });
  const bound = variables.map((name): Item => ({ label: name, kind: 'name', insert: name, documentation: 'A check.' }));
  const all: Item = {
    label: 'checks.all(c, c.passed)',
    kind: 'value',
    insert: 'checks.all(c, c.passed)',
    documentation: 'True if every check passed.',
  };
  const checks: Item = {
    label: checksVariable,
    kind: 'name',
    insert: checksVariable,
    documentation: 'All checks by id.',
  };
  return [...bound, ...passed, all, checks];
}
