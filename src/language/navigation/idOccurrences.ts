import { isMap } from 'yaml';
import { isExpressionContext } from '../../model/goalContext.ts';
import { templatePath, templatesIn } from '../../model/templatePath.ts';
import { type FieldText, fieldTexts } from '../fieldTexts.ts';
import { idMapPaths } from '../idKinds.ts';
import type { IdKind } from '../problem.ts';
import { keyText, type Path, placeAt, type Reading, type Span } from '../reading.ts';
import { isTemplate } from '../templates.ts';
import { celIds, isCelName, type NamedThing } from './celIds.ts';
import { innerSpan, innerSpans } from './innerSpan.ts';
import type { Occurrence, Thing } from './thing.ts';

/**
 * Where a loop names its own checks, metrics, gates, inputs, connectors and roles: the keys that declare them, and every use
 * in expressions, templates and lists. Shell, other texts and comments name nothing.
 */
export function idOccurrences(reading: Reading): readonly Occurrence[] {
  const ids = declaredIds(reading);
  const roles = keysOf(reading, ['roles']).map((key): NamedThing => ({ ...key, kind: 'role' }));
  const odd = new Set(ids.map(({ name }) => name).filter((name) => !isCelName(name)));
  const uses = fieldTexts(reading).flatMap((field) => usesIn(reading, field, odd));
  return [...[...ids, ...roles].map(declaration), ...uses, ...rubric(reading)];
}

/** An id where it is declared. */
export interface DeclaredId extends Span {
  readonly kind: IdKind;
  readonly name: string;
}

/** The ids that a loop declares; also those that are written twice, or badly. */
export function declaredIds(reading: Reading): readonly DeclaredId[] {
  return idMapPaths.flatMap(({ path, kind }) => keysOf(reading, path).map((key) => ({ ...key, kind })));
}

const declaration = ({ kind, name, start, end }: NamedThing): Occurrence => ({
  thing: { kind, name },
  span: { start, end },
  declares: true,
});

function keysOf(reading: Reading, path: Path): readonly (Span & { readonly name: string })[] {
  const node = placeAt(reading, path)?.node;
  if (!isMap(node)) return [];
  return node.items.flatMap((pair) => {
    const span = innerSpan(reading.text, pair.key);
    return span ? [{ name: keyText(pair), ...span }] : [];
  });
}

function usesIn(reading: Reading, field: FieldText, odd: ReadonlySet<string>): readonly Occurrence[] {
  const { meta, text, place, path } = field;
  const { lang, context = '' } = meta;
  if (lang === 'cel') {
    return isExpressionContext(context) ? placed(reading, field, celIds(text, context, odd)) : [];
  }
  if (isTemplate(meta)) return placed(reading, field, templateInputs(text));
  const thing = listedThing(path, text);
  const span = thing && innerSpan(reading.text, place.node);
  return thing && span ? [{ thing, span, declares: false }] : [];
}

function placed(reading: Reading, { place }: FieldText, named: readonly NamedThing[]): readonly Occurrence[] {
  const spans = innerSpans(reading.text, place.node, named);
  return named.flatMap(({ kind, name }, index) => {
    const span = spans[index];
    return span ? [{ thing: { kind, name }, span, declares: false }] : [];
  });
}

/** `${{ inputs.<name> }}`: the only ids that a template can name. */
function templateInputs(text: string): readonly NamedThing[] {
  return templatesIn(text).flatMap(({ name = '', start: from }) => {
    const path = templatePath(name);
    const [step] = path.ok && path.value.root === 'inputs' ? path.value.steps : [];
    if (typeof step !== 'string') return [];
    const start = text.indexOf(name, from + 3) + 'inputs.'.length;
    return [{ kind: 'input', name: step, start, end: start + step.length }];
  });
}

/** What a text names by being what it is: `roles.maker.connectors: [tracker]`, `goal.judge.role: judge`. */
function listedThing(path: Path, name: string): Thing | undefined {
  if (path.length === 4 && path[0] === 'roles' && path[2] === 'connectors') return { kind: 'connector', name };
  return path.join('.') === 'goal.judge.role' ? { kind: 'role', name } : undefined;
}

/** `goal.judge` says what the role `judge` goes by. */
function rubric(reading: Reading): readonly Occurrence[] {
  const span = placeAt(reading, ['goal', 'judge'])?.key;
  return span ? [{ thing: { kind: 'role', name: 'judge' }, span, declares: false }] : [];
}
