import { firstAgent } from './agentWords.ts';
import { type Draft, mostText } from './draft.ts';

/** A file that a script reads its prompt from, as it is written there. */
export type ReadPrompt = (path: string) => string | undefined;

const agentCall = /(?:^|[|;&(\s])(claude|codex|gemini|opencode|pi)(?=\s|$|\\)([^\n]*)/m;

/**
 * A plain Ralph: a shell script that calls an agent with the same prompt again and again (`while :; do … done`). Undefined
 * where the text has no loop around an agent. The script is read and never run.
 */
export function ralphDraft(text: string, name: string, read: ReadPrompt): Draft | undefined {
  const joined = text.replace(/\\\r?\n\s*/g, ' ');
  const loop = /(?:^|[;\n])\s*(while|until|for)\b([^\n]*?)(?:;|\n)\s*do\b([\s\S]*?)(?:^|[;\n])\s*done\b/m.exec(joined);
  const body = loop?.[3];
  if (loop === null || body === undefined) return undefined;
  const call = agentCall.exec(body);
  if (call === null) return undefined;
  const [, agent = '', rest = ''] = call;
  const prompt = promptOf(body, rest, read);
  const most = mostOf(joined, loop[1] ?? '', loop[2] ?? '');
  const model = /--model[= ]["']?([\w./:-]{1,100})/.exec(rest)?.[1];
  const known = firstAgent([agent]);
  return {
    title: name,
    source: 'a Ralph script',
    ...(known === undefined ? {} : { agent: known }),
    ...(model === undefined ? {} : { model }),
    skills: [],
    reportsOnly: false,
    prompt: prompt.text.slice(0, mostText),
    checks: checksIn(body.replace(/;[ \t]*/g, '\n')),
    ...(most === undefined ? {} : { maxIterations: most }),
    approvals: [],
    notes: [
      ...prompt.notes,
      ...(most === undefined ? ['It had no end; the budget here gives it one.'] : []),
      ...notesOf(joined),
    ],
  };
}

function promptOf(
  body: string,
  rest: string,
  read: ReadPrompt,
): { readonly text: string; readonly notes: readonly string[] } {
  const file =
    /\bcat\s+["']?([^\s"'|)]+)["']?\s*\|/.exec(body)?.[1] ??
    /\$\(\s*(?:cat|<)\s*["']?([^\s"')]+)["']?\s*\)/.exec(rest)?.[1] ??
    /<\s*["']?([^\s"'<;&|]+)/.exec(rest)?.[1] ??
    /(?:^|\s)@([^\s"']+)/.exec(rest)?.[1];
  if (file !== undefined) {
    const path = file.replace(/^\$\{?\w+\}?\//, '').replace(/^\.\//, '');
    const text = read(path)?.trim();
    if (text !== undefined && text !== '')
      return { text, notes: [`The prompt was taken from ${path}; it is not read again.`] };
    return {
      text: `Do what ${path} says.`,
      notes: [`The prompt stood in ${path}, which was not found: write it below.`],
    };
  }
  const words =
    /(?:-p|--print|--prompt|exec|run)\s+(?:-\S+\s+)*(?:"((?:[^"\\]|\\.)*)"|'([^']*)')/.exec(rest) ??
    /"((?:[^"\\]|\\.)*)"|'([^']*)'/.exec(rest);
  const text = (words?.[1] ?? words?.[2] ?? '').replace(/\\(["\\$`])/g, '$1').trim();
  return text === ''
    ? { text: 'Say what is to be done.', notes: ['No prompt was found in the script: write it below.'] }
    : { text, notes: [] };
}

/** How often a loop goes round at most. */
function mostOf(script: string, kind: string, head: string): number | undefined {
  const written =
    /\{1\.\.(\d+)\}/.exec(head)?.[1] ??
    /\bseq\s+(?:1\s+)?(\d+)/.exec(head)?.[1] ??
    /<=?\s*(\d+)/.exec(head)?.[1] ??
    /-l[te]\s+"?(\d+)/.exec(head)?.[1];
  const variable = /(?:-l[te]\s+"?|<=?\s*)\$\{?(\w+)/.exec(head)?.[1];
  const given = variable === undefined ? undefined : writtenValue(script, variable);
  const most = Number(written ?? given ?? Number.NaN);
  return kind !== 'until' && Number.isInteger(most) && most >= 1 ? Math.min(most, 1000) : undefined;
}

/** `MAX=50`, `MAX=${1:-10}`. */
const writtenValue = (script: string, variable: string): string | undefined =>
  new RegExp(`(?:^|[\\s;])${variable}=["']?(?:\\$\\{\\w+:-)?(\\d+)`).exec(script)?.[1];

/** Commands that end the loop when they pass: `npm test && break`, `if npm test; then … break`. */
function checksIn(body: string): readonly string[] {
  const found = [
    ...[...body.matchAll(/^\s*([^\n#;|&]+?)\s*&&\s*(?:\{\s*)?(?:break|exit)/gm)].map(([, command]) => command),
    ...[...body.matchAll(/\bif\s+([^\n;]+?)\s*(?:;|\n)\s*then\b[\s\S]*?\b(?:break|exit)\b/g)].map(
      ([, command]) => command,
    ),
  ].flatMap((command) => (command === undefined ? [] : [command.replace(/\s*(?:&>|>|2>)\s*\S+/g, '').trim()]));
  return [...new Set(found)]
    .filter(
      (command) =>
        command !== '' &&
        !/^(?:\[|test\b|grep\b|!|true\b|:|cat\b|claude\b|codex\b|gemini\b|opencode\b|pi\b)/.test(command),
    )
    .slice(0, 10);
}

function notesOf(script: string): readonly string[] {
  const said: readonly (readonly [RegExp, string])[] = [
    [
      /--(dangerously-skip-permissions|yolo|full-auto|dangerously-bypass\S*)/,
      'It let the agent do everything; here the cage and the policy say what it may.',
    ],
    [/\bgit\s+(commit|add)\b/, 'It committed by itself; Loopwright commits each pass on a branch of its own.'],
    [
      /\bgit\s+push\b/,
      'It pushed; nothing is pushed here. `deliver: { as: pull-request }` opens a pull request when a person says so.',
    ],
    [
      /\bgrep\b[^\n]*(done|complete|finished|promise)/i,
      'It believed the agent when it said that it was done; here only checks decide.',
    ],
    [/\bsleep\s+\d/, 'It slept between rounds; a schedule in `on` says when a loop starts.'],
  ];
  return said.flatMap(([pattern, note]) => (pattern.test(script) ? [note] : []));
}
