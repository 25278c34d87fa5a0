import { err, ok, type Result } from '../model/result.ts';
import { isObject, jsonIn } from './json.ts';
import { parsePath, valueAt } from './jsonPath.ts';
import { linesOf } from './lines.ts';
import { reportSizeLimit } from './readReport.ts';

/** How a metric's number is found in the output of its command. */
export type MetricParse = 'number' | { readonly json: string };

const numeral = String.raw`[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?`;
const alone = new RegExp(String.raw`^\s*(${numeral})\s*%?\s*$`);
const notFinite = /^\s*[+-]?(?:nan|inf|infinity|∞)\s*%?\s*$/i;
const within = new RegExp(String.raw`(?<![\w.+-])${numeral}(?![\w.])`, 'g');
const longestNumber = 400;

/**
 * The number that a metric's command printed. `number`: the last line that is nothing but a number (a `%` may follow),
 * or else the only number there is. `json`: the number at a path in the JSON that the output, or its last line that is
 * JSON, is. What is not finite is refused. The error says what to do.
 */
export function readMetric(parse: MetricParse, output: string): Result<number, string> {
  if (output.length > reportSizeLimit) return err('The output is larger than 16 MB: let the command print less.');
  return parse === 'number' ? readNumber(output) : readJson(parse.json, output);
}

const finite = (text: string): Result<number, string> => {
  const value = Number(text);
  return Number.isFinite(value) ? ok(value) : err(`${text.slice(0, 40)} is not a finite number: a metric must be one.`);
};

function readNumber(output: string): Result<number, string> {
  let last: string | undefined;
  const others: string[] = [];
  for (const line of linesOf(output)) {
    const short = line.length <= longestNumber;
    const match = short ? alone.exec(line) : null;
    if (match?.[1] !== undefined) last = match[1];
    else if (short && notFinite.test(line)) last = line.trim();
    else if (last === undefined && others.length < 2) others.push(...numbersIn(line));
  }
  if (last !== undefined) return finite(last);
  const [only, second] = others;
  if (only !== undefined && second === undefined) return finite(only);
  if (only === undefined) return err('The output has no number: print the metric alone on its last line.');
  const examples = `${only.slice(0, 40)}, ${second?.slice(0, 40)}`;
  return err(`The output has several numbers (${examples}, …): print the metric alone on its last line.`);
}

/** At most two: more are as ambiguous. */
function numbersIn(line: string): string[] {
  const found: string[] = [];
  for (const [text] of line.matchAll(within)) if (found.push(text) === 2) break;
  return found;
}

const isTree = (value: unknown): value is object => isObject(value) || Array.isArray(value);

function readJson(path: string, output: string): Result<number, string> {
  const parts = parsePath(path);
  if (!parts) return err(`"${path}" is no path: write keys with dots and indexes in brackets, as in results[0].mean.`);
  const tree = jsonIn(output, isTree);
  if (!tree)
    return err('The output is no JSON, and no line of it is: let the command print JSON alone (npm run --silent).');
  const found = valueAt(tree, parts);
  if (!found.ok) return err(`There is nothing at "${path}": ${found.error}.`);
  if (typeof found.value === 'number') return finite(String(found.value));
  const kind =
    found.value === null
      ? 'null'
      : Array.isArray(found.value)
        ? 'a list'
        : `${typeof found.value === 'object' ? 'an' : 'a'} ${typeof found.value}`;
  return err(`The value at "${path}" is ${kind}, not a number: choose another path or print a number.`);
}
