import { isMap } from 'yaml';
import { fieldMarkdown } from './fieldMarkdown.ts';
import { checkGoal } from './goal.ts';
import { idKindOf } from './idKinds.ts';
import type { IdKind } from './problem.ts';
import { type Path, placeAt, type Reading } from './reading.ts';
import type { WorkspaceIndex } from './workspaceIndex.ts';

const idWords: { readonly [K in IdKind]: string } = {
  check: 'A check',
  metric: 'A metric',
  gate: 'A gate',
  connector: 'A connector',
  input: 'An input, read as `inputs.<name>`',
};

/** What a name of the author's own stands for, what it does and where it is used; undefined for a key of the schema. */
export function idMarkdown(reading: Reading, path: Path, index: WorkspaceIndex | undefined): string | undefined {
  const kind = idKindOf(path);
  if (kind === undefined) return undefined;
  const parts = [
    `${idWords[kind]}.${usesWords(reading, kind, String(path.at(-1)))}`,
    commandMarkdown(reading, path),
    kind === 'connector' ? serverWords(reading, path, index) : undefined,
    fieldMarkdown(path),
  ];
  return parts.filter((part) => part !== undefined).join('\n\n');
}

/** The command of a check or metric. */
function commandMarkdown(reading: Reading, path: Path): string | undefined {
  const short = placeAt(reading, path)?.value;
  const run = typeof short === 'string' ? short : placeAt(reading, [...path, 'run'])?.value;
  return typeof run === 'string' ? `\`\`\`sh\n${run}\n\`\`\`` : undefined;
}

function usesWords(reading: Reading, kind: IdKind, id: string): string {
  const fields = kind === 'connector' ? rolesWith(reading, id) : expressionsWith(reading, kind, id);
  if (kind === 'gate') return '';
  return fields.length === 0 ? ' Not used yet.' : ` Used in ${fields.map((field) => `\`${field}\``).join(', ')}.`;
}

/** The expressions, and for inputs the templates, that name an id. */
function expressionsWith(reading: Reading, kind: IdKind, id: string): readonly string[] {
  const named = checkGoal(reading)
    .expressions.filter(({ uses }) => {
      if (kind === 'check') return uses.whole || uses.checks.some(({ name }) => name === id);
      return (kind === 'metric' ? uses.metrics : uses.inputs).some(({ name }) => name === id);
    })
    .map(({ path }) => path.join('.'));
  const isFilledIn = kind === 'input' && new RegExp(`\\$\\{\\{\\s*inputs\\.${id}\\b`).test(reading.text);
  return isFilledIn ? [...named, `\${{ inputs.${id} }}`] : named;
}

function rolesWith(reading: Reading, id: string): readonly string[] {
  const roles = placeAt(reading, ['roles'])?.node;
  if (!isMap(roles)) return [];
  return roles.items.flatMap(({ key }) => {
    const path = ['roles', String(key), 'connectors'];
    const named = placeAt(reading, path)?.value;
    return Array.isArray(named) && named.includes(id) ? [path.join('.')] : [];
  });
}

function serverWords(reading: Reading, path: Path, index: WorkspaceIndex | undefined): string | undefined {
  const name = placeAt(reading, [...path, 'mcp'])?.value;
  const server = index?.servers.find((one) => one.name === name);
  return (
    server && `The server \`${server.name}\` of \`${server.file}\`${server.detail ? `: \`${server.detail}\`` : ''}.`
  );
}
