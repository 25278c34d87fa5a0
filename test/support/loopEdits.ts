import type { CodeReading, CodeUnit } from '../../src/comprehension/codeReading.ts';
import { seededRandom } from '../../src/comprehension/seededRandom.ts';
import { shuffled } from '../../src/comprehension/shuffled.ts';

/** Kinds of edit that loops make. */
export const loopEditKinds = [
  'guard added',
  'guard removed',
  'loop bound',
  'function extracted',
  'signature changed',
] as const;
export type LoopEditKind = (typeof loopEditKinds)[number];

/** Both sides of one edit of a real file. */
export interface LoopEdit {
  readonly base: string;
  readonly head: string;
}

interface EditedFile {
  readonly path: string;
  readonly text: string;
  readonly code: CodeReading;
  readonly random: () => number;
}

/** An edit of that kind of a text in Python, Go, Rust or Java, by seed; undefined where it has no place for one. Both sides parse. */
export function loopEdit(
  kind: LoopEditKind,
  path: string,
  text: string,
  code: CodeReading,
  seed: string,
): LoopEdit | undefined {
  const file = { path, text, code, random: seededRandom(`${seed} ${kind} ${path}`) };
  if (kind === 'guard added') {
    const less = guardRemoved(file);
    return less === undefined ? undefined : { base: less, head: text };
  }
  const head = editors[kind](file);
  return head === undefined ? undefined : { base: text, head };
}

const editors: Readonly<Record<Exclude<LoopEditKind, 'guard added'>, (file: EditedFile) => string | undefined>> = {
  'guard removed': guardRemoved,
  'loop bound': loopBound,
  'function extracted': functionExtracted,
  'signature changed': signatureChanged,
};

/** The first of these texts that parses and is another one. */
function firstWhole({ path, text, code }: EditedFile, texts: Iterable<string | undefined>): string | undefined {
  for (const one of texts) if (one !== undefined && one !== text && code.tokens(path, one).length > 0) return one;
  return undefined;
}

function guardRemoved(file: EditedFile): string | undefined {
  const { path, text, code, random } = file;
  const guards = code.behaviours(path, text).filter(({ kind, unit }) => kind === 'guard' && unit !== '');
  return firstWhole(
    file,
    shuffled(guards, random).map(({ lines }) =>
      text
        .split('\n')
        .toSpliced(lines.first - 1, lines.last - lines.first + 1)
        .join('\n'),
    ),
  );
}

const endingOf = (path: string): string => path.slice(path.lastIndexOf('.'));

/** What else the head of a loop may say, by language. */
const bounds: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  '.py': [
    [/\brange\((?=[^,()]+\))/, 'range(1, '],
    [/(\bin [\w.]+):$/, '$1[1:]:'],
    [/ < /, ' <= '],
    [/ > /, ' >= '],
  ],
  '.go': [
    [/ < /, ' <= '],
    [/ > /, ' >= '],
    [/:= 0;/, ':= 1;'],
    [/(:= range [\w.]+) \{$/, '$1[1:] {'],
  ],
  '.rs': [
    [/\.\.(?!=)/, '..='],
    [/ < /, ' <= '],
    [/ > /, ' >= '],
    [/(\bin .*[\w)]) \{$/, '$1.into_iter().skip(1) {'],
  ],
  '.java': [
    [/ < /, ' <= '],
    [/ > /, ' >= '],
    [/ = 0;/, ' = 1;'],
    [/ != -1/, ' > 0'],
  ],
};

function loopBound(file: EditedFile): string | undefined {
  const lines = file.text.split('\n');
  const loops = lines.flatMap((line, index) => (/^\s*(?:for|while)\b/.test(line) ? [index] : []));
  const edits = bounds[endingOf(file.path)] ?? [];
  return firstWhole(
    file,
    shuffled(loops, file.random).flatMap((index) =>
      edits.map(([from, to]) => lines.with(index, (lines[index] ?? '').replace(from, to)).join('\n')),
    ),
  );
}

/** How a function of parameters that may be anything is written. */
const extracted: Readonly<Record<string, (names: readonly string[], body: string) => readonly string[]>> = {
  '.py': (names, body) => [`def computed_result(${names.join(', ')}):`, `    return ${body}`, '', ''],
  '.go': (names, body) => [
    `func computedResult(${names.map((name) => `${name} any`).join(', ')}) any {`,
    `\treturn ${body}`,
    '}',
    '',
  ],
  '.rs': (names, body) => [
    `fn computed_result<T>(${names.map((name) => `${name}: T`).join(', ')}) -> T {`,
    `    return ${body};`,
    '}',
    '',
  ],
  '.java': (names, body) => [
    `    private static Object computedResult(${names.map((name) => `final Object ${name}`).join(', ')}) {`,
    `        return ${body};`,
    '    }',
    '',
  ],
};

