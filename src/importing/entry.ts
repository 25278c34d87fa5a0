import { firstAgent } from './agentWords.ts';
import { cadenceOf } from './cadence.ts';
import { type Draft, mostText, oneLine } from './draft.ts';
import { dataOf } from './registry.ts';

/** What the entries of loop libraries say, under the names that they use for it. */
const labels = {
  title: ['title', 'name', 'loop'],
  description: ['description', 'summary', 'goal', 'objective', 'purpose'],
  trigger: ['trigger', 'triggers', 'when', 'schedule', 'cadence'],
  steps: ['steps', 'step', 'loop steps', 'prompt', 'instructions', 'body'],
  check: ['check', 'checks', 'verify', 'verification', 'verifier', 'test'],
  exit: ['exit condition', 'exit', 'exit_condition', 'exit-condition', 'stop condition', 'stop when', 'done when'],
  most: ['max iterations', 'max_iterations', 'max-iterations', 'iterations', 'max tries', 'max_tries'],
  guards: ['guardrails', 'guardrail', 'guards', 'safety', 'constraints', 'rules'],
  agent: ['agent', 'tool', 'tools', 'runner'],
} as const;
type Label = keyof typeof labels;

type Entry = Partial<Record<Label, readonly string[]>>;

/**
 * An entry of a community's library of loops, as YAML, JSON or Markdown (headings, or labels in bold): trigger, steps,
 * check, exit condition, most iterations, guardrails. Undefined where the text says neither steps nor a check.
 */
export function entryDraft(text: string): Draft | undefined {
  const data = dataOf(text);
  const entry = isMap(data) ? entryOfMap(data) : entryOfMarkdown(text);
  if (entry.steps === undefined && (entry.check === undefined || entry.exit === undefined)) return undefined;
  return draftOf(entry);
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const labelOf = (written: string): Label | undefined => {
  const plain = written
    .toLowerCase()
    .replace(/[*_`#:]+/g, (mark) => (mark.startsWith('_') ? '_' : ''))
    .trim();
  return (Object.keys(labels) as Label[]).find((label) => (labels[label] as readonly string[]).includes(plain));
};

function entryOfMap(data: Readonly<Record<string, unknown>>): Entry {
  const entry: Partial<Record<Label, readonly string[]>> = {};
  for (const [key, value] of Object.entries(data)) {
    const label = labelOf(key);
    const lines = linesOf(value);
    if (label !== undefined && lines.length > 0) entry[label] ??= lines;
  }
  return entry;
}

function linesOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (typeof value === 'number') return [String(value)];
  if (Array.isArray(value)) return value.slice(0, 200).flatMap(linesOf);
  if (isMap(value))
    return Object.entries(value).flatMap(([key, below]) => linesOf(below).map((line) => `${key}: ${line}`));
  return [];
}

function entryOfMarkdown(text: string): Entry {
  const entry: Partial<Record<Label, string[]>> = {};
  let current: Label | undefined;
  for (const line of text.split(/\r?\n/).slice(0, 5000)) {
    const heading = /^(#{1,6})\s+(.+?)\s*$/.exec(line.slice(0, 500));
    const labelled = /^\s*(?:[-*]\s+)?\*{0,2}([A-Za-z][A-Za-z _-]{1,30}?)\*{0,2}:\*{0,2}\s*(.*)$/.exec(
      line.slice(0, 4000),
    );
    if (heading) {
      current = labelOf(heading[2] ?? '');
      if (current === undefined && heading[1] === '#') entry.title ??= [heading[2] ?? ''];
      continue;
    }
    const label = labelOf(labelled?.[1] ?? '');
    if (label !== undefined) current = label;
    const words = (label === undefined ? line : (labelled?.[2] ?? '')).replace(/^\s*(?:[-*]|\d+\.)\s+/, '').trim();
    if (current === undefined || words === '' || /^`{3}/.test(words)) continue;
    entry[current] = [...(entry[current] ?? []), words];
  }
  return entry;
}

function draftOf(entry: Entry): Draft {
  const { title = [], description = [], trigger = [], steps = [], check = [], exit = [], guards = [] } = entry;
  const when = cadenceOf(trigger.join(' '));
  const most = /\d{1,4}/.exec((entry.most ?? []).join(' '))?.[0];
  const agent = firstAgent(
    (entry.agent ?? [])
      .join(' ')
      .toLowerCase()
      .split(/[^a-z-]+/),
  );
  const [commands, words] = [check.flatMap(commandsIn), check.filter((line) => commandsIn(line).length === 0)];
  const rules = guards.length === 0 ? [] : ['', 'Rules:', ...guards.map((line) => `- ${oneLine(line)}`)];
  return {
    title: title[0] ?? description[0] ?? 'imported',
    source: 'a loop entry',
    ...(description.length === 0 ? {} : { description: oneLine(description.join(' ')).slice(0, 2000) }),
    ...(when.cron === undefined ? {} : { cron: when.cron }),
    ...(agent === undefined ? {} : { agent }),
    skills: [],
    reportsOnly: false,
    prompt: [...steps.map(oneLine), ...rules].join('\n').slice(0, mostText),
    checks: commands,
    ...(most === undefined ? {} : { maxIterations: Math.min(1000, Math.max(1, Number(most))) }),
    approvals: [],
    notes: [
      ...(when.note === undefined ? [] : [when.note]),
      ...(trigger.length > 0 && when.cron === undefined && !/manual/i.test(trigger.join(' '))
        ? [`It was started by “${oneLine(trigger.join(' ')).slice(0, 120)}”; say so in \`on\`.`]
        : []),
      ...words.map((line) => `Its check was “${oneLine(line).slice(0, 200)}”; write the command that tells.`),
      ...(exit.length === 0
        ? []
        : [`It ended when “${oneLine(exit.join(' ')).slice(0, 200)}”; the goal must say so in checks.`]),
      ...(guards.length === 0
        ? []
        : ['Its guardrails stand in the prompt, where nothing enforces them: say in `policy` what can be said there.']),
    ],
  };
}

/** Commands in a line: between backticks, or the whole line where it begins with a program that runs tests. */
function commandsIn(line: string): readonly string[] {
  const quoted = [...line.matchAll(/`([^`\n]{2,500})`/g)].map(([, code = '']) => code.trim());
  if (quoted.length > 0) return quoted;
  return /^(npm|npx|pnpm|yarn|bun|make|pytest|python|cargo|go|mvn|gradle|\.\/|node|tox|ruff|eslint|vitest|jest) ?\S/.test(
    line.trim(),
  )
    ? [line.trim()]
    : [];
}
