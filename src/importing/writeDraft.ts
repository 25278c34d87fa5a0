import { Document, isMap, Scalar } from 'yaml';
import { commandWords } from '../model/commandWords.ts';
import { type Draft, oneLine } from './draft.ts';

/**
 * A loop file of what was found out. It holds only what the source says: where that says no check, the file has none either,
 * and its problems say what is missing. What was not taken over stands in comments at the top.
 */
export function writeDraft(draft: Draft, name: string): string {
  const { description, cron, agent, model, skills, reportsOnly, prompt, checks, maxIterations, tokensPerDay } = draft;
  const ids = checkIds(checks);
  const role = {
    agent: agent ?? 'auto',
    ...(model === undefined ? {} : { model }),
    ...(skills.length === 0 ? {} : { skills: [...skills] }),
    prompt: block(prompt),
  };
  const proves = !reportsOnly && checks.length > 0;
  const content = {
    name,
    ...(description === undefined || description === '' ? {} : { description: oneLine(description) }),
    on: cron === undefined ? 'manual' : { schedule: [{ cron, missed: 'skip' }], manual: {} },
    roles: reportsOnly ? { explorer: role } : { maker: role },
    ...(proves ? { checks: Object.fromEntries(checks.map((command, index) => [ids[index], command])) } : {}),
    ...(proves ? { goal: 'checks.all(c, c.passed)' } : {}),
    budget: {
      ...(reportsOnly ? {} : { 'max-iterations': maxIterations ?? 5 }),
      'timeout-minutes': 60,
      ...(tokensPerDay === undefined ? {} : { 'per-day': { 'max-tokens': tokensPerDay } }),
    },
    ...(reportsOnly ? {} : { gates: { understand: { comprehension: { questions: 1, pass: 1 } } } }),
    deliver: { as: reportsOnly ? 'report' : 'merge' },
  };
  const document = new Document(content);
  document.commentBefore = comments(draft);
  const { contents } = document;
  if (isMap(contents)) for (const item of contents.items.slice(1)) spaced(item.key);
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/** Several lines stand as they are, without quotes and escapes. */
function block(text: string): Scalar | string {
  if (!text.includes('\n')) return text;
  const scalar = new Scalar(`${text.trimEnd()}\n`);
  scalar.type = 'BLOCK_LITERAL';
  return scalar;
}

const spaced = (key: unknown): void => {
  const is = ['on', 'roles', 'checks', 'goal', 'budget', 'gates', 'deliver'];
  if (typeof key === 'object' && key !== null && 'value' in key && is.includes(String(key.value))) {
    (key as Scalar).spaceBefore = true;
  }
};

function comments({ source, notes, approvals, reportsOnly }: Draft): string {
  const gaps = approvals.map(
    (words) => `A person was asked about: ${oneLine(words)}. Add a gate, or a path to \`policy\`.`,
  );
  const kind = reportsOnly ? ['It only reports: it has an explorer, and changes nothing.'] : [];
  const lines = [...kind, ...notes, ...gaps].map((line) => ` - ${oneLine(line)}`);
  return [` Imported from ${source}. Read it, and solve its problems, before you let it run.`, ...lines].join('\n');
}

/** A name in snake_case for each command: the script or the tool that it runs. */
function checkIds(commands: readonly string[]): readonly string[] {
  const ids: string[] = [];
  for (const command of commands) {
    const wanted = idOf(command);
    let id = wanted;
    for (let n = 2; ids.includes(id); n++) id = `${wanted}_${n}`;
    ids.push(id);
  }
  return ids;
}

const runners = new Set([
  'npm',
  'npx',
  'pnpm',
  'yarn',
  'bun',
  'run',
  'exec',
  'node',
  'python',
  'python3',
  '-m',
  '-c',
  'sh',
  'bash',
]);

function idOf(command: string): string {
  const words = commandWords(command).filter((word) => !word.includes('=') && !runners.has(word));
  const word = words.find((one) => !one.startsWith('-')) ?? 'check';
  const plain = word
    .replace(/^.*[/\\]/, '')
    .replace(/\.\w+$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '');
  return plain === '' ? 'check' : plain.slice(0, 40);
}