/** What a function returns in one line moves into a function above the outermost part that it stands in; in Java, above its method. */
function functionExtracted(file: EditedFile): string | undefined {
  const { path, text, code, random } = file;
  const ending = endingOf(path);
  const lines = text.split('\n');
  const units = code.units(path, text);
  const returns = lines.flatMap((line, index) => {
    const [, indent, body] = /^(\s+)return ((?=.*[-+*/<>.(]).{12,100}?[\w)\]]);?$/.exec(line) ?? [];
    return indent === undefined || body === undefined || body.includes('self') ? [] : [{ index, indent, body }];
  });
  return firstWhole(
    file,
    shuffled(returns, random).map(({ index, indent, body }) => {
      const above = unitsAt(units, index + 1)[ending === '.java' ? 1 : 0]?.lines.first;
      if (above === undefined) return undefined;
      const names = freeNames(body);
      const call = `${ending === '.go' || ending === '.java' ? 'computedResult' : 'computed_result'}(${names.join(', ')})`;
      const end = ending === '.rs' || ending === '.java' ? ';' : '';
      const function_ = extracted[ending]?.(names, body) ?? [];
      return lines
        .with(index, `${indent}return ${call}${end}`)
        .toSpliced(above - 1, 0, ...function_)
        .join('\n');
    }),
  );
}

/** Those that hold a line, the outermost first. */
const unitsAt = (units: readonly CodeUnit[], line: number): CodeUnit[] =>
  units
    .filter(({ lines: { first, count } }) => line >= first && line < first + count)
    .sort((one, other) => other.lines.count - one.lines.count);

/** Names in an expression that are neither called, nor members, nor types or constants. */
function freeNames(body: string): string[] {
  const bare = body.replace(/"[^"]*"|'[^']*'/g, '""');
  const names = Array.from(bare.matchAll(/(?<![\w.:])[a-z]\w*(?!\w|\s*\(|!|::)/g), ([name]) => name);
  const words = /^(?:and|or|not|in|is|if|else|for|new|this|true|false|nil|null|lambda|instanceof|as|mut|ref|await)$/;
  return [...new Set(names)].filter((name) => !words.test(name));
}

/** One parameter more, and what is handed over for it. */
const parameters: Readonly<Record<string, readonly [declared: string, given: string]>> = {
  '.py': ['strict=False', 'strict=True'],
  '.go': ['strict bool', 'true'],
  '.rs': ['strict: bool', 'true'],
  '.java': ['final boolean strict', 'true'],
};

function signatureChanged(file: EditedFile): string | undefined {
  const { path, text, code, random } = file;
  const [declared, given] = parameters[endingOf(path)] ?? ['', ''];
  const named = code.units(path, text).map(({ name, lines }) => ({ name: name.split(/\W+/).at(-1) ?? '', lines }));
  const once = named.filter(({ name }) => name.length > 3 && named.filter((other) => other.name === name).length === 1);
  return firstWhole(
    file,
    shuffled(once, random).map(({ name, lines }) => {
      const places = Array.from(text.matchAll(new RegExp(`(?<![\\w])${name}\\(`, 'g')), ({ index }) => index);
      const own = places.find((at) => text.slice(0, at).split('\n').length >= lines.first);
      if (own === undefined || !isDeclared(text, own) || !takesOneMore(text, own)) return undefined;
      return places
        .toReversed()
        .reduce((edited, at) => withArgument(edited, at + name.length, at === own ? declared : given), text);
    }),
  );
}

const isDeclared = (text: string, at: number): boolean =>
  /^\s*(?:def |(?:pub(?:\([a-z]+\))? )?fn |func |(?:(?:public|private|protected|static|final) )+[\w<>[\]]+ )/.test(
    text.slice(text.lastIndexOf('\n', at) + 1),
  );

/** In Python, nothing may follow what takes all the rest; a default may not stand before what has none. */
const takesOneMore = (text: string, at: number): boolean => !/\*/.test(text.slice(at, text.indexOf(')', at)));

/** The text with one argument more in the brackets that open there. */
function withArgument(text: string, open: number, argument: string): string {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth > 0) continue;
    const inside = text.slice(open + 1, at).trimEnd();
    const comma = inside === '' || inside.endsWith(',') ? '' : ', ';
    return `${text.slice(0, open + 1)}${inside}${comma}${argument}${text.slice(at)}`;
  }
  return text;
}
