import { questionEntry } from './inboxEntries.ts';
import type { Bench } from './workplace.ts';

/** Puts the questions of a role into the inbox. The work goes on; an answer is there for the next run. */
export async function askedBy(bench: Bench, key: string, questions: readonly string[]): Promise<void> {
  const { durable, item } = bench;
  for (const [index, question] of questions.entries()) {
    const at = await durable.now(`${item.id}/${key}/asked/${index}/now`);
    const entry = questionEntry(bench, { question, place: `${key}/${index}`, at });
    await durable.step(`${item.id}/${key}/asked/${index}`, 'raise', { item: item.id, entry });
  }
}
