import { isScalar } from 'yaml';
import { maxTemplates, type Template, templatePath, templatesIn } from '../../model/templatePath.ts';
import type { FieldText } from '../fieldTexts.ts';
import { nearest } from '../near.ts';
import type { Spot } from '../problem.ts';
import type { Reading, Span } from '../reading.ts';
import { scalarOffsets } from '../scalarOffsets.ts';
import { isTemplate } from '../templates.ts';
import { isWritten, type Lint } from './lint.ts';
import { inputsOf } from './triggers.ts';

/** Nothing is filled into a command: a shell would run what the text brings along. */
export const templateInCommand: Lint = function* ({ reading, texts }) {
  for (const field of texts) {
    if (field.meta.lang !== 'shell') continue;
    for (const { start, end, span } of placed(reading, field)) {
      yield { code: 'LW324', ...span, data: { template: field.text.slice(start, end) } };
    }
  }
};

/** `${{ … }}` is filled in where the schema says so and nowhere else, and only with names that there are. */
export const templateNotAvailable: Lint = function* ({ reading, texts }) {
  const inputs = inputsOf(reading).map((path) => String(path.at(-1)));
  for (const field of texts) {
    const { lang } = field.meta;
    if (!field.known) continue;
    // A command has a problem of its own; in an expression it is no expression.
    if (lang === 'shell' || lang === 'cel') continue;
    const found = placed(reading, field);
    if (found.length > maxTemplates) yield tooMany(field);
    for (const { name, span } of found) {
      if (isTemplate(field.meta)) yield* nameProblems(reading, inputs, name, span);
      else yield { code: 'LW205', ...span, data: { name: name ?? '', known: [] } };
    }
  }
};

function* nameProblems(
  reading: Reading,
  inputs: readonly string[],
  name: string | undefined,
  span: Span,
): Iterable<Spot> {
  const path = templatePath(name ?? '');
  if (!path.ok) {
    const { kind, known } = path.error;
    const all = kind === 'syntax' ? ['item.id', 'inputs.<name>', 'run.id', 'loop.name', 'trigger.kind'] : known;
    yield { code: 'LW205', ...span, data: { name: kind === 'syntax' ? (name ?? '') : path.error.name, known: all } };
    return;
  }
  const { root, steps } = path.value;
  if (root === 'item' && steps.join('.') !== 'id' && !isWritten(reading, ['items'])) {
    yield { code: 'LW205', ...span, data: { name: name ?? '', known: [], needs: 'items' } };
  } else if (root === 'inputs') yield* inputProblems(inputs, String(steps[0]), span);
}

function* inputProblems(known: readonly string[], name: string, span: Span): Iterable<Spot> {
  if (known.includes(name)) return;
  const near = nearest(name, known);
  yield { code: 'LW203', ...span, data: { kind: 'input', name, known, ...(near ? { near } : {}) } };
}

const tooMany = ({ place }: FieldText): Spot => ({
  code: 'LW109',
  ...place.at,
  data: { most: true, limit: maxTemplates, exclusive: false, unit: 'templates' },
});

/** The templates of a text with where they stand in the file. */
function placed(reading: Reading, { text, place }: FieldText): readonly (Template & { readonly span: Span })[] {
  const templates = templatesIn(text);
  if (templates.length === 0 || !isScalar(place.node)) return [];
  const offsets = scalarOffsets(reading.text, place.node);
  return templates.map((template) => ({
    ...template,
    span: { start: offsets[template.start] ?? place.at.start, end: offsets[template.end] ?? place.at.end },
  }));
}
