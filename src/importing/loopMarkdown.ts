import { firstAgent } from './agentWords.ts';
import { cadenceOf } from './cadence.ts';
import { type Draft, mostText, oneLine } from './draft.ts';
import { stateNote } from './registry.ts';

/** A section of a LOOP.md: a loop with what is said of it, by lower-case label. */
interface Section {
  readonly title: string;
  readonly level: string | undefined;
  readonly said: ReadonlyMap<string, string>;
  /** Bullets without a label. */
  readonly rest: readonly string[];
}

const mostSections = 50;

/**
 * The loops of a LOOP.md: headings below “Active Loops” (or any heading of the third level with a cadence), each with
 * bullets such as `- Cadence: 1d`, `- Skill: loop-triage`, `- Verifier = npm test`.
 */
export function loopMarkdownDrafts(text: string): readonly Draft[] {
  return sectionsOf(text)
    .filter(({ said }) => said.has('cadence') || said.has('trigger') || said.has('starter') || said.has('skill'))
    .slice(0, mostSections)
    .map(draftOf);
}

function sectionsOf(text: string): readonly Section[] {
  const sections: { title: string; level: string | undefined; said: Map<string, string>; rest: string[] }[] = [];
  for (const line of text.split(/\r?\n/).slice(0, 5000)) {
    const heading = /^#{2,4}\s+(.+?)\s*$/.exec(line.slice(0, 500));
    if (heading) {
      const [, words = ''] = heading;
      const level = /\b(L[1-3])\b/.exec(words)?.[1];
      sections.push({ title: words.replace(/\s*\(.*\)\s*$/, ''), level, said: new Map(), rest: [] });
      continue;
    }
    const bullet = /^\s*[-*]\s+(.+)$/.exec(line.slice(0, 1000))?.[1];
    const section = sections.at(-1);
    if (bullet === undefined || section === undefined) continue;
    const labelled = /^\**([A-Za-z][A-Za-z ]{1,30}?)\**\s*[:=]\**\s*(.+)$/.exec(bullet);
    if (labelled) section.said.set((labelled[1] ?? '').toLowerCase().replace(/s$/, ''), labelled[2] ?? '');
    else section.rest.push(bullet);
  }
  return sections;
}

function draftOf({ title, level, said, rest }: Section): Draft {
  const when = said.get('cadence') ?? said.get('trigger');
  const cadence = when === undefined ? {} : cadenceOf(when);
  const verifier = said.get('verifier') ?? said.get('check') ?? said.get('verification') ?? '';
  const handoff = said.get('handoff') ?? said.get('human gate') ?? said.get('escalation');
  const state = said.get('state');
  const agent = firstAgent(
    [...said.values()]
      .join(' ')
      .toLowerCase()
      .split(/[^a-z-]+/),
  );
  const skills = codes(said.get('skill') ?? '').filter((one) => /^[A-Za-z0-9][\w.-]{0,63}$/.test(one));
  const isKnown = new Set([
    'cadence',
    'trigger',
    'skill',
    'state',
    'verifier',
    'check',
    'verification',
    'handoff',
    'human gate',
    'escalation',
    'starter',
  ]);
  const tasks = [...said].flatMap(([label, words]) => (isKnown.has(label) ? [] : [`${label}: ${words}`]));
  return {
    title,
    source: 'LOOP.md',
    description: oneLine(title),
    ...(cadence.cron === undefined ? {} : { cron: cadence.cron }),
    ...(agent === undefined ? {} : { agent }),
    skills,
    reportsOnly: level === 'L1' || /report[- ]only/i.test([...said.values(), ...rest].join(' ')),
    prompt: [`${oneLine(title)}.`, ...tasks, ...rest].map(oneLine).join('\n').slice(0, mostText),
    checks: codes(verifier).filter((one) => one.includes(' ') || /^(make|pytest|tox)$/.test(one)),
    approvals: handoff === undefined ? [] : [oneLine(handoff)],
    notes: [
      ...(cadence.note === undefined ? [] : [cadence.note]),
      ...(when !== undefined && cadence.cron === undefined
        ? [`It was started by “${oneLine(when).slice(0, 120)}”; say so in \`on\`.`]
        : []),
      ...(state === undefined ? [] : [stateNote(codes(state)[0] ?? oneLine(state).slice(0, 80))]),
    ],
  };
}

/** What stands between backticks; the whole where nothing does and it is one word. */
function codes(words: string): readonly string[] {
  const found = [...words.matchAll(/`([^`\n]{1,300})`/g)].map(([, code = '']) => code.trim());
  return found.length > 0 || /\s/.test(words.trim()) ? found : [words.trim()].filter((one) => one !== '');
}
