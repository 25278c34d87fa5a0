import { isScalar } from 'yaml';
import type { Spot } from '../problem.ts';
import type { Reading, Span } from '../reading.ts';
import { scalarOffsets } from '../scalarOffsets.ts';
import { type Template, templateNames, templatesIn } from '../templates.ts';
import { keysAt, type Lint, type LintView, type Text, textAt, textsAt } from './lint.ts';

/** Nothing is filled into a command: a shell would run what the text brings along. */
export const templateInCommand: Lint = function* ({ reading, commands }) {
  for (const command of commands) {
    const templates = templatesIn(command.text);
    const spans = spansOf(reading, command, templates);
    for (const [index, { start, end }] of templates.entries()) {
      yield {
        code: 'LW324',
        ...(spans[index] ?? command.place.at),
        data: { template: command.text.slice(start, end) },
      };
    }
  }
};

/** `${{ … }}` is filled in for the name of the branch and nowhere else. */
export const templateNotAvailable: Lint = function* ({ reading, checks }) {
  const branch = textAt(reading, ['isolation', 'branch']);
  if (branch) yield* unknownTemplates(reading, branch, Object.keys(templateNames));
  for (const text of plainTexts(reading, checks)) yield* unknownTemplates(reading, text, []);
};

function plainTexts(reading: Reading, checks: LintView['checks']): readonly Text[] {
  const single = [['roles', 'maker', 'prompt'], ['isolation', 'base'], ['deliver', 'into'], ['goal']];
  const environments = checks.flatMap(({ id }) =>
    keysAt(reading, ['checks', id, 'env']).map((name) => ['checks', id, 'env', name]),
  );
  return [
    ...[...single, ...environments].flatMap((path) => textAt(reading, path) ?? []),
    ...textsAt(reading, ['policy', 'allowed-paths']),
    ...textsAt(reading, ['policy', 'protected-paths']),
  ];
}

function* unknownTemplates(reading: Reading, text: Text, known: readonly string[]): Iterable<Spot> {
  const templates = templatesIn(text.text).filter(({ name }) => !known.includes(name ?? ''));
  const spans = spansOf(reading, text, templates);
  for (const [index, { name }] of templates.entries()) {
    yield { code: 'LW205', ...(spans[index] ?? text.place.at), data: { name: name ?? '', known } };
  }
}

function spansOf(reading: Reading, { place }: Text, templates: readonly Template[]): readonly Span[] {
  if (templates.length === 0 || !isScalar(place.node)) return [];
  const offsets = scalarOffsets(reading.text, place.node);
  return templates.map(({ start, end }) => ({
    start: offsets[start] ?? place.at.start,
    end: offsets[end] ?? place.at.end,
  }));
}
