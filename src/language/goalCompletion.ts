import {
  checksVariable,
  type ExpressionContext,
  isExpressionContext,
  isVariable,
  rangeMacros,
  type Variable,
  type VariableName,
  variables,
  variablesOf,
} from '../model/goalContext.ts';
import { type Bound, boundAtEnd, chainBefore, endsInText } from './celChain.ts';
import { type ChainType, fieldsOf, type Names, textMethods, typeOfChain, variableWords } from './chainType.ts';
import { checkIds, idsIn, writtenAt } from './checkIds.ts';
import type { Completion, Item } from './completionItem.ts';
import type { Quote } from './cursor/cursor.ts';
import { itemFields } from './itemFields.ts';
import type { LoopMeta } from './jsonSchema.ts';
import type { Path } from './reading.ts';

/** An expression that is being written. */
export interface WrittenExpression {
  readonly context: ExpressionContext;
  /** Where in the text it begins. */
  readonly from: number;
  /** Of a gate: when it asks. */
  readonly before?: string | undefined;
  /** True where a text has to come out, such as a key. */
  readonly wantsText: boolean;
  /** The quotes that it stands in. */
  readonly quote?: Quote | undefined;
  /** True in brackets of YAML, where a comma would end it. */
  readonly flow?: boolean;
}

/** Longer expressions are refused. */
const longest = 4096;

/**
 * What can be written in an expression, by the variables of its kind. By words alone: `checks.` is no expression yet, so
 * there is nothing to parse.
 */
export function goalCompletions(text: string, offset: number, written: WrittenExpression): readonly Completion[] {
  const before = unquoted(text.slice(Math.max(written.from, offset - longest), offset), written.quote);
  const word = /\w*$/.exec(before)?.[0] ?? '';
  if (/^\d/.test(word) || endsInText(before)) return [];
  const end = offset + (/^\w*/.exec(text.slice(offset, offset + 100))?.[0].length ?? 0);
  const place = { start: offset - word.length, end };
  const head = before.slice(0, before.length - word.length);
  const items = new Offer(text, head, written).items();
  const fitting = written.flow && !written.quote ? items.flatMap((item) => inBrackets(item, head)) : items;
  return fitting.map((item) => ({ ...item, ...place }));
}

/** The condition that people write first in a field; undefined where there is none that would hold water. */
export function firstCondition(text: string, path: Path, { context = '', result }: LoopMeta): string | undefined {
  if (!isExpressionContext(context)) return undefined;
  const written = { context, from: 0, before: gateBefore(text, path), wantsText: false };
  if (result === 'string') return undefined;
  const first = new Offer(text, '', written).items().find(({ kind }) => kind === 'value');
  return first?.insert.replace(/\$\{\d+:([^}]*)\}/g, '$1') ?? (context === 'items' ? 'item.failures > 2' : undefined);
}

/** When the gate asks that an expression belongs to; undefined for one that belongs to none. */
export const gateBefore = (text: string, [top, id = '']: Path): string | undefined =>
  top === 'gates' ? (writtenAt(text, ['gates', String(id), 'before']) ?? 'deliver') : undefined;

/** A comma or bracket needs quotes around the whole expression, which can only be put where it begins. */
function inBrackets(item: Item, head: string): readonly Item[] {
  if (!/[,[\]{}]/.test(item.insert.replace(/\$\{\d+:([^}]*)\}/g, '$1'))) return [item];
  return head.trim() === '' ? [{ ...item, insert: `"${item.insert}"` }] : [];
}

/** The text of an expression inside quotes of YAML. */
const unquoted = (text: string, quote: Quote | undefined): string =>
  quote === '"' ? text.replaceAll('\\"', '"') : quote === "'" ? text.replaceAll("''", "'") : text;

const name = (label: string, documentation: string, preferred = true): Item => ({
  label,
  kind: 'name',
  insert: label,
  documentation,
  preferred,
});

const value = (label: string, insert: string, documentation: string): Item => ({
  label,
  kind: 'value',
  insert,
  documentation,
  preferred: true,
});

/** What one place in an expression takes. */
class Offer {
  readonly #text: string;
  /** The expression up to the word that is being written. */
  readonly #head: string;
  readonly #written: WrittenExpression;
  readonly #bound: readonly Bound[];
  readonly #names: Names;
  readonly #here: readonly VariableName[];

  constructor(text: string, head: string, written: WrittenExpression) {
    this.#text = text;
    this.#head = head;
    this.#written = written;
    this.#bound = boundAtEnd(head);
    this.#names = { bound: this.#bound, input: (input) => inputType(text, input) };
    this.#here = variablesOf(written.context, written.before).filter((variable) => isThere(text, variable));
  }

