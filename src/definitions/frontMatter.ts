import { parseDocument } from 'yaml';
import { err, ok, type Result } from '../model/result.ts';

/** Characters of it; of 16,000 nested brackets a parser takes a quarter of a second to say no. */
const longest = 16 * 1024;

export interface FrontMatter {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/**
 * The YAML between the first two lines of `---`, and what comes after; nothing of it is ever run. The error says what is
 * wrong with it in words that go after "it".
 */
export function frontMatterOf(text: string): Result<FrontMatter, string> {
  const [first = '', ...lines] = text.replace(/^\ufeff/, '').split(/\r?\n/);
  if (!first.startsWith('---')) return ok({ fields: {}, body: [first, ...lines].join('\n') });
  const language = first.slice(3).trim();
  // `---js` is a program to some readers.
  if (language !== '' && language !== 'yaml') {
    return err(`begins with \`${first.slice(0, 40)}\`: front matter may be YAML only, because other kinds are run`);
  }
  const end = lines.findIndex((line) => /^---\s*$/.test(line));
  if (end < 0) return err('has front matter that does not end: write a line of `---` after it');
  const written = lines.slice(0, end).join('\n');
  if (written.length > longest) return err(`has front matter of ${written.length} characters; ${longest} are the most`);
  const fields = fieldsIn(written);
  return fields.ok ? ok({ fields: fields.value, body: lines.slice(end + 1).join('\n') }) : fields;
}

function fieldsIn(written: string): Result<Readonly<Record<string, unknown>>, string> {
  const document = parseDocument(written, { schema: 'core', logLevel: 'silent' });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) {
    return err(`has front matter that is no plain YAML: ${problem.message.split('\n')[0]?.slice(0, 200)}`);
  }
  try {
    const value: unknown = document.toJS({ maxAliasCount: 20 });
    if (value === null || value === undefined) return ok({});
    if (typeof value === 'object' && !Array.isArray(value)) return ok(value as Record<string, unknown>);
    return err('has front matter that is no list of `name: value`');
  } catch (error) {
    return err(`has front matter that cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
