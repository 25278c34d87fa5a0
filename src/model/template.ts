import { err, type Json, ok, type Result } from './result.ts';
import { maxTemplates, type TemplateFault, templatePath, templatesIn } from './templatePath.ts';

/** What `${{ … }}` is filled in from. */
export interface TemplateContext {
  readonly item: Json;
  readonly inputs: Readonly<Record<string, Json>>;
  readonly run: { readonly id: string };
  readonly loop: { readonly name: string };
  readonly trigger: { readonly kind: string; readonly about: string };
}

/** Characters of one value, and of the whole text that comes out. */
const longestValue = 65_536;
const longestText = 262_144;

/**
 * The text with every `${{ … }}` replaced by its value: text as it is, numbers and truth values as they are written,
 * lists and maps as JSON. A value is never looked at for templates again. The error says which name there is not, and
 * which there are.
 */
export function fillTemplate(text: string, context: TemplateContext): Result<string, string> {
  return fill(text, context, (value) => value);
}

/**
 * The same for a name of a branch: a slash in a value does not make a folder (`a` and `a/b` cannot both be branches), and
 * the whole is made safe.
 */
export function fillBranch(text: string, context: TemplateContext): Result<string, string> {
  const filled = fill(text, context, (value) => value.replaceAll('/', '-'));
  return filled.ok ? ok(branchSafe(filled.value)) : filled;
}

function fill(text: string, context: TemplateContext, made: (value: string) => string): Result<string, string> {
  const templates = templatesIn(text);
  if (templates.length > maxTemplates) return err(`there are more than ${maxTemplates} \${{ … }} in it`);
  const parts: string[] = [];
  let at = 0;
  for (const { name, start, end } of templates) {
    if (name === undefined) return err('a ${{ is not closed; write }} after the name');
    const value = valueAt(name, context);
    if (!value.ok) return value;
    parts.push(text.slice(at, start), made(value.value));
    at = end;
  }
  const filled = parts.join('') + text.slice(at);
  return filled.length <= longestText ? ok(filled) : err(`the filled text has more than ${longestText} characters`);
}

function valueAt(name: string, context: TemplateContext): Result<string, string> {
  const path = templatePath(name);
  if (!path.ok) return err(faultText(path.error));
  let value: Json | undefined = context[path.value.root];
  let sofar: string = path.value.root;
  for (const step of path.value.steps) {
    const below = stepInto(value, step);
    if (below === undefined) return err(`there is no ${name}: ${whatIsThere(sofar, value)}`);
    value = below;
    sofar += typeof step === 'number' ? `[${step}]` : `.${step}`;
  }
  const written = typeof value === 'string' ? value : JSON.stringify(value);
  if (written.length > longestValue) return err(`${name} has more than ${longestValue} characters`);
  return ok(written);
}

function faultText({ kind, name, known }: TemplateFault): string {
  if (kind === 'syntax') return `\${{ ${name.slice(0, 100)} }} is no path such as item.file or inputs.name`;
  return `there is no ${kind === 'root' ? '' : 'field '}${name}; there are: ${known.join(', ')}`;
}

function stepInto(value: Json | undefined, step: string | number): Json | undefined {
  if (Array.isArray(value)) return typeof step === 'number' ? (value as readonly Json[])[step] : undefined;
  if (typeof value !== 'object' || value === null || typeof step === 'number') return undefined;
  return Object.hasOwn(value, step) ? (value as { readonly [key: string]: Json | undefined })[step] : undefined;
}

/** Names come from data, so only short plain ones are told. */
function whatIsThere(path: string, value: Json | undefined): string {
  if (Array.isArray(value)) return `${path} is a list of ${value.length}`;
  if (typeof value !== 'object' || value === null) return `${path} is ${value === null ? 'null' : `a ${typeof value}`}`;
  const names = Object.keys(value).filter((key) => /^[\w-]{1,60}$/.test(key));
  return names.length === 0 ? `${path} is empty` : `${path} has ${names.slice(0, 20).join(', ')}`;
}

/** What git allows in no name of a branch (git-check-ref-format(1)), and what only confuses people: invisible characters. */
const forbidden = /[\0-\x20\x7f~^:?*[\\"<>|\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Zs}]+|@\{|\.{2,}/gu;
/** Names that Windows cannot make a file of, and a branch is a file. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;
/** UTF-8 bytes. A part is a file name and may have 255 with `.lock`; Windows wants the whole path short. */
const longestPart = 100;
const longestName = 200;

/**
 * A short branch name that git takes, as near to `name` as that can be; never empty. Done twice it changes nothing more.
 */
export function branchSafe(name: string): string {
  const whole = joined(name.replace(forbidden, '-'));
  // What is cut off may leave the name of a device, which gets a character more.
  const safe = utf8Length(whole) <= longestName ? whole : joined(cutToBytes(whole, longestName - 1));
  if (safe === '' || safe === '@') return 'work';
  return safe === 'HEAD' ? 'head' : safe;
}

function joined(name: string): string {
  return name
    .split('/')
    .map(safePart)
    .filter((part) => part !== '')
    .join('/');
}

function safePart(part: string): string {
  let safe = cutToBytes(part, longestPart).replace(/-{2,}/g, '-');
  let before: string;
  do {
    before = safe;
    safe = safe
      .replace(/^[.-]+|[.-]+$/g, '')
      .replace(/\.lock$/i, '')
      .replace(device, '$1-');
    safe = cutToBytes(safe, longestPart);
  } while (safe !== before);
  return safe;
}

function cutToBytes(text: string, most: number): string {
  let bytes = 0;
  let cut = '';
  for (const character of text) {
    bytes += utf8Length(character);
    if (bytes > most) break;
    cut += character;
  }
  return cut;
}

const utf8Length = (text: string): number => new TextEncoder().encode(text).length;
