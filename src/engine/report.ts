import type { Ending } from './ending.ts';
import type { Explored } from './explore.ts';
import type { Bench } from './workplace.ts';

/** The end of a loop that only looks: what was found out, as a document. Finding nothing is nothing to report. */
export async function report(bench: Bench, { report: said }: Explored): Promise<Ending> {
  const { durable, item, loop, gleanings } = bench;
  const { findings } = gleanings.all;
  if (said === undefined || (findings.length === 0 && said.rootCause === undefined)) {
    return { outcome: { status: 'nothing-found', reason: 'The explorer found nothing to report.' }, iterations: 0 };
  }
  const lines = findings.map(({ severity = 'medium', title, file, line }) => {
    const where = file === undefined ? '' : ` (${file}${line === undefined ? '' : `:${line}`})`;
    return `- ${severity}: ${oneLine(title)}${where}`;
  });
  const cause = said.rootCause === undefined ? [] : [`Root cause: ${said.rootCause}`];
  const text = [said.summary, ...cause, lines.join('\n')].filter((part) => part !== '').join('\n\n');
  const { file } = await durable.step(`${item.id}/report`, 'report', { item: item.id, title: loop.name, text });
  const count = findings.length === 1 ? 'one finding' : `${findings.length} findings`;
  return { outcome: { status: 'delivered', reason: `Reported ${count}: ${file}` }, iterations: 0 };
}

const oneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim();
