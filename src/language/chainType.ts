import {
  checkFields,
  diffFields,
  isVariable,
  judgeFields,
  rangeMacros,
  runFields,
  type VariableName,
  variables,
} from '../model/goalContext.ts';
import type { Bound, ChainStep } from './celChain.ts';

/** What a chain of names in an expression is, as far as words alone tell. */
export type ChainType =
  | 'bool'
  | 'int'
  | 'double'
  | 'string'
  | 'list<string>'
  | 'list<Check>'
  | 'Check'
  | 'Judge'
  | 'Run'
  | 'Diff'
  | 'checks'
  | 'numbers'
  | 'inputs'
  | 'item'
  | 'dyn';

/** What the names of a loop stand for. */
export interface Names {
  readonly bound: readonly Bound[];
  /** The type of an input. */
  readonly input: (name: string) => ChainType;
}

const ofVariable: { readonly [V in VariableName]: ChainType } = {
  checks: 'checks',
  metrics: 'numbers',
  baseline: 'numbers',
  best: 'numbers',
  judge: 'Judge',
  run: 'Run',
  diff: 'Diff',
  item: 'item',
  inputs: 'inputs',
};

type Fields = Readonly<Record<string, { readonly type: ChainType; readonly description: string }>>;

/** The fields that a value of a type has. */
export const fieldsOf: Readonly<Partial<Record<ChainType, Fields>>> = {
  Check: checkFields,
  Judge: judgeFields,
  Run: runFields,
  Diff: diffFields,
};

/** Methods of texts, with what they give. `matches` is not among them: it can take hours. */
export const textMethods: Fields = {
  startsWith: { type: 'bool', description: 'True if the text begins with this one.' },
  endsWith: { type: 'bool', description: 'True if the text ends with this one.' },
  contains: { type: 'bool', description: 'True if this text is in it.' },
  size: { type: 'int', description: 'How many characters it has.' },
  lowerAscii: { type: 'string', description: 'The text in lower case.' },
  upperAscii: { type: 'string', description: 'The text in upper case.' },
  trim: { type: 'string', description: 'The text without spaces around it.' },
  split: { type: 'list<string>', description: 'The parts between separators.' },
};

/** The type of a chain; undefined where a name in it is not known. */
export function typeOfChain([first, ...rest]: readonly ChainStep[], names: Names): ChainType | undefined {
  if (first === undefined || first.kind !== 'name') return first?.kind === 'call' ? ofFunction(first.name) : undefined;
  const bound = names.bound.find(({ name }) => name === first.name);
  const inner = bound && { ...names, bound: names.bound.slice(names.bound.indexOf(bound) + 1) };
  const from = bound && inner ? elementOf(typeOfChain(bound.over, inner)) : variableType(first.name);
  return rest.reduce<ChainType | undefined>((type, step) => type && below(type, step, names), from);
}

const variableType = (name: string): ChainType | undefined => (isVariable(name) ? ofVariable[name] : undefined);

const ofFunction = (name: string): ChainType | undefined =>
  (({ size: 'int', has: 'bool', double: 'double', int: 'int', string: 'string' }) as const)[name];

function elementOf(type: ChainType | undefined): ChainType | undefined {
  if (type === 'checks' || type === 'list<Check>') return 'Check';
  if (type === 'list<string>') return 'string';
  return type === undefined ? undefined : 'dyn';
}

function below(type: ChainType, { name, kind }: ChainStep, names: Names): ChainType | undefined {
  if (kind === 'call') return ofCall(type, name);
  if (type === 'checks') return 'Check';
  if (type === 'numbers') return 'double';
  if (type === 'inputs') return names.input(name);
  if (type === 'item' || type === 'dyn') return 'dyn';
  if (kind === 'index') return elementOf(type);
  const fields = fieldsOf[type];
  return fields && Object.hasOwn(fields, name) ? fields[name]?.type : undefined;
}

function ofCall(type: ChainType, name: string): ChainType | undefined {
  if (name === 'size') return 'int';
  if (Object.hasOwn(rangeMacros, name)) {
    if (name === 'filter') return type === 'checks' ? 'list<Check>' : type;
    return name === 'map' ? 'dyn' : 'bool';
  }
  return Object.hasOwn(textMethods, name) ? textMethods[name]?.type : undefined;
}

/** What is said of a variable as a whole. */
export const variableWords = (name: VariableName): string =>
  `\`${variables[name].type}\`. ${variables[name].description}`;
