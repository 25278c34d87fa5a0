import type { Finding, ItemMemory, Lesson, LoopMemory } from '../model/memory.ts';
import { day, moment } from './day.ts';
import { decisionText } from './decisionLine.ts';
import { inertLine } from './inertText.ts';
import { lessonsOf, sections } from './sections.ts';
import { decidedFindings, LATER_MS, openFindings } from './standing.ts';

/** The most that the document shows of each list. */
export const SHOWN = 30;

/**
 * The state document: the memory as people read and edit it. Kept short by rule: the newest {@link SHOWN} of each list,
 * the older ones counted. What agents wrote is on one line each and means nothing in markdown; the notes of people stand
 * at the end as they wrote them. The same memory at the same `now` gives the same text.
 */
export function renderState(memory: LoopMemory, now: number): string {
  return `${[
    ...top(memory, now),
    ...section(sections.findings, findingLines(memory, now)),
    ...section(sections.waiting, itemLines(memory, ['waiting'])),
    ...section(sections.tried, itemLines(memory, ['tried', 'declined', 'done'])),
    ...section(sections.lessons, lessonLines(memory)),
    ...section(sections.decisions, decisionLines(memory, now)),
    sections.notes,
    ...(memory.notes === '' ? [] : ['', memory.notes]),
  ].join('\n')}\n`;
}

function section(heading: string, lines: readonly string[]): readonly string[] {
  const end = lines.findLastIndex((line) => line !== '') + 1;
  return [heading, '', ...lines.slice(0, end), ''];
}

function top(memory: LoopMemory, now: number): readonly string[] {
  const last = memory.runs.at(-1);
  const after = last === undefined ? 'before the first run' : `after run ${inertLine(last.run, 100)}`;
  const nextWeek = day(now + LATER_MS);
  return [
    `# State of the loop ${inertLine(memory.loop, 100)}`,
    '',
    `As of ${moment(now)}, ${after}. Each list shows the newest ${SHOWN}; older ones are counted and stay in memory.json.`,
    '',
    `You may edit this page. After \`decision:\` write \`do it\`, \`not now\`, \`never\` or \`later until ${nextWeek}\`, and after a comma why;`,
    'empty it to take a decision back. Under Lessons add or delete lines that begin with `-`. Anything else goes under Notes',
    'from people, where it stays as you wrote it. To put a finding away write a decision: a deleted block comes back.',
    '',
  ];
}

function findingLines(memory: LoopMemory, now: number): readonly string[] {
  const open = openFindings(memory, now);
  const closed = memory.findings.filter((finding) => finding.status === 'closed').length;
  const gone = closed === 0 ? [] : [`${closed} closed.`, ''];
  return [...gone, ...listed(open, (finding) => findingBlock(memory, finding), 'No open findings.')];
}

function decisionLines(memory: LoopMemory, now: number): readonly string[] {
  const decided = decidedFindings(memory, now);
  return listed(decided, (finding) => findingBlock(memory, finding), 'Nothing is put away by a decision.');
}

function findingBlock(memory: LoopMemory, finding: Finding): readonly string[] {
  const { id, severity, title, decision } = finding;
  const since = finding.foundAt === finding.seenAt ? '' : `, first on ${day(finding.foundAt)}`;
  const earlier = memory.decisions
    .filter(
      (one) => one.finding === id && !(one.at === decision?.at && one.what === decision.what && one.by === decision.by),
    )
    .slice(-3);
  return [
    `### \`${id}\` ${severity === undefined ? '' : `${severity}: `}${inertLine(title, 200)}`,
    '',
    ...told('where', where(finding), 400),
    `- seen: ${day(finding.seenAt)} by run ${inertLine(finding.run, 100)}${since}`,
    ...told('item', finding.item, 120),
    ...told('why here', finding.why, 300),
    ...told('what', finding.body, 500),
    ...told('suggestion', finding.suggestion, 300),
    `- decision: ${decision === undefined ? '' : decisionText(decision)}`,
    ...(decision === undefined ? [] : [`- decided by: ${inertLine(decision.by, 200)}, ${day(decision.at)}`]),
    ...earlier.map((one) => `- before: ${decisionText(one)} (${inertLine(one.by, 200)}, ${day(one.at)})`),
    '',
  ];
}

const told = (label: string, text: string | undefined, max: number): readonly string[] =>
  text === undefined || text === '' ? [] : [`- ${label}: ${inertLine(text, max)}`];

function where({ file, line, commit }: Finding): string | undefined {
  if (file === undefined) return commit === undefined ? undefined : `commit ${commit.slice(0, 10)}`;
  return `${file}${line === undefined ? '' : `:${line}`}${commit === undefined ? '' : ` at ${commit.slice(0, 10)}`}`;
}

function itemLines(memory: LoopMemory, statuses: readonly ItemMemory['status'][]): readonly string[] {
  const items = memory.items.filter((item) => statuses.includes(item.status)).sort((a, b) => b.lastTried - a.lastTried);
  return listed(items, (item) => itemBlock(memory, item), 'None.');
}

function itemBlock(memory: LoopMemory, item: ItemMemory): readonly string[] {
  const last = item.attempts.at(-1);
  const how = last === undefined ? '' : ` by run ${inertLine(last.run, 100)} (${inertLine(last.outcome, 60)})`;
  const times = item.attempts.length > 1 ? `, ${item.attempts.length} attempts` : '';
  const verdict = memory.verdicts.findLast((one) => one.item === item.key);
  return [
    `- ${item.status} ${day(item.lastTried)}${how}${times}: ${inertLine(item.key, 120)}`,
    ...told('why', last?.reason, 300).map((line) => `  ${line}`),
    ...(verdict === undefined ? [] : told(verdict.by, verdict.text, 300).map((line) => `  ${line}`)),
  ];
}

function lessonLines(memory: LoopMemory): readonly string[] {
  const lessons = memory.lessons.filter((lesson) => lesson.removed === undefined).reverse();
  const byPeople = lessons.filter((lesson) => lesson.by !== undefined);
  const byRuns = lessons.filter((lesson) => lesson.by === undefined);
  const line = (lesson: Lesson) => [lessonLine(lesson)];
  return [
    ...[lessonsOf.people, '', ...listed(byPeople, line, 'None.'), ''],
    ...[lessonsOf.runs, '', ...listed(byRuns, line, 'None.')],
  ];
}

/** The line of a lesson; it tells the lesson when it is edited or deleted. Those of people are not shortened. */
export const lessonLine = ({ text, by }: Lesson): string => `- ${inertLine(text, by === undefined ? 300 : 1000)}`;

/** The first of `all`, each as `lines`, and how many more there are. */
function listed<T>(all: readonly T[], lines: (one: T) => readonly string[], none: string): readonly string[] {
  const shown = all.slice(0, SHOWN).flatMap(lines);
  const more = all.length - SHOWN;
  if (all.length === 0) return [none];
  return more > 0 ? [...shown, `${more} older ones are not shown.`] : shown;
}