  items(): readonly Item[] {
    if (/\.\s*$/.test(this.#head)) return this.#members();
    const compared = /(==|!=|<=?|>=?)\s*$/.exec(this.#head);
    if (compared) return this.#comparable(this.#head.slice(0, compared.index));
    if (/[\w)\]]\s+$/.test(this.#head)) return operators(this.#typeBefore(this.#head));
    return this.#beginnings();
  }

  /** Of a name that is written already also where the loop has not yet what it stands for. */
  #typeBefore(head: string): ChainType | undefined {
    const chain = chainBefore(head);
    const [first] = chain ?? [];
    const all: readonly string[] = variablesOf(this.#written.context, this.#written.before);
    const isBound = this.#bound.some((bound) => bound.name === first?.name);
    const isHere = first !== undefined && (isBound || first.kind === 'call' || all.includes(first.name));
    return chain && isHere ? typeOfChain(chain, this.#names) : undefined;
  }

  #has(variable: string): boolean {
    return isVariable(variable) && this.#here.includes(variable);
  }

  /** What stands after a dot. */
  #members(): readonly Item[] {
    const head = this.#head.replace(/\.\s*$/, '');
    const type = this.#typeBefore(head);
    const owner = chainBefore(head)?.at(-1)?.name ?? '';
    switch (type) {
      case 'checks':
        return [...checkIds(this.#text).map((id) => name(id, checkWords(this.#text, id))), ...macros('c', 'c.passed')];
      case 'list<Check>':
        return [...macros('c', 'c.passed'), size];
      case 'list<string>':
        return [...macros('f', "f.startsWith('src/')", this.#written.quote), size];
      case 'string':
        return methods(this.#written.quote);
      case 'numbers':
        return idsIn(this.#text, ['metrics']).map((id) => name(id, metricWords(id, owner)));
      case 'inputs':
        return inputs(this.#text).map((id) => name(id, inputWords(this.#text, id)));
      case 'item':
        return itemFields(this.#text).map((field) => name(field, `The field \`${field}\` of the item.`));
      case undefined:
      case 'bool':
      case 'int':
      case 'double':
      case 'dyn':
        return [];
      default:
        return fields(fieldsOf[type] ?? {});
    }
  }

  /** What can stand on the right of a comparison. */
  #comparable(left: string): readonly Item[] {
    const chain = chainBefore(left) ?? [];
    const type = this.#typeBefore(left);
    const member = chain.at(-1)?.name ?? '';
    if (type === 'bool') return ['true', 'false'].map((each) => value(each, each, 'A truth value.'));
    if (type === 'int' || type === 'double') {
      const usual = usualNumbers[member] ?? (type === 'int' ? '0' : '80.0');
      const others = chain[0]?.name === 'metrics' ? ['baseline', 'best'].filter((each) => this.#has(each)) : [];
      return [
        value(usual, `\${1:${usual}}`, type === 'int' ? 'A whole number.' : 'A number with decimals.'),
        ...others.map((each) => name(`${each}.${member}`, variableWords(each === 'best' ? 'best' : 'baseline'))),
      ];
    }
    if (type === 'string')
      return [value(`${quoted('…', this.#written.quote)}`, quoted('${1:text}', this.#written.quote), 'A text.')];
    return this.#written.context === 'items' || type === 'dyn'
      ? inputs(this.#text).map((id) => name(`inputs.${id}`, inputWords(this.#text, id)))
      : [];
  }

  /** What an expression, or a part of one, can begin with. */
  #beginnings(): readonly Item[] {
    const isInner = this.#bound.length > 0;
    return [
      ...this.#bound.map((bound) => name(bound.name, 'One of them.')),
      ...(isInner || this.#written.wantsText ? [] : this.#conditions()),
      ...(this.#written.wantsText
        ? itemFields(this.#text).map((field) => value(`item.${field}`, `item.${field}`, 'A field of the item.'))
        : []),
      ...this.#here.map((variable) => name(variable, variableWords(variable), false)),
    ];
  }

  /** Whole conditions that people write where such an expression is asked for. */
  #conditions(): readonly Item[] {
    const { context, before, quote } = this.#written;
    switch (context) {
      case 'goal':
        return this.#goals();
      case 'give-up':
        return [
          value('run.no_progress >= 3', 'run.no_progress >= ${1:3}', 'Nothing got better three passes in a row.'),
          value('run.cost_usd > 5', 'run.cost_usd > ${1:5.0}', 'The run has cost more than that, in dollars.'),
        ];
      case 'gate': {
        if (before === 'spend')
          return [value('run.cost_usd > 5', 'run.cost_usd > ${1:5.0}', 'More was spent than that, in dollars.')];
        if (before === 'item') return [];
        const folder = quoted('${1:src/core/}', quote);
        return [
          value('diff.lines > 150', 'diff.lines > ${1:150}', 'The change is larger than that.'),
          value(
            'diff.files.exists(…)',
            `diff.files.exists(f, f.startsWith(${folder}))`,
            'A file below a folder is touched.',
          ),
        ];
      }
      case 'items':
        return [];
    }
  }

  #goals(): readonly Item[] {
    const metrics = idsIn(this.#text, ['metrics']).map((id) => {
      const least = writtenAt(this.#text, ['metrics', id, 'better']) !== 'lower';
      const operator = least ? '>=' : '<=';
      const doc = `True if the metric \`${id}\` is ${least ? 'at least' : 'at most'} that.`;
      return value(`metrics.${id} ${operator} 80.0`, `metrics.${id} ${operator} \${1:80.0}`, doc);
    });
    const judge = this.#has('judge') ? [value('judge.passed', 'judge.passed', 'True if most judges let it pass.')] : [];
    return [...checkIds(this.#text).map(passedItem), everyCheckPassed, ...metrics, ...judge];
  }
}

/** Whether the loop has what a variable stands for. Checks are what people write next, so they are always there. */
function isThere(text: string, variable: VariableName): boolean {
  const { needs }: Variable = variables[variable];
  return variable === checksVariable || (needs ?? []).every((path) => writtenAt(text, path) !== undefined);
}

const inputsPath = ['on', 'manual', 'inputs'];

const inputs = (text: string): readonly string[] => idsIn(text, inputsPath);

/** What an input is in an expression. */
export function inputType(text: string, input: string): ChainType {
  switch (writtenAt(text, [...inputsPath, input, 'type'])) {
    case 'number':
      return 'double';
    case 'boolean':
      return 'bool';
    default:
      return 'string';
  }
}

/** What is known of an input, for whoever reads its name. */
export function inputWords(text: string, id: string): string {
  const about = writtenAt(text, [...inputsPath, id, 'description']);
  const type = writtenAt(text, [...inputsPath, id, 'type']) ?? 'string';
  return `The input \`${id}\`, a ${type}.${about ? ` ${about}` : ''}`;
}

/** What is known of a check, for whoever reads its id. */
export function checkWords(text: string, id: string): string {
  const written = writtenAt(text, ['checks', id]) ?? '';
  const run = writtenAt(text, ['checks', id, 'run']) ?? (/^[{[]|^$/.test(written) ? undefined : written);
  return `The check \`${id}\`.${run ? `\n\n\`\`\`sh\n${run}\n\`\`\`` : ''}`;
}

/** What is known of a metric; `owner` says when it was measured. */
export const metricWords = (id: string, owner: string): string =>
  `The metric \`${id}\`, a number with decimals. ${isVariable(owner) ? variables[owner].description : ''}`.trim();

const usualNumbers: Readonly<Record<string, string>> = {
  exit_code: '0',
  failed: '0',
  seconds: '60.0',
  score: '8.0',
  iteration: '3',
  no_progress: '3',
  tokens: '1000000',
  cost_usd: '5.0',
  minutes: '30.0',
  lines: '150',
};

/** A text of CEL in the quotes that those of YAML leave free. */
const quoted = (text: string, outside: Quote | undefined): string => (outside === "'" ? `"${text}"` : `'${text}'`);

const macros = (variable: string, condition: string, outside?: Quote): readonly Item[] =>
  Object.entries(rangeMacros).map(([label, documentation]) => ({
    label,
    kind: 'function',
    insert: `${label}(${variable}, \${1:${outside === "'" ? condition.replaceAll("'", '"') : condition}})`,
    documentation,
  }));

const size: Item = { label: 'size', kind: 'function', insert: 'size()', documentation: 'How many there are.' };

const methods = (outside: Quote | undefined): readonly Item[] =>
  Object.entries(textMethods).map(([label, { type, description }]) => {
    const takes = type === 'bool' || label === 'split' ? quoted('$1', outside) : '';
    return { label, kind: 'function', insert: `${label}(${takes})`, documentation: `\`${type}\`. ${description}` };
  });

function fields(of: NonNullable<(typeof fieldsOf)[ChainType]>): readonly Item[] {
  return Object.entries(of).map(([label, { type, description }]) => ({
    label,
    kind: 'field',
    insert: label,
    detail: type,
    documentation: `\`${type}\`. ${description}`,
    preferred: label === 'passed',
  }));
}

/** What can stand after a value. */
function operators(type: ChainType | undefined): readonly Item[] {
  const operator = (label: string, documentation: string): Item => ({
    label,
    kind: 'operator',
    insert: `${label} `,
    documentation,
  });
  const both = [operator('&&', 'Both hold.'), operator('||', 'At least one holds.')];
  const same = [operator('==', 'They are the same.'), operator('!=', 'They are not the same.')];
  const order = ['>=', '<=', '>', '<'].map((each) => operator(each, 'Compares two numbers.'));
  if (type === 'bool') return both;
  if (type === 'int' || type === 'double') return [...order, ...same];
  if (type === 'string') return same;
  return type === 'dyn' ? [...order, ...same] : type === undefined ? both : [];
}

const passedItem = (id: string): Item =>
  value(`${checksVariable}.${id}.passed`, `${checksVariable}.${id}.passed`, `True if the check \`${id}\` passed.`);

const everyCheckPassed: Item = {
  ...value('checks.all(c, c.passed)', 'checks.all(c, c.passed)', 'True if every check passed.'),
  preferred: false,
};
